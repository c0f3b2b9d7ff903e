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
    public void What_a_microscope_hides_in_controls_and_treated_embryos_alike_makes_none_abnormal()
    {
        double?[] treated = Dim(Totals(200, 5, 1.1, seed: 99));
        Assert.NotNull(SteadyGrowth.BuiltIn.Judge(treated, Limit));
        ControlGrowth controls = Controls(4, Dim);
        Assert.Equal(Limit, controls.Limit);
        Assert.Null(controls.Growth.Judge(treated, controls.Limit));
        Assert.All(controls.Controls, control => Assert.True(control.Departure < Limit));
    }

    [Fact]
    public void An_embryo_that_stops_deviates_from_controls_too()
    {
        double?[] stopped = Dim([.. Totals(200, 5, 1, seed: 99).Select((total, frame) => frame < 100 ? total : 60)]);
        GrowthDeviation deviation = Controls(4, Dim).Growth.Judge(stopped, Limit)!;
        Assert.True(deviation.IsFewer);
        Assert.InRange(deviation.From.Value, 90, 150);
    }

    [Fact]
    public void Three_controls_through_one_microscope_do_not_depart_from_themselves() =>
        Assert.All(Controls(3, Dim).Controls, control => Assert.True(control.Departure < Limit));

    [Fact]
    public void Controls_of_few_frames_correct_too()
    {
        double?[] coarse = [.. Dim(Totals(20, 5, 11, seed: 99))];
        var controls = ControlGrowth.Of(Limit, [.. Enumerable.Range(0, 6).Select(number =>
            ($"{number}", (IReadOnlyList<double?>)Dim(Totals(20, 3 * number, 10.5 + (0.2 * number), number))))]);
        Assert.False(controls.Correction.IsEmpty);
        Assert.True(controls.Growth.Departure(coarse) < SteadyGrowth.BuiltIn.Departure(coarse));
    }

    [Fact]
    public void A_correction_of_another_course_is_refused() => Assert.Throws<ArgumentException>(() => Controls(3, Dim) with { Correction = [0.1, 0.2] });

    [Fact]
    public void Two_controls_correct_nothing()
    {
        Assert.True(Controls(2, Dim).Correction.IsEmpty);
        Assert.Equal(
            SteadyGrowth.BuiltIn.Departure(Totals(200, 5, 1.1, seed: 99)), Controls(2, Dim).Growth.Departure(Totals(200, 5, 1.1, seed: 99)));
    }

    [Fact]
    public void Nineteen_controls_set_the_limit_and_eighteen_do_not()
    {
        ControlGrowth nineteen = Controls(19, totals => totals), eighteen = Controls(18, totals => totals);
        Assert.Equal(19, ControlGrowth.LeastToSetLimit);
        Assert.Equal(nineteen.Controls.Max(control => control.Departure), nineteen.Limit);
        Assert.True(nineteen.Limit < Limit);
        Assert.Equal(Limit, eighteen.Limit);
    }

    [Fact]
    public void One_control_that_stops_is_told_and_does_not_spoil_the_others()
    {
        IReadOnlyList<double?> stopped = [.. Totals(200, 5, 1, seed: 50).Select((total, frame) => frame < 80 ? total : 30)];
        var controls = ControlGrowth.Of(Limit, [("stopped", stopped), .. Named(5, totals => totals)]);
        Assert.True(controls.Controls[0].Departure > Limit);
        Assert.All(controls.Controls[1..], control => Assert.True(control.Departure < Limit));
        Assert.Null(controls.Growth.Judge(Totals(200, 5, 1.1, seed: 99), controls.Limit));
    }

    [Fact]
    public void A_movie_is_judged_by_the_controls_that_are_given()
    {
        IReadOnlyList<FrameReading> dim = CourseMovie.Frames(DimReadings(200));
        Assert.NotNull(MoviePrediction.Of(dim, Card).Deviation);
        var controls = ControlGrowth.Of(
            Card, [.. new[] { 190, 195, 205 }.Select(frames => ($"{frames}", (IReadOnlyList<FramePrediction>)MoviePrediction.FrameByFrame(
                CourseMovie.Frames(DimReadings(frames)), Card)))]);
        MoviePrediction beside = MoviePrediction.Of(dim, Card, controls: controls);
        Assert.Null(beside.Deviation);
        Assert.True(beside.UsesClock);
        Assert.Equal(controls.Limit, beside.DepartureLimit);
        Assert.Null(MoviePrediction.FrameByFrame(dim, Card, controls).Deviation);
    }

    [Fact]
    public void A_model_that_is_not_calibrated_for_growth_takes_no_controls() =>
        Assert.Throws<ArgumentException>(() => ControlGrowth.Of(Card with { Growth = null }, [("a", [])]));

    private static ControlGrowth Controls(int count, Func<double?[], double?[]> through) => ControlGrowth.Of(Limit, Named(count, through));

    private static (string, IReadOnlyList<double?>)[] Named(int count, Func<double?[], double?[]> through) =>
        [.. Enumerable.Range(0, count).Select(number =>
            ($"{number}", (IReadOnlyList<double?>)through(Totals(200, 3 * number, 0.9 + (0.02 * number), number))))];

    /// <summary>A microscope through which the late nuclei in the middle are lost: three in ten from 60 cells on, more and more.</summary>
    private static double?[] Dim(double?[] totals) => [.. totals.Select(total => total is { } cells ? Seen(cells) : (double?)null)];

    private static double Seen(double cells) => cells < 60 ? cells : 60 + ((cells - 60) * 0.45);

    private static float[]?[] DimReadings(int frames) => [.. CourseMovie.Readings(frames, 5, 1, error: 0.05).Select(cells =>
    {
        double total = cells!.Sum(), share = Seen(total) / total;
        return cells!.Select(count => (float)(count * share)).ToArray();
    })];

    private static double?[] Totals(int frames, double start, double pace, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames).Select(frame =>
            (double?)(ReferenceCourse.BuiltIn.Total(new DevelopmentalTime(start + (pace * frame))) * Math.Pow(2, 0.1 * (random.NextDouble() - 0.5))))];
    }
}
