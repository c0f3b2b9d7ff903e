using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Imaging;
using Elegans.Training.Accuracy;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class PerturbationTests
{
    private const int Every = 8;

    [Fact]
    public void The_sample_movie_turned_mirrored_shrunk_dimmed_or_noisy_is_read_nearly_as_well()
    {
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        var alignment = new FrameAlignment(track.TimePoints[0].Value);
        AssertBears(Repository.SampleMovie, track.Labels(alignment).ToDictionary(label => label.Frame, label => label.Counts));
    }

    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L2")]
    public void So_is_a_real_movie(string embryo) => AssertBears(
        Repository.RealMovie(embryo), NucleiTrackReader.Read(Repository.RealNuclei(embryo)).Labels(FrameAlignment.Epic).ToDictionary(label => label.Frame, label => label.Counts));

    /// <summary>At most half as much error again, on every eighth annotated frame read on its own; docs/accuracy.md has all frames.</summary>
    private static void AssertBears(string movie, Dictionary<FrameIndex, LineageCounts> truth)
    {
        using var model = LineagePopulationModel.Load();
        var frames = new List<(NuclearImage Image, FrameIndex Index)>();
        foreach (MovieFrame frame in MovieReader.Open(movie).Frames())
        {
            if (frame.Index.Value % Every == 0 && truth.TryGetValue(frame.Index, out LineageCounts counts) && counts.Total > 0) frames.Add((frame.Image, frame.Index));
            else frame.Dispose();
        }

        double Error(Perturbation? change) => CountErrors.Of(frames.Select(frame =>
        {
            using NuclearImage? changed = change?.Apply(frame.Image, frame.Index.Value);
            return (model.Predict(changed ?? frame.Image).Counts ?? default, truth[frame.Index]);
        })).TotalShareError;

        double unchanged = Error(null);
        var tooGreat = Perturbation.All.Select(change => (change.Name, Error: Error(change))).Where(change => change.Error > 1.5 * unchanged).ToArray();
        frames.ForEach(frame => frame.Image.Dispose());
        Assert.True(tooGreat.Length == 0, $"unchanged {unchanged:P1}; {string.Join(", ", tooGreat.Select(change => $"{change.Name} {change.Error:P1}"))}");
    }
}
