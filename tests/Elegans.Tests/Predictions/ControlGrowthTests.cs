using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tests.Development;

namespace Elegans.Tests.Predictions;

public sealed class ControlGrowthTests
{
    private const double Limit = 0.27;
    private static readonly ModelCard Card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)) with { MaxMisfit = null };

    [Fact]
    public void Nineteen_controls_set_the_limit_and_eighteen_do_not()
    {
        var nineteen = ControlGrowth.Of(Limit, Controls(19));
        Assert.Equal(19, ControlGrowth.LeastToSetLimit);
        Assert.Equal(nineteen.Controls.Max(control => control.Departure), nineteen.Limit);
        Assert.True(nineteen.Limit < Limit);
        Assert.Equal(Limit, ControlGrowth.Of(Limit, Controls(18)).Limit);
    }

    [Fact]
    public void Of_many_controls_one_that_stops_does_not_set_the_limit()
    {
        var controls = ControlGrowth.Of(Limit, [("stopped", Stopped()), .. Controls(39)]);
        Assert.True(controls.Controls[0].Departure > Limit);
        Assert.True(controls.Limit < Limit);
    }

    [Fact]
    public void A_movie_too_short_to_say_sets_no_limit()
    {
        var controls = ControlGrowth.Of(Limit, [.. Controls(18), ("short", [60, 61])]);
        Assert.Null(controls.Controls[^1].Departure);
        Assert.Equal(Limit, controls.Limit);
    }

    [Fact]
    public void A_movie_is_judged_by_the_limit_of_the_controls_that_are_given()
    {
        IReadOnlyList<FrameReading> dim = CourseMovie.Frames(DimReadings(200));
        Assert.NotNull(MoviePrediction.Of(dim, Card).Deviation);
        var controls = ControlGrowth.Of(
            Card, [.. Enumerable.Range(190, 20).Select(frames => ($"{frames}", (IReadOnlyList<FramePrediction>)MoviePrediction.FrameByFrame(
                CourseMovie.Frames(DimReadings(frames)), Card)))]);
        Assert.True(controls.Limit > Card.Growth!.Limit);
        MoviePrediction beside = MoviePrediction.Of(dim, Card, controls: controls);
        Assert.Null(beside.Deviation);
        Assert.True(beside.UsesClock);
        Assert.Equal(controls.Limit, beside.DepartureLimit);
        Assert.Null(MoviePrediction.FrameByFrame(dim, Card, controls).Deviation);
        float[]?[] readings = CourseMovie.Readings(90, 0, 1);
        Assert.NotNull(MoviePrediction.Of(CourseMovie.Frames([.. readings, .. Enumerable.Repeat(readings[^1], 90)]), Card, controls: controls).Deviation);
    }

    [Fact]
    public void A_model_that_is_not_calibrated_for_growth_takes_no_controls() =>
        Assert.Throws<ArgumentException>(() => ControlGrowth.Of(Card with { Growth = null }, [("a", [])]));

    private static (string, IReadOnlyList<double?>)[] Controls(int count) =>
        [.. Enumerable.Range(0, count).Select(number => ($"{number}", (IReadOnlyList<double?>)Totals(200, 0.5 * number, 0.9 + (0.01 * number), number)))];

    private static IReadOnlyList<double?> Stopped() => [.. Totals(200, 5, 1, seed: 50).Select((total, frame) => frame < 80 ? total : 30)];

    /// <summary>As through a microscope that loses more than half of the nuclei beyond the sixtieth.</summary>
    private static float[]?[] DimReadings(int frames) => [.. CourseMovie.Readings(frames, 5, 1, error: 0.05).Select(cells =>
    {
        double total = cells!.Sum(), seen = total < 60 ? total : 60 + ((total - 60) * 0.45);
        return cells!.Select(count => (float)(count * seen / total)).ToArray();
    })];

    private static double?[] Totals(int frames, double start, double pace, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(frame =>
            (double?)(ReferenceCourse.BuiltIn.Total(new DevelopmentalTime(start + (pace * frame))) * Math.Pow(2, 0.1 * (random.NextDouble() - 0.5))))];
    }
}
