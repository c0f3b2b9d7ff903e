using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Simulation.Reference;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;

namespace Elegans.Training.Tests.Accuracy;

public sealed class IntervalWideningTests
{
    private static readonly NucleiTrack Track = ReferenceEmbryo.BuiltIn.Draw(new Random(1), new DrawingOptions { Name = "filmed" });

    [Fact]
    public void Intervals_that_hold_often_enough_stay_as_they_are()
    {
        ModelCard widened = IntervalWidening.Widened(Card(0.3), [Movie(Card(0.3), tooMany: 1)]);
        Assert.Equal(1, widened.Intervals!.Widening);
        Assert.Null(widened.Intervals.WidenedFor);
    }

    [Fact]
    public void They_grow_until_each_real_movie_is_covered_and_no_more()
    {
        ModelCard card = Card(0.1);
        JudgedMovie[] movies = [Movie(card, tooMany: 1), Movie(card, tooMany: 1.2)];
        Assert.InRange(IntervalWidening.Coverage(movies[1], 1), 0, 0.5);
        ModelCard widened = IntervalWidening.Widened(card, movies);
        double factor = widened.Intervals!.Widening;
        Assert.InRange(factor, 1.1, 10);
        Assert.All(movies, movie => Assert.True(IntervalWidening.Coverage(movie, factor) >= IntervalWidening.LeastCoverage));
        Assert.True(IntervalWidening.Coverage(movies[1], factor - 0.05) < IntervalWidening.LeastCoverage);
        Assert.Contains("85 % of the frames of each of the real movies filmed", widened.Intervals.WidenedFor, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        widened.Write(folder[ModelCard.FileName]);
        Assert.Equal(widened.Intervals, JsonCard(folder[ModelCard.FileName]));
    }

    [Fact]
    public void Where_no_width_is_enough_that_is_an_error() => Assert.Null(IntervalWidening.LeastFactor(factor => factor / 100));

    private static IntervalCalibration? JsonCard(string path) => ModelCard.Read(path).Intervals;

    private static ModelCard Card(double doublings)
    {
        ImmutableArray<double?> reading = [.. Enumerable.Repeat<double?>(doublings, FounderLineages.Count + 1)];
        ImmutableArray<double?> clock = [.. Enumerable.Repeat<double?>(doublings * 30, FounderLineages.Count + 1)];
        return TestNetworks.Card() with
        {
            Weights = new WeightsFile("model.onnx", new string('a', 64), "float32"),
            Intervals = new IntervalCalibration { Doublings = [.. Enumerable.Repeat(reading, 4)], Minutes = [.. Enumerable.Repeat(clock, 4)] },
        };
    }

    /// <summary>A movie in which so many times too many cells are read.</summary>
    private static JudgedMovie Movie(ModelCard card, double tooMany) => new(
        new AnnotatedMovie("filmed.mov", Track, "filmed", FrameAlignment.Epic), card, "held out", [.. Track.TimePoints.Select((time, frame) =>
            new FrameReading(FrameAlignment.Epic.FrameShowing(time)!.Value, FrameStatus.Ok,
                [.. FounderLineages.All.Select(lineage => (float)(tooMany * Track.CountsAt(time)!.Value[lineage]))]))]);
}
