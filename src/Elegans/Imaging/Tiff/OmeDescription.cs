using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>What an OME description says of the planes of one position, and in which of the files beside it they are.</summary>
internal sealed class OmeDescription
{
    private const int MaxPlanes = 2_000_000;
    private readonly string path;
    private readonly int pages;
    private readonly OmeDocument document;
    private readonly string? identity;
    private readonly List<string> files = [""];

    private OmeDescription(string path, int pages, OmeDocument document, string? identity) =>
        (this.path, this.pages, this.document, this.identity) = (path, pages, document, identity);

    /// <summary>Whether a description is of this kind.</summary>
    internal static bool Is(string description) =>
        description.Contains("<OME", StringComparison.Ordinal)
        || (description.Contains(":OME ", StringComparison.Ordinal) && description.Contains("openmicroscopy.org", StringComparison.OrdinalIgnoreCase));

    /// <summary>Understands it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="description">The description.</param>
    /// <param name="pages">How many pages the file has.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="InputException">It is damaged, or in a file that is missing, or there is no such position.</exception>
    internal static StackLayout Of(string path, string description, int pages, TiffPage first, ReadOptions options)
    {
        var read = OmeDocument.Read(path, description);
        // The identity is that of the file at hand, whichever file describes it.
        string? own = read.Identity;
        if (read is { MetadataFile: { } companion, Images.Count: 0 }) read = OmeCompanion.Read(path, companion);
        return read.Images.Count == 0 ? StackLayout.Plain(pages, "OME-TIFF") : new OmeDescription(path, pages, read, own).Layout(first, options);
    }

    /// <summary>A file in the same folder; a description must not lead anywhere else.</summary>
    internal static string Beside(string path, string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
            throw new InputException(path, $"refers to '{name}', and only files in its own folder are read.");
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
    }

    private StackLayout Layout(TiffPage first, ReadOptions options)
    {
        // SizeC counts the samples of a pixel, too; not every writer says which of the channels they are.
        foreach (OmeImage one in document.Images)
            if (one.Samples == 1 && first.Samples > 1 && one.SizeC % first.Samples == 0) one.Samples = first.Samples;
        int count = document.Images.Count;
        if (options.Position is { } asked && (asked < 1 || asked > count))
            throw new InputException(path, FormattableString.Invariant($"has {count} images (positions), and number {asked} was asked for."),
                InputRemedy.Position);
        // One position has nothing to choose from, and names of other files are looked for only where there is.
        int[] own = count == 1 ? [] : [.. Enumerable.Range(0, count).Where(number => document.Images[number].Data.Exists(data => FileOf(data) == 0))];
        int position = options.Position - 1 ?? own.FirstOrDefault();
        OmeImage image = document.Images[position];
        bool isListed = image.Data.Exists(data => data.IsPlaced || data.File is not null || data.Identity is not null);
        Int128 before = 0;
        foreach (OmeImage earlier in document.Images.Take(position)) before += earlier.Planes;
        string origin = "TimeIncrement of the OME description";
        string chosen = position == 0 ? "the first" : $"number {position + 1}";
        TimeSpan? interval = image.Increment;
        if (interval is null && image.MedianInterval() is { } median) (interval, origin) = (median, "DeltaT of the OME description's planes (the median)");
        return new StackLayout
        {
            Format = "OME-TIFF",
            Frames = image.Times,
            Slices = image.Slices,
            Channels = image.Channels,
            ChannelNames = image.ChannelNames.Count == image.Channels || (image.ChannelNames.Count == image.SizeC && !first.IsColour) ? image.ChannelNames : [],
            Order = image.Order,
            Positions = count,
            OwnPositions = [.. own.Select(number => number + 1)],
            FirstPage = isListed ? 0 : (int)Int128.Min(before, int.MaxValue),
            OwnPages = isListed || count == 1 ? null : (long)Int128.Min(image.Planes, long.MaxValue),
            Planes = isListed ? Listed(image) : null,
            Files = files,
            FrameInterval = interval,
            FrameIntervalOrigin = interval is null ? null : origin,
            PixelSize = image.PixelSize,
            SliceSpacing = image.SliceSpacing,
            Notes = count > 1 && options.Position is null
                ? [new SourceNote($"It has {count} images (positions), and {chosen} is read.", InputRemedy.Position)]
                : [],
        };
    }

    /// <summary>The planes that are listed one by one or run by run.</summary>
    private Dictionary<PlaneAddress, PlaneSource> Listed(OmeImage image)
    {
        var planes = new Dictionary<PlaneAddress, PlaneSource>();
        foreach (OmePlanes data in image.Data)
        {
            int file = FileOf(data), page = data.Page ?? 0;
            // Unless it says how many: one page where it names one, and the whole file where it does not.
            long count = data.Count ?? (data.Page is not null ? 1 : file == 0 ? pages : long.MaxValue);
            PlaneAddress plane = data.First;
            for (long next = 0; next < count && Fits(image, plane); next++, plane = After(image, plane))
            {
                if (page + next is < 0 or > int.MaxValue || (file == 0 && page + next >= pages)) break;
                if (planes.Count >= MaxPlanes) throw new InputException(path, "has a damaged OME description: it lists too many planes.");
                planes.TryAdd(plane, new PlaneSource(file, (int)(page + next)));
            }
        }

        return planes;
    }

    private static bool Fits(OmeImage image, PlaneAddress plane) =>
        plane.Time >= 0 && plane.Time < image.Times && plane.Slice >= 0 && plane.Slice < image.Slices && plane.Channel >= 0 && plane.Channel < image.Channels;

    private static PlaneAddress After(OmeImage image, PlaneAddress plane)
    {
        (int time, int slice, int channel) = plane;
        foreach (char axis in image.Order)
        {
            if (axis == 'C')
            {
                if (++channel < image.Channels) break;
                channel = 0;
            }
            else if (axis == 'Z')
            {
                if (++slice < image.Slices) break;
                slice = 0;
            }
            else
            {
                if (++time < image.Times) break;
                time = 0;
            }

            // Past the last one: nothing fits any more.
            if (axis == image.Order[^1]) return new PlaneAddress(-1, -1, -1);
        }

        return new PlaneAddress(time, slice, channel);
    }

    /// <summary>Which file some planes are in: 0 is the one that was opened, whatever it is called now.</summary>
    private int FileOf(OmePlanes data)
    {
        if (data.File is not { Length: > 0 } name || name == Path.GetFileName(path) || (identity is not null && data.Identity == identity)
            || IsRenamed(name)) return 0;
        int known = files.IndexOf(name);
        if (known > 0) return known;
        files.Add(name);
        return files.Count - 1;
    }

    /// <summary>Whether a name is this file's former one: the only name there is, of no file that exists.</summary>
    private bool IsRenamed(string name) =>
        (onlyName ??= Names() is [string only] && (only.AsSpan().IndexOfAny("/\\:\0") >= 0 || !File.Exists(Beside(path, only))) ? only : "") == name;

    /// <summary>The first two names of files that there are.</summary>
    private string[] Names() => [.. document.Images.SelectMany(image => image.Data).Select(data => data.File ?? "").Distinct().Take(2)];

    private string? onlyName;
}
