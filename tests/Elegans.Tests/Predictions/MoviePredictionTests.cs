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
