using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Imaging;

/// <summary>
/// What the pages of a TIFF are: time points, slices and channels, as ImageJ (hyperstacks) and OME-TIFF tell in the first
/// page's description. A plain stack's pages are its frames.
/// </summary>
/// <remarks>
/// https://imagej.net/ij/developer/source/ij/io/TiffDecoder.java.html and https://docs.openmicroscopy.org/ome-model/6.3.1/ome-tiff/specification.html.
/// </remarks>
public sealed partial record StackLayout
{
    private readonly ByContent<IReadOnlyList<string>> channelNames = new([]);
    private const int MostDescription = 64 << 20;

    /// <summary>Time points: the frames.</summary>
    public required int Frames { get; init; }

    /// <summary>Slices of each time point; a frame shows the brightest of them at every pixel.</summary>
    public int Slices { get; init; } = 1;

    /// <summary>Channels of each slice; one of them shows the nuclei.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>What the channels are called, as far as that is told.</summary>
    public IReadOnlyList<string> ChannelNames
    {
        get => channelNames.Value;
        init => channelNames = new(value);
    }

    /// <summary>In which order pages follow each other, the fastest first: a permutation of C, Z and T.</summary>
    public string Order { get; init; } = "CZT";

    /// <summary>Time between frames; null where it is not told.</summary>
    public TimeSpan? FrameInterval { get; init; }

    /// <summary>Width of a pixel in micrometres; null where it is not told.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Whether the pages are more than frames.</summary>
    internal bool IsHyperstack => Slices > 1 || Channels > 1;

    /// <summary>Understands what a first page says of the stack.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="description">The first page's ImageDescription; null where it has none.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <exception cref="InputException">What it says does not fit its pages.</exception>
    internal static StackLayout Of(string path, string? description, int pages)
    {
        if (description is null or { Length: > MostDescription }) return new StackLayout { Frames = pages };
        StackLayout layout = description.StartsWith("ImageJ=", StringComparison.Ordinal) ? OfImageJ(description, pages)
            : description.Contains("<OME", StringComparison.Ordinal) ? OfOme(path, description, pages)
            : new StackLayout { Frames = pages };
        var told = (Int128)layout.Frames * layout.Slices * layout.Channels;
        if (layout.Frames <= 0 || layout.Slices <= 0 || layout.Channels <= 0 || told > pages)
        {
            throw new InputException(path, FormattableString.Invariant($"tells of {layout.Frames} time points × {layout.Slices} slices × {layout.Channels} channels and has {pages} pages. {(description.StartsWith("ImageJ=", StringComparison.Ordinal) && pages == 1 ? "ImageJ saves stacks of over 4 GB so; save it as OME-TIFF (Bio-Formats) instead." : "It may be one file of several, or cut off.")}"));
        }

        return layout;
    }

    /// <summary>The pages of one frame in one channel, slice after slice.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="channel">The channel, counted from 0.</param>
    internal IEnumerable<int> Pages(int frame, int channel)
    {
        for (int slice = 0; slice < Slices; slice++)
        {
            int page = 0, step = 1;
            foreach (char axis in Order)
            {
                (int at, int size) = axis switch { 'C' => (channel, Channels), 'Z' => (slice, Slices), _ => (frame, Frames) };
                page += at * step;
                step *= size;
            }

            yield return page;
        }
    }

    /// <summary>Which channel is read, counted from 0.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="asked">The channel asked for, counted from 1; null where none was.</param>
    /// <exception cref="InputException">There are several and none was asked for, or there is no such channel: only whoever filmed knows which one shows the nuclei.</exception>
    internal int ChannelAsked(string path, int? asked)
    {
        string names = ChannelNames.Any(name => name.Length > 0) ? $" ({string.Join(", ", ChannelNames.Select((name, number) => FormattableString.Invariant($"{number + 1}: {name}")))})" : "";
        if (asked is null && Channels > 1) throw new InputException(path, FormattableString.Invariant($"has {Channels} channels{names}; say which one shows the nuclei: --stack-channel N, from 1."));
        if (asked > Channels) throw new InputException(path, FormattableString.Invariant($"has {Channels} channel(s){names}, and channel {asked} was asked for."));
        return (asked ?? 1) - 1;
    }

    private static StackLayout OfImageJ(string description, int pages)
    {
        Dictionary<string, string> told = description.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0].Trim()).ToDictionary(pair => pair.Key, pair => pair.First()[1].Trim());
        int images = Whole("images", pages), channels = Whole("channels", 1), slices = Whole("slices", 1), frames = Whole("frames", 1);
        // A plain stack of ImageJ calls its pages slices; in a movie of nuclei they are frames.
        if (channels == 1 && frames == 1) (slices, frames) = (1, images);
        TimeSpan? interval = told.TryGetValue("finterval", out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(seconds) : null;
        return new StackLayout { Frames = frames, Slices = slices, Channels = channels, FrameInterval = interval };

        int Whole(string name, int otherwise) => told.TryGetValue(name, out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
    }

    private static StackLayout OfOme(string path, string description, int pages)
    {
        try
        {
            // No document type, no entity: nothing in it can name another file or grow.
            using var reader = XmlReader.Create(new StringReader(description), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            XElement? image = XDocument.Load(reader).Descendants().FirstOrDefault(element => element.Name.LocalName == "Pixels");
            if (image is null) return new StackLayout { Frames = pages };
            int samples = image.Elements().Where(element => element.Name.LocalName == "Channel").Select(channel => (int?)channel.Attribute("SamplesPerPixel") ?? 1).FirstOrDefault(1);
            string order = (string?)image.Attribute("DimensionOrder") ?? "XYCZT";
            if (!DimensionOrder().IsMatch(order)) throw new InputException(path, $"has the dimension order '{order}', which OME-TIFF does not know.");
            return new StackLayout
            {
                Frames = (int)image.Attribute("SizeT")!,
                Slices = (int)image.Attribute("SizeZ")!,
                Channels = Math.Max(1, (int)image.Attribute("SizeC")! / Math.Max(1, samples)),
                ChannelNames = [.. image.Elements().Where(element => element.Name.LocalName == "Channel").Select(channel => (string?)channel.Attribute("Name") ?? "")],
                Order = order[2..],
                FrameInterval = (double?)image.Attribute("TimeIncrement") is { } increment and > 0 and < 1e8 ? Interval(increment, (string?)image.Attribute("TimeIncrementUnit") ?? "s") : null,
                PixelSize = (double?)image.Attribute("PhysicalSizeX"),
            };
        }
        catch (Exception exception) when (exception is XmlException or FormatException or ArgumentNullException or OverflowException)
        {
            throw new InputException(path, $"has a damaged OME description: {exception.Message}", exception);
        }
    }

    private static TimeSpan? Interval(double increment, string unit) => unit switch
    {
        "s" => TimeSpan.FromSeconds(increment),
        "ms" => TimeSpan.FromMilliseconds(increment),
        "min" => TimeSpan.FromMinutes(increment),
        "h" => TimeSpan.FromHours(increment),
        _ => null,
    };

    [GeneratedRegex("^XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DimensionOrder();
}
