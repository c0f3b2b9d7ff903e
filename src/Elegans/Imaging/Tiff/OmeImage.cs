namespace Elegans.Imaging.Tiff;

/// <summary>An Image element of an OME description: one position.</summary>
internal sealed class OmeImage
{
    /// <summary>Time points.</summary>
    internal int Times { get; set; }

    /// <summary>Slices.</summary>
    internal int Slices { get; set; }

    /// <summary>Channels as SizeC counts them: those in a pixel's samples, too.</summary>
    internal int SizeC { get; set; }

    /// <summary>Samples of a pixel that one channel has.</summary>
    internal int Samples { get; set; } = 1;

    /// <summary>The order of planes, the fastest first.</summary>
    internal string Order { get; set; } = "CZT";

    /// <summary>The channels' names.</summary>
    internal List<string> ChannelNames { get; } = [];

    /// <summary>Time between frames.</summary>
    internal TimeSpan? Increment { get; set; }

    /// <summary>Width of a pixel in micrometres.</summary>
    internal double? PixelSize { get; set; }

    /// <summary>Distance between slices in micrometres.</summary>
    internal double? SliceSpacing { get; set; }

    /// <summary>Where its planes are.</summary>
    internal List<OmePlanes> Data { get; } = [];

    /// <summary>When the first slice of each time point was filmed, in seconds.</summary>
    internal SortedDictionary<int, double> Moments { get; } = [];

    /// <summary>Pages of each slice.</summary>
    internal int Channels => Math.Max(1, SizeC / Math.Max(1, Samples));

    /// <summary>Planes in all.</summary>
    internal Int128 Planes => (Int128)Math.Max(0, Times) * Math.Max(0, Slices) * Channels;

    /// <summary>The middle one of the times from frame to frame.</summary>
    internal TimeSpan? MedianInterval()
    {
        double[] differences =
        [
            .. Moments.Zip(Moments.Skip(1)).Select(pair => (pair.Second.Value - pair.First.Value) / (pair.Second.Key - pair.First.Key))
                .Where(difference => difference > 0).Order(),
        ];
        return differences.Length > 0 ? Units.Time(differences[differences.Length / 2], "s") : null;
    }
}
