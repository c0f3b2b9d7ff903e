using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;

namespace Elegans.Imaging.Tiff;

/// <summary>What a description says the pages of a TIFF are: time points, slices and channels. It may say more than there is.</summary>
internal sealed record StackLayout
{
    private readonly ByContent<IReadOnlyList<int>> ownPositions = new([]);
    private readonly ByContent<IReadOnlyList<string>> channelNames = new([]);
    private readonly ByContent<IReadOnlyList<SourceNote>> notes = new([]);
    private readonly ByContent<IReadOnlyDictionary<PlaneAddress, PlaneSource>?> planes;
    private readonly ByContent<IReadOnlyList<string>> files = new([""]);

    /// <summary>Its format in words.</summary>
    internal required string Format { get; init; }

    /// <summary>Time points: the frames.</summary>
    internal required int Frames { get; init; }

    /// <summary>Slices of each time point; a frame shows the brightest of them at every pixel.</summary>
    internal int Slices { get; init; } = 1;

    /// <summary>Channels of each slice; one of them shows the nuclei.</summary>
    internal int Channels { get; init; } = 1;

    /// <summary>What the channels are called, as far as the description says.</summary>
    internal IReadOnlyList<string> ChannelNames
    {
        get => channelNames.Value;
        init => channelNames = new(value);
    }

    /// <summary>Positions (images, fields of view).</summary>
    internal int Positions { get; init; } = 1;

    /// <summary>The positions, from 1, that this file holds itself; none where that is all of them.</summary>
    internal IReadOnlyList<int> OwnPositions
    {
        get => ownPositions.Value;
        init => ownPositions = new(value);
    }

    /// <summary>In which order pages follow each other, the fastest first: a permutation of C, Z and T.</summary>
    internal string Order { get; init; } = "CZT";

    /// <summary>The first page of this position, where pages follow each other in order.</summary>
    internal int FirstPage { get; init; }

    /// <summary>Pages from the first one of this position to that of the next; null where nothing follows.</summary>
    internal long? OwnPages { get; init; }

    /// <summary>Where each plane is, when the description lists them; null where they follow each other in order.</summary>
    internal IReadOnlyDictionary<PlaneAddress, PlaneSource>? Planes
    {
        get => planes.Value;
        init => planes = new(value);
    }

    /// <summary>The names of the files that the planes are in; the first stands for the one that was opened.</summary>
    internal IReadOnlyList<string> Files
    {
        get => files.Value;
        init => files = new(value);
    }

    /// <summary>Whether the channels can lie side by side in every pixel's samples instead of in pages, even where those look like colours.</summary>
    internal bool SamplesAreChannels { get; init; }

    /// <summary>Time between frames; null where the description does not say.</summary>
    internal TimeSpan? FrameInterval { get; init; }

    /// <summary>Where that was read.</summary>
    internal string? FrameIntervalOrigin { get; init; }

    /// <summary>Width of a pixel in micrometres; null where the description does not say.</summary>
    internal double? PixelSize { get; init; }

    /// <summary>Distance between slices in micrometres; null where the description does not say.</summary>
    internal double? SliceSpacing { get; init; }

    /// <summary>What was guessed.</summary>
    internal IReadOnlyList<SourceNote> Notes
    {
        get => notes.Value;
        init => notes = new(value);
    }

    /// <summary>Planes that the description promises.</summary>
    internal Int128 Planned => (Int128)Frames * Slices * Channels;

    /// <summary>A stack that nothing is said about: every page is a frame.</summary>
    internal static StackLayout Plain(int pages, string? format = null) => new() { Frames = pages, Format = format ?? (pages > 1 ? "TIFF stack" : "TIFF") };

    /// <summary>Where a plane is, as pages follow each other in order.</summary>
    /// <param name="plane">Which plane.</param>
    /// <param name="pages">How many pages there are.</param>
    internal PlaneSource Find(PlaneAddress plane, int pages)
    {
        if (Planes is not null) return Planes.TryGetValue(plane, out PlaneSource listed) ? listed : PlaneSource.Missing;
        Int128 page = 0, step = 1;
        foreach (char axis in Order)
        {
            (int at, int size) = axis switch { 'C' => (plane.Channel, Channels), 'Z' => (plane.Slice, Slices), _ => (plane.Time, Frames) };
            page += at * step;
            step *= size;
        }

        if (OwnPages is { } own && page >= own) return PlaneSource.Missing;
        page += FirstPage;
        return page < pages ? new PlaneSource(0, (int)page) : PlaneSource.Missing;
    }

    /// <summary>Which channel is read, counted from 0.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="asked">The channel asked for, counted from 1; null where none was.</param>
    /// <param name="samples">Channels in the samples of each pixel; 1 where they are in pages.</param>
    /// <exception cref="InputException">There are several and none was asked for, or there is no such channel: only whoever filmed knows
    /// which one shows the nuclei.</exception>
    internal int ChannelAsked(string path, int? asked, int samples) => StackChannelChoice.Of(
        path, (long)Channels * samples, ChannelNames, asked, Channels == 1 && samples > 1 ? "samples a pixel, which are channels" : "channels");
}
