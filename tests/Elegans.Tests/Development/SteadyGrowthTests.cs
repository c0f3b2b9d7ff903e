using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Tests.Development;

public sealed class SteadyGrowthTests
{
    /// <summary>As the shipped model's card has it, about.</summary>
    private const double Limit = 0.27;

    private static readonly SteadyGrowth Growth = new(ReferenceCourse.BuiltIn);

    [Theory]
    [InlineData(200, 0, 1.0)]
    [InlineData(120, 70, 1.0)] // starts late
    [InlineData(100, 0, 2.0)] // half the frame rate, or warmer
    [InlineData(390, 0, 0.5)] // twice the frame rate, or colder
    [InlineData(20, 0, 12.0)]
    [InlineData(2000, 0, 0.12)]
    public void A_normal_embryo_does_not_deviate_whatever_its_pace_and_whenever_it_is_filmed(int frames, double start, double pace) =>
        Assert.Null(Growth.Judge(Totals(frames, frame => start + (pace * frame), error: 0.1), Limit));

    [Fact]
    public void A_network_that_reads_every_frame_too_high_makes_no_embryo_abnormal() =>
        Assert.Null(Growth.Judge([.. Totals(200, frame => frame).Select(total => 1.12 * total)], Limit));

    [Fact]
    public void An_embryo_that_stops_has_fewer_cells_from_then_on()
    {
        GrowthDeviation deviation = Growth.Judge(Totals(220, frame => Math.Min(frame, 110), error: 0.1), Limit)!;
        Assert.True(deviation.IsFewer);
        Assert.InRange(deviation.From.Value, 105, 160); // late enough to be sure
        Assert.InRange(deviation.Measured, 70, 110);
        Assert.True(deviation.Expected > 1.3 * deviation.Measured);
        Assert.True(deviation.Worst >= deviation.From && deviation.Departure > Limit);
        Assert.InRange(ReferenceCourse.BuiltIn.Total(deviation.AgeIn(deviation.Worst)) / deviation.Expected, 0.9, 1.1);
    }

    [Theory]
    [InlineData(220, 70)]
    [InlineData(500, 75)]
    [InlineData(750, 75)]
    [InlineData(1000, 150)]
    [InlineData(1500, 75)]
    public void An_embryo_that_stands_still_for_most_of_the_movie_is_not_a_slow_one(int frames, int stopped)
    {
        GrowthDeviation deviation = Growth.Judge(Totals(frames, frame => Math.Min(frame, stopped), error: 0.1), Limit)!;
        Assert.True(deviation.IsFewer);
        Assert.InRange(deviation.From.Value, stopped - 15, stopped + 60);
    }

    [Fact]
    public void After_a_pause_of_filming_there_are_more_cells() =>
        Assert.False(Growth.Judge(Totals(180, frame => frame < 60 ? frame : frame + 40, error: 0.05), Limit)!.IsFewer);

    [Fact]
    public void One_cell_that_is_read_before_the_first_division_is_no_deviation() =>
        Assert.Null(Growth.Judge([.. Enumerable.Repeat<double?>(1, 30), .. Totals(200, frame => frame - 13, error: 0.05)], Limit));

    [Fact]
    public void An_embryo_that_hurries_has_more_cells()
    {
        GrowthDeviation deviation = Growth.Judge(Totals(150, frame => frame < 90 ? 0.7 * frame : 63 + (2.2 * (frame - 90)), error: 0.05), Limit)!;
        Assert.False(deviation.IsFewer);
        Assert.True(deviation.Expected < deviation.Measured);
    }

    [Fact]
    public void Wild_frames_and_missing_ones_change_nothing()
    {
        double?[] totals = Totals(200, frame => frame, error: 0.1);
        double plain = Growth.Departure(totals)!.Value;
        totals[0] = 309; // a title
        totals[80] = 2;
        for (int frame = 120; frame < 150; frame++) totals[frame] = null;
        Assert.InRange(Growth.Departure(totals)!.Value, plain - 0.1, plain + 0.1);
        Assert.Null(Growth.Judge(totals, Limit));
    }

    [Fact]
    public void Frames_past_the_course_are_not_asked()
    {
        double?[] totals = [.. Totals(200, frame => 40 + frame), .. Enumerable.Range(0, 200).Select(frame => (double?)(340 - frame))]; // the embryo folds
        Assert.Null(Growth.Judge(totals, Limit));
    }

    [Fact]
    public void Of_a_few_frames_nothing_is_said()
    {
        Assert.Null(Growth.Departure([]));
        Assert.Null(Growth.Departure([null, null, null, null, null, null]));
        Assert.Null(Growth.Departure([4, 300, 4, 8]));
        Assert.Null(Growth.Judge(Totals(30, frame => 60 + (frame / 2.0), error: 0.1), Limit)); // a quarter of an hour
    }

    [Fact]
    public void A_movie_run_backwards_deviates() =>
        Assert.NotNull(Growth.Judge(Totals(150, frame => 150 - frame, error: 0.05), Limit));

    /// <summary>What would be read of an embryo that is so old in each frame.</summary>
    private static double?[] Totals(int frames, Func<int, double> age, double error = 0)
    {
        var random = new Random(frames);
        return [.. Enumerable.Range(0, frames).Select(frame =>
            (double?)(ReferenceCourse.BuiltIn.Total(new DevelopmentalTime(age(frame))) * Math.Exp(error * ((2 * random.NextDouble()) - 1))))];
    }
}
