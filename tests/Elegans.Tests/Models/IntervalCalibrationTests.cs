using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Tests.Models;

public sealed class IntervalCalibrationTests
{
    private static readonly IntervalCalibration Calibration = new()
    {
        Doublings = [.. Enumerable.Repeat(Widths(0.2), 4)],
        Minutes = [.. Enumerable.Repeat(Widths(5), 4)],
    };

    private static ImmutableArray<double?> Widths(double? width) => [.. Enumerable.Repeat(width, FounderLineages.Count + 1)];

    [Fact]
    public void The_interval_of_a_reading_holds_the_reading()
    {
        CountIntervals intervals = Calibration.OfReading([101.6f, 8, 20, 0, 12, 4, 2]);
        Assert.Equal(new CountInterval(128, 170), intervals.Total); // 147.6 cells, a fifth of a doubling to either side
        Assert.True(intervals[Lineage.A]!.Value.Contains(102));
        Assert.Equal(new CountInterval(0, 0), intervals[Lineage.P]);
    }

    [Fact]
    public void The_interval_of_an_age_reaches_from_the_youngest_to_the_oldest_it_can_be()
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        var now = new ClockTime(new DevelopmentalTime(120), Spread: 0, Pace: 1, Beyond: 0);
        CountInterval total = Calibration.OfClock(course, now).Total!.Value;
        Assert.True(total.Low <= Math.Round(course.Total(new DevelopmentalTime(115))));
        Assert.True(total.High >= Math.Round(course.Total(new DevelopmentalTime(125))));
    }

    [Fact]
    public void An_age_that_is_less_sure_has_a_wider_interval()
    {
        CountInterval Total(double spread) => Calibration.OfClock(
            ReferenceCourse.BuiltIn, new ClockTime(new DevelopmentalTime(120), spread, 1, 0)).Total!.Value;
        Assert.True(Total(spread: 20).High - Total(spread: 20).Low > Total(spread: 1).High - Total(spread: 1).Low);
    }

    [Fact]
    public void An_interval_without_an_upper_bound_holds_any_greater_count()
    {
        CountIntervals intervals = Calibration.OfReading([101.6f, 8, 20, 0, 12, 4, 2]).WithoutUpperBounds();
        CountInterval total = intervals.Total!.Value;
        Assert.True(total.Contains(5000));
        Assert.False(total.Contains(100));
        Assert.Null(total.High);
    }

    [Fact]
    public void A_stage_that_calibration_never_saw_has_no_interval_and_its_fields_are_empty()
    {
        IntervalCalibration partly = Calibration with
        {
            Doublings = Calibration.Doublings.SetItem(3, Widths(null)),
            Minutes = Calibration.Minutes.SetItem(3, Widths(null).SetItem(0, 5)),
        };
        ImmutableArray<float> late = [200, 20, 48, 0, 24, 8, 2];
        CountIntervals read = partly.OfReading(late);
        Assert.Null(read.Total);
        Assert.All(FounderLineages.All, lineage => Assert.Null(read[lineage]));
        Assert.Null(read.WithoutUpperBounds().Total);
        ClockTime time = new(ReferenceCourse.BuiltIn.Last, Spread: 0, Pace: 1, Beyond: 0);
        CountIntervals aged = partly.OfClock(ReferenceCourse.BuiltIn, time);
        Assert.NotNull(aged[Lineage.A]);
        Assert.Null(aged.Total);

        FramePrediction[] frames =
        [
            FramePrediction.Of(new FrameReading(new FrameIndex(0), FrameStatus.Ok, late), partly),
            FramePrediction.Of(new FrameReading(new FrameIndex(1), FrameStatus.Ok, late), time, ReferenceCourse.BuiltIn, partly),
        ];
        using var csv = new StringWriter();
        CountTable.WriteCsv(csv, frames, CountColumns.Intervals);
        string[] rows = csv.ToString().Split('\n');
        Assert.StartsWith("0,200,20,48,0,24,8,2,302,,,,,ok,,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(new string(',', 14), rows[1], StringComparison.Ordinal);
        using var json = new MemoryStream();
        CountTable.WriteJson(json, "a.mov", "m", frames);
        Assert.Contains("\"total\": null", System.Text.Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        IReadOnlyList<FramePrediction> again = CountTableReader.Read(folder.Write("counts.csv", csv.ToString()));
        Assert.Null(again[0].Intervals);
        Assert.Equal(frames[1].Intervals, again[1].Intervals);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    [InlineData(200, 2)]
    [InlineData(201, 3)]
    public void A_total_belongs_to_a_stage(double total, int stage) => Assert.Equal(stage, IntervalCalibration.StageOf(total));
}
