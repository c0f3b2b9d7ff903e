namespace Elegans.Imaging.Sequences;

/// <summary>Pictures whose names differ in their numbers only, and what the numbers stand for.</summary>
internal sealed class PictureSeries
{
    private static readonly string[] TimeLabels = ["t", "time", "tp", "timepoint", "frame"];
    private static readonly string[] SliceLabels = ["z", "slice", "plane", "p"];
    private static readonly string[] ChannelLabels = ["c", "ch", "channel", "w"];
    private static readonly string[] PositionLabels = ["s", "pos", "position", "xy"];

    private PictureSeries(IEnumerable<PicturePlace> pictures, bool isDepthOnly)
    {
        Pictures = [.. pictures.OrderBy(picture => picture.Time).ThenBy(picture => picture.Channel).ThenBy(picture => picture.Position)
            .ThenBy(picture => picture.Slice).ThenBy(picture => picture.Name, StringComparer.Ordinal)];
        IsDepthOnly = isDepthOnly;
        Channels = [.. Pictures.Select(picture => picture.Channel).Distinct().Order()];
        Positions = [.. Pictures.Select(picture => picture.Position).Distinct().Order()];
        Slices = [.. Pictures.Select(picture => picture.Slice).Distinct().Order()];
    }

    /// <summary>The pictures by time, channel, position and slice.</summary>
    internal IReadOnlyList<PicturePlace> Pictures { get; }

    /// <summary>Whether the names number slices and no time points.</summary>
    internal bool IsDepthOnly { get; }

    /// <summary>The numbers of the channels.</summary>
    internal IReadOnlyList<long> Channels { get; }

    /// <summary>The numbers of the positions.</summary>
    internal IReadOnlyList<long> Positions { get; }

    /// <summary>The numbers of the slices.</summary>
    internal IReadOnlyList<long> Slices { get; }

    /// <summary>Sorts pictures into series, the longest first; a picture that belongs to no other is a series of one.</summary>
    internal static IReadOnlyList<PictureSeries> Of(IEnumerable<string> files)
    {
        string[] all = [.. files];
        // Pictures of the same names in several folders: the folders number them too.
        bool withFolder = all.Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Count() < all.Length;
        PictureNumbers[] pictures = [.. JoinedNumbers.WithSigns([.. all.Select(file => PictureNumbers.Of(file, withFolder))])];
        return [.. pictures.GroupBy(picture => picture.Pattern, StringComparer.Ordinal).SelectMany(Split)
            .OrderByDescending(series => series.Pictures.Count).ThenBy(series => series.Pictures[0].Name, StringComparer.Ordinal)];
    }

    private static IEnumerable<PictureSeries> Split(IEnumerable<PictureNumbers> alike)
    {
        PictureNumbers[] pictures = JoinedNumbers.Join([.. alike]);
        int[] varying = [.. Enumerable.Range(0, pictures[0].Values.Count)
            .Where(place => pictures.Any(picture => picture.Values[place] != pictures[0].Values[place]))];
        IReadOnlyList<string> labels = pictures[0].Labels;
        int? time = Labelled(TimeLabels, Enumerable.Range(0, labels.Count)), slice = Labelled(SliceLabels, varying), channel = Labelled(ChannelLabels, varying),
            position = Labelled(PositionLabels, varying);
        if (pictures[0].Folders is > 0 and var folders)
        {
            time ??= varying.Where(place => place < folders).Select(place => (int?)place).LastOrDefault();
            slice ??= varying.Where(place => place >= folders && place != time && place != channel && place != position).Select(place => (int?)place)
                .FirstOrDefault();
        }

        // The letter p alone counts pictures, and c and s anything, unless a time stands beside them.
        int[] others = [.. varying.Where(place => place != time && place != slice && place != channel && place != position)];
        if (time is { } constant && !varying.Contains(constant) && others.Length > 0) time = null;
        if (time is null && others.Length == 0 && varying.Length > 0)
        {
            bool isDepth = varying.Length == 1 && slice is { } only && labels[only] != "p";
            if (isDepth) return [Series(pictures, null, slice, null, null)];
            time = position ?? slice ?? channel;
            (slice, channel, position) = (slice == time ? null : slice, channel == time ? null : channel, position == time ? null : position);
        }

        if (time is null && others.Length > 0)
        {
            // A number that tells all pictures apart, with the slices and channels that are known; of several, the last.
            int chosen = others.Reverse().FirstOrDefault(place => AreApart(pictures, place, slice, channel, position), others[^1]);
            (time, others) = (chosen, [.. others.Where(place => place != chosen)]);
        }

        if (others.Length == 0 || AreApart(pictures, time, slice, channel, position)) return [Series(pictures, time, slice, channel, position)];
        return pictures.GroupBy(picture => string.Join(' ', others.Select(place => picture.Values[place])), StringComparer.Ordinal)
            .Select(group => Series(group, time, slice, channel, position));

        int? Labelled(string[] names, IEnumerable<int> among) =>
            among.Where(place => names.Contains(labels[place])).Select(place => (int?)place).LastOrDefault();
    }

    private static bool AreApart(PictureNumbers[] pictures, params int?[] places)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return pictures.All(picture => seen.Add(string.Join(' ', places.Select(place => place is { } at ? picture.Values[at] : 0))));
    }

    private static PictureSeries Series(IEnumerable<PictureNumbers> pictures, int? time, int? slice, int? channel, int? position)
    {
        return new PictureSeries(
            pictures.Select(picture => new PicturePlace(picture.Path, At(picture, time), At(picture, slice), At(picture, channel), At(picture, position))),
            isDepthOnly: time is null && slice is not null);

        static long At(PictureNumbers picture, int? place) => place is { } number ? picture.Values[number] : 0;
    }
}
