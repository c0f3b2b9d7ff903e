using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Training.Accuracy;

namespace Elegans.Benchmarks.Finder;

/// <summary>What a movie's total is off by when its frames are changed in place, with the shipped model, beside what it is off by unchanged.</summary>
internal static class FieldCounts
{
    /// <summary>Changes of where the embryo lies and of what is beside it; those of light are the accuracy page's.</summary>
    private static readonly string[] Places = ["turned", "mirrored", "half the size", "margins", "time stamp", "beside"];

    internal static IEnumerable<(string Change, double Error, double Ratio)> Measure(LineagePopulationModel model, string movie, string nuclei)
    {
        NucleiTrack track = NucleiTrackReader.Read(nuclei);
        Dictionary<FrameIndex, LineageCounts> truth = track.Labels(FrameAlignment.Epic).Where(label => label.Counts.Total > 0)
            .ToDictionary(label => label.Frame, label => label.Counts);
        FrameSource source = FrameSource.Open(movie);
        double plain = ErrorOf(source);
        yield return ("as it is", plain, 1);
        foreach (Perturbation change in Perturbation.All.Where(change => Places.Any(place => change.Name.StartsWith(place, StringComparison.Ordinal))))
        {
            double error = ErrorOf(source.Changed((image, frame) => change.Apply(image, frame.Value)));
            yield return (change.Name, error, error / plain);
        }

        double ErrorOf(FrameSource seen) => MoviePrediction.Of(model.Read(seen).Embryos[0].Readings, model.Card)
            .Where(frame => truth.ContainsKey(frame.Frame))
            .Average(frame => Math.Abs((frame.Total ?? 0) - truth[frame.Frame].Total) / (double)truth[frame.Frame].Total);
    }
}
