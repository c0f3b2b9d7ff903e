using Elegans.Clock;
using Elegans.Intervals;

namespace Elegans.Tests.Intervals;

public sealed class IntervalCalibrationTests
{
    private static readonly IntervalCalibration Calibration = new()
    {
        Doublings = [.. Enumerable.Repeat(Enumerable.Repeat(0.2, Lineages.Count + 1).ToArray(), 4).Select(widths => System.Collections.Immutable.ImmutableArray.Create(widths))],
        Minutes = [.. Enumerable.Repeat(Enumerable.Repeat(5.0, Lineages.Count + 1).ToArray(), 4).Select(widths => System.Collections.Immutable.ImmutableArray.Create(widths))],
    };

    [Fact]
    public void The_interval_of_a_reading_holds_the_reading()
    {
        CountIntervals intervals = Calibration.OfReading([101.6f, 8, 20, 0, 12, 4, 2]);
        Assert.Equal(new CountInterval(128, 170), intervals.Total); // 147.6 cells, a fifth of a doubling to either side
        Assert.True(intervals[Lineage.A].Contains(102));
        Assert.Equal(new CountInterval(0, 0), intervals[Lineage.P]);
    }

    [Fact]
    public void The_interval_of_an_age_reaches_from_the_youngest_to_the_oldest_it_can_be()
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        var now = new ClockTime(new DevelopmentalTime(120), Spread: 0, Pace: 1, Beyond: 0);
        CountInterval total = Calibration.OfClock(course, now).Total;
        Assert.True(total.Low <= Math.Round(course.Total(new DevelopmentalTime(115))));
        Assert.True(total.High >= Math.Round(course.Total(new DevelopmentalTime(125))));
    }

    [Fact]
    public void An_age_that_is_less_sure_has_a_wider_interval()
    {
        CountInterval Total(double spread) => Calibration.OfClock(ReferenceCourse.BuiltIn, new ClockTime(new DevelopmentalTime(120), spread, 1, 0)).Total;
        Assert.True(Total(spread: 20).High - Total(spread: 20).Low > Total(spread: 1).High - Total(spread: 1).Low);
    }

    [Fact]
    public void An_interval_without_an_upper_bound_holds_any_greater_count()
    {
        CountIntervals intervals = Calibration.OfReading([101.6f, 8, 20, 0, 12, 4, 2]).WithoutUpperBounds();
        Assert.True(intervals.Total.Contains(5000));
        Assert.False(intervals.Total.Contains(100));
        Assert.Null(intervals.Total.High);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    [InlineData(200, 2)]
    [InlineData(201, 3)]
    public void A_total_belongs_to_a_stage(double total, int stage) => Assert.Equal(stage, IntervalCalibration.StageOf(total));
}
