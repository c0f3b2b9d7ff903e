using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Lineages;

namespace Elegans.Annotation.Tests;

public sealed class FrameAlignmentTests
{
    [Fact]
    public void In_EPICs_movies_frame_f_shows_time_point_f_plus_one()
    {
        Assert.Equal(new TimePoint(1), FrameAlignment.Epic.TimePointIn(new FrameIndex(0)));
        Assert.Equal(new FrameIndex(129), FrameAlignment.Epic.FrameShowing(new TimePoint(130)));
    }

    [Fact]
    public void A_frame_before_the_first_time_point_shows_none() =>
        Assert.Null(new FrameAlignment(-3).TimePointIn(new FrameIndex(3)));

    [Fact]
    public void A_time_point_before_the_movie_is_on_no_frame() =>
        Assert.Null(new FrameAlignment(5).FrameShowing(new TimePoint(4)));

    [Fact]
    public void Frames_count_from_zero_and_time_points_from_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameIndex(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimePoint(0));
    }

    [Fact]
    public void Labels_of_a_track_that_starts_late_start_late()
    {
        var track = new NucleiTrack("late", [(new TimePoint(4), new Nucleus("ABa", 0, 0, 0, 1, 0))]);
        Assert.Equal(new FrameIndex(3), Assert.Single(track.Labels(FrameAlignment.Epic)).Frame);
    }
}
