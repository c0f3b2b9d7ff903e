using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using OpenCvSharp;

namespace Elegans.Benchmarks.Finder;

/// <summary>What a movie's total is off by when its embryo is only so many pixels long, alone in a larger frame.</summary>
internal static class EmbryoSizes
{
    /// <summary>The embryo's length in pixels.</summary>
    internal static readonly int[] Lengths = [160, 96, 64, 48, 40, 36, 32, 28, 24, 20];

    private const int Width = 420, Height = 300;

    /// <summary>Error of the total with the clock, how often its interval holds the truth, and the share of frames that are said to be too small.</summary>
    internal static IEnumerable<(string Size, double Error, double Covered, double TooSmall)> Measure(LineagePopulationModel model, string movie, string nuclei)
    {
        NucleiTrack track = NucleiTrackReader.Read(nuclei);
        Dictionary<FrameIndex, LineageCounts> truth = track.Labels(FrameAlignment.Epic).Where(label => label.Counts.Total > 0)
            .ToDictionary(label => label.Frame, label => label.Counts);
        Imaging.FrameSource source = Imaging.FrameSource.Open(movie);
        FieldReadings whole = model.Read(source);
        double length = whole.Embryos[0].Outline?.Length
            ?? throw new InvalidOperationException($"{movie}: the embryo was not found in the movie as it is.");
        yield return Row("as it is", whole);
        foreach (int pixels in Lengths) yield return Row(
            FormattableString.Invariant($"{pixels} pixels"), model.Read(source.Changed((image, _) => Shrunk(image, pixels / length))));

        (string, double, double, double) Row(string size, FieldReadings read)
        {
            FramePrediction[] judged = [.. MoviePrediction.Of(read.Embryos[0].Readings, model.Card).Where(frame => truth.ContainsKey(frame.Frame))];
            return (
                size,
                judged.Average(frame => Math.Abs((frame.Total ?? 0) - truth[frame.Frame].Total) / (double)truth[frame.Frame].Total),
                judged.Average(frame => frame.Intervals?.Total?.Contains(truth[frame.Frame].Total) == true ? 1.0 : 0),
                judged.Average(frame => frame.Status == FrameStatus.TooSmall ? 1.0 : 0));
        }
    }

    private static NuclearImage Shrunk(NuclearImage image, double factor)
    {
        using var small = new Mat();
        Cv2.Resize(image.Pixels, small, new Size(0, 0), factor, factor, InterpolationFlags.Area);
        var field = new Mat(Height, Width, small.Type(), Scalar.All(0));
        using Mat place = field[new Rect((Width - small.Width) / 2, (Height - small.Height) / 3, small.Width, small.Height)];
        small.CopyTo(place);
        return new NuclearImage(field);
    }
}
