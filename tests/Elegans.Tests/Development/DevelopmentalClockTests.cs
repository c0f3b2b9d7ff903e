using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Tests.Development;

public sealed class DevelopmentalClockTests
{
    [Theory]
    [InlineData(200, 0, 1.0)]
    [InlineData(120, 70, 1.0)] // starts late
    [InlineData(60, -5, 1.0)] // ends early
    [InlineData(100, 0, 2.0)] // half the frame rate
    [InlineData(390, 0, 0.5)] // twice the frame rate
    [InlineData(30, 0, 7.0)]
    public void The_age_is_found_within_minutes_wherever_the_movie_starts_and_however_fast_it_plays(int frames, double start, double pace)
    {
        IReadOnlyList<ClockTime> times = CourseMovie.Decode(CourseMovie.Readings(frames, start, pace));
        Assert.Equal(frames, times.Count);
        Assert.InRange(CourseMovie.MeanError(times, start, pace), 0, 4);
        Assert.InRange(times[frames / 2].Pace / pace, 0.8, 1.25);
    }

    [Fact]
    public void An_embryo_only_grows_older()
    {
        IReadOnlyList<ClockTime> times = CourseMovie.Decode(CourseMovie.Readings(200, 0, 1, error: 0.5));
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
    }

    [Fact]
    public void Black_frames_get_the_age_between_their_neighbours()
    {
        float[]?[] readings = CourseMovie.Readings(150, 20, 1);
        for (int frame = 60; frame < 90; frame++) readings[frame] = null;
        readings[0] = readings[149] = null;
        IReadOnlyList<ClockTime> times = CourseMovie.Decode(readings);
        Assert.InRange(CourseMovie.MeanError(times, 20, 1), 0, 4);
        Assert.InRange(times[75].Time.Minutes, 90, 100);
    }

    [Fact]
    public void One_wild_frame_moves_nothing()
    {
        float[]?[] readings = CourseMovie.Readings(150, 10, 1);
        IReadOnlyList<ClockTime> without = CourseMovie.Decode(readings);
        readings[40] = [230, 16, 42, 0, 27, 8, 2]; // an embryo of 325 cells among those of 50
        IReadOnlyList<ClockTime> with = CourseMovie.Decode(readings);
        Assert.All(without.Zip(with), pair => Assert.Equal(pair.First.Time.Minutes, pair.Second.Time.Minutes, 2.0));
    }

    [Fact]
    public void A_movie_that_contradicts_itself_still_gets_numbers()
    {
        float[]?[] readings = [.. CourseMovie.Readings(100, 10, 2), .. CourseMovie.Readings(100, 0, 1)];
        Assert.All(CourseMovie.Decode(readings), time => Assert.True(
            double.IsFinite(time.Time.Minutes) && double.IsFinite(time.Pace) && double.IsFinite(time.Spread)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_few_frames_are_enough_for_an_age(int frames) =>
        Assert.InRange(CourseMovie.MeanError(CourseMovie.Decode(CourseMovie.Readings(frames, 110, 1)), 110, 1), 0, 8);

    [Fact]
    public void A_known_frame_interval_steadies_a_short_movie()
    {
        double known = 0, guessed = 0;
        for (int frames = 12; frames < 20; frames++)
        {
            float[]?[] readings = CourseMovie.Readings(frames, 100, 1.15);
            known += Math.Abs(CourseMovie.Decode(readings, interval: 1)[^1].Pace - 1.15);
            guessed += Math.Abs(CourseMovie.Decode(readings)[^1].Pace - 1.15);
        }

        Assert.True(known < guessed, $"{known} and {guessed}");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1e6)]
    [InlineData(1e-6)]
    public void An_interval_that_no_embryo_can_have_still_gives_ages(double interval) =>
        Assert.All(CourseMovie.Decode(CourseMovie.Readings(60, 20, 1), interval),
            time => Assert.True(double.IsFinite(time.Time.Minutes) && double.IsFinite(time.Pace) && double.IsFinite(time.Spread)));

    [Fact]
    public void Frames_past_the_course_are_beyond_it()
    {
        float[] last = [.. FounderLineages.All.Select(lineage => (float)(ReferenceCourse.BuiltIn.Mean(lineage, ReferenceCourse.BuiltIn.Last) * 1.4))];
        float[]?[] readings = [.. CourseMovie.Readings(230, 0, 1), .. Enumerable.Repeat(last, 80)];
        IReadOnlyList<ClockTime> times = CourseMovie.Decode(readings);
        Assert.True(times[100].Beyond < 0.01);
        Assert.True(times[^1].Beyond > 0.9);
    }

    [Fact]
    public void A_long_movie_is_decoded_as_well()
    {
        IReadOnlyList<ClockTime> times = CourseMovie.Decode(CourseMovie.Readings(3890, 0, 0.06));
        Assert.Equal(3890, times.Count);
        Assert.InRange(CourseMovie.MeanError(times, 0, 0.06), 0, 4);
    }

    [Fact]
    public void Nothing_to_read_gives_no_age() => Assert.Empty(CourseMovie.Decode([null, null, null]));

    [Fact]
    public void A_normal_embryo_fits_and_one_whose_lineage_stays_behind_does_not()
    {
        var clock = new DevelopmentalClock(ReferenceCourse.BuiltIn, new ClockSettings());
        float[]?[] normal = CourseMovie.Readings(200, 0, 1), abnormal = CourseMovie.Readings(200, 0, 1);
        foreach (float[]? reading in abnormal) reading![(int)Lineage.M] = Math.Min(reading[(int)Lineage.M], 4);
        double fits = clock.Misfit(normal, clock.Decode(normal))!.Value, doesNot = clock.Misfit(abnormal, clock.Decode(abnormal))!.Value;
        Assert.InRange(fits, 0, 1);
        Assert.True(doesNot > 2 * fits, $"{fits} and {doesNot}");
    }
}
