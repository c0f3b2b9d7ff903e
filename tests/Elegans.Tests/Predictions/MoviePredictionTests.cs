using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tests.Development;

namespace Elegans.Tests.Predictions;

public sealed class MoviePredictionTests
{
    private static readonly ModelCard Card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName)) with { MaxMisfit = 1.2 };

    [Fact]
    public void Counts_come_from_the_course_at_the_age_found()
    {
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames(CourseMovie.Readings(150, 20, 1)), Card);
        Assert.True(prediction.UsesClock);
        Assert.False(prediction.IsAbnormal);
        Assert.All(prediction, frame => Assert.Equal(ReferenceCourse.BuiltIn.CountsAt(frame.Clock!.Value.Time), frame.Counts));
    }

    [Fact]
    public void Where_frames_persistently_disagree_with_the_course_each_stands_for_itself()
    {
        float[]?[] readings = CourseMovie.Readings(200, 0, 1);
        foreach (float[]? reading in readings) reading![(int)Lineage.M] = Math.Min(reading[(int)Lineage.M], 2);
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames(readings), Card);
        Assert.True(prediction.IsAbnormal);
        Assert.False(prediction.UsesClock);
        Assert.Equal(2, prediction[150][Lineage.M]);
        Assert.Null(prediction[150].Clock);
    }

    [Fact]
    public void Where_the_total_grows_as_in_no_normal_embryo_the_clock_is_given_up_and_intervals_are_wider_from_there_on()
    {
        float[]?[] readings = [.. CourseMovie.Readings(90, 0, 1), .. Enumerable.Repeat(CourseMovie.Readings(90, 0, 1)[^1], 90)];
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames(readings), Card with { MaxMisfit = null });
        Assert.True(prediction.IsAbnormal);
        Assert.False(prediction.UsesClock);
        int from = prediction.Deviation!.From.Value;
        Assert.All(prediction.Take(from), frame => Assert.Null(frame.Deviation));
        Assert.All(prediction.Skip(from), frame => Assert.Equal(Deviation.FewerCells, frame.Deviation));
        CountInterval before = prediction[from - 1].Intervals![Lineage.M]!.Value, after = prediction[from].Intervals![Lineage.M]!.Value;
        Assert.True(after.High - after.Low > before.High - before.Low);
        Assert.Equal(prediction[from].Total, prediction[from].Measured!.Value.Cells);
        // What is expected is what the embryo promised before, and not what the clock makes of a standstill.
        GrowthDeviation deviation = prediction.Deviation;
        Assert.True(prediction.Departure > prediction.DepartureLimit);
        Assert.Null(MoviePrediction.FrameByFrame(CourseMovie.Frames(readings), Card with { Growth = null }).Departure);
        Assert.InRange(prediction[deviation.Worst.Value].Expected!.Value.Total / deviation.Expected, 0.9, 1.1);
        Assert.True(prediction[^1].Expected!.Value.Total > 1.3 * prediction[^1].Total);
        Assert.Equal(prediction.Deviation, MoviePrediction.FrameByFrame(CourseMovie.Frames(readings), Card).Deviation); // without the clock too
    }

    [Fact]
    public void After_an_alarm_no_interval_is_narrower_than_a_normal_embryos()
    {
        IReadOnlyList<FrameReading> frames = CourseMovie.Frames(
            [.. CourseMovie.Readings(90, 0, 1), .. Enumerable.Repeat(CourseMovie.Readings(90, 0, 1)[^1], 90)]);
        GrowthCalibration narrow = Card.Growth! with { Doublings = [.. new double?[FounderLineages.Count + 1].Select(_ => (double?)0)] };
        MoviePrediction prediction = MoviePrediction.FrameByFrame(frames, Card with { Growth = narrow });
        MoviePrediction normal = MoviePrediction.FrameByFrame(frames, Card with { Growth = null });
        Assert.NotNull(prediction[^1].Deviation);
        Assert.Null(normal[^1].Deviation);
        Assert.Equal(normal.Select(frame => frame.Intervals), prediction.Select(frame => frame.Intervals));
    }

    [Fact]
    public void With_the_clock_the_total_of_each_frame_alone_is_still_told()
    {
        float[]?[] readings = CourseMovie.Readings(150, 20, 1);
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames(readings), Card);
        Assert.Null(prediction.Deviation);
        Assert.All(prediction, frame => Assert.Equal(frame.Counts, frame.Expected));
        Assert.Equal(LineageCounts.Round(readings[70]!).Total, prediction[70].Measured!.Value.Cells);
        Assert.True(prediction[70].Measured!.Value.Interval!.Value.Contains(prediction[70].Measured!.Value.Cells));
    }

    [Fact]
    public void Frames_that_show_a_part_of_the_embryo_do_not_make_it_abnormal()
    {
        FrameReading[] readings = [.. CourseMovie.Frames([.. CourseMovie.Readings(90, 0, 1), .. Enumerable.Repeat(CourseMovie.Readings(90, 0, 1)[^1], 90)])
            .Select(reading => reading.Frame.Value >= 90 ? reading with { Status = FrameStatus.CutOff } : reading)];
        Assert.Null(MoviePrediction.Of(readings, Card).Deviation);
    }

    [Fact]
    public void A_frame_without_an_embryo_has_no_counts_and_no_age()
    {
        float[]?[] readings = CourseMovie.Readings(50, 50, 1);
        readings[20] = null;
        FramePrediction frame = MoviePrediction.Of(CourseMovie.Frames(readings), Card)[20];
        Assert.Equal(FrameStatus.NoEmbryo, frame.Status);
        Assert.Null(frame.Counts);
        Assert.Null(frame.Intervals);
        Assert.Null(frame.Clock);
    }

    [Fact]
    public void A_movie_without_any_embryo_is_no_error() =>
        Assert.All(MoviePrediction.Of(CourseMovie.Frames([null, null]), Card), frame => Assert.Equal(FrameStatus.NoEmbryo, frame.Status));

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void An_embryo_past_the_course_does_not_come_back_however_its_readings_fall(double pace)
    {
        // What the network reads of an embryo that folds: some 350 cells, then fewer and fewer.
        float[] late = [.. FounderLineages.All.Select(lineage => (float)(ReferenceCourse.BuiltIn.Mean(lineage, ReferenceCourse.BuiltIn.Last) * 0.95))];
        int ends = (int)(230 / pace), more = (int)(150 / pace);
        float[]?[] readings = [.. CourseMovie.Readings(ends, 0, pace), .. Enumerable.Range(0, more)
            .Select(frame => late.Select(cells => cells * (1 - (0.4f * frame / more))).ToArray())];
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames(readings), Card);
        Assert.True(prediction.UsesClock);
        int first = prediction.Select((frame, number) => (frame.Status, number)).First(frame => frame.Status == FrameStatus.BeyondRange).number;
        Assert.InRange(first * pace, 215, 265);
        Assert.All(prediction.Skip(first), frame => Assert.Equal(FrameStatus.BeyondRange, frame.Status));
        Assert.All(prediction.Skip(first), frame => Assert.Null(frame.Intervals?.Total?.High));
    }

    [Fact]
    public void Past_the_course_counts_are_lower_bounds()
    {
        float[] last = [.. FounderLineages.All.Select(lineage => (float)(ReferenceCourse.BuiltIn.Mean(lineage, ReferenceCourse.BuiltIn.Last) * 1.4))];
        MoviePrediction prediction = MoviePrediction.Of(CourseMovie.Frames([.. CourseMovie.Readings(230, 0, 1), .. Enumerable.Repeat(last, 80)]), Card);
        Assert.Equal(FrameStatus.BeyondRange, prediction[^1].Status);
        Assert.InRange(prediction[^1].Total!.Value, 350, 400);
        Assert.Null(prediction[^1].Intervals?.Total?.High);
    }
}
