using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Simulation.Reference;

namespace Elegans.Annotation.Tests;

public sealed class TrackAlignerTests
{
    [Fact]
    public void The_sample_movie_and_its_own_track_belong_together_at_offset_one()
    {
        AlignmentVerdict verdict = TrackAligner.Align(FrameSource.Open(Repository.SampleMovie), NucleiTracks.Sample(), TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(1, verdict.Best.Offset);
    }

    [Fact]
    public void A_track_whose_times_are_shifted_is_found_at_its_offset()
    {
        NucleiTrack track = NucleiTracks.Sample();
        var shifted = new NucleiTrack(
            "shifted", track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus => (new TimePoint(time.Value + 17), nucleus))));
        AlignmentVerdict verdict = TrackAligner.Align(FrameSource.Open(Repository.SampleMovie), shifted, TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(18, verdict.Best.Offset);
    }

    [Fact]
    public void The_track_of_another_embryo_is_refuted()
    {
        var options = new DrawingOptions { HalfLength = 118, CentreX = 160, CentreY = 115 };
        NucleiTrack other = ReferenceEmbryo.BuiltIn.Draw(new Random(77), options);
        AlignmentVerdict verdict = Align(other);
        Assert.Equal(AlignmentOutcome.DoesNotBelong, verdict.Outcome);
        Assert.Contains("neither as it is, nor scaled, cut, mirrored or turned", verdict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2")]
    public void Real_movies_and_their_tracks_belong_together_at_offset_one(string embryo)
    {
        AlignmentVerdict verdict = TrackAligner.Align(
            FrameSource.Open(Repository.RealMovie(embryo)), NucleiTracks.Real(embryo), TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(1, verdict.Best.Offset);
        Assert.InRange(verdict.Agreement, 0.95, 1);
    }

    [Theory]
    [InlineData("20080731_ceh-32_4_L1", "20080731_ceh-32_4_L2")]
    [InlineData("20071217_ceh-432x3", "20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2", "20071217_ceh-432x3")]
    public void A_real_movie_refutes_the_track_of_another_embryo(string movie, string track)
    {
        var reader = FrameSource.Open(Repository.RealMovie(movie));
        AlignmentVerdict verdict = TrackAligner.Align(reader, NucleiTracks.Real(track), TestContext.Current.CancellationToken);
        Assert.Equal(AlignmentOutcome.DoesNotBelong, verdict.Outcome);
    }

    [Theory]
    [InlineData(0, false, 0.5, "half the size")]
    [InlineData(0, true, 1, "mirrored left to right")]
    [InlineData(2, true, 1, "mirrored top to bottom")]
    [InlineData(1, false, 1, "turned by 90° clockwise")]
    [InlineData(2, false, 1, "turned by 180°")]
    [InlineData(3, true, 0.5, "half the size, mirrored left to right and turned by 90° counter-clockwise")]
    public void A_movie_that_was_scaled_turned_or_mirrored_is_recognised_and_how(int turns, bool isMirrored, double scale, string words)
    {
        AlignmentVerdict verdict = Align(Undone(NucleiTracks.Sample(), turns, isMirrored, scale, 0, 0));
        Assert.Equal(AlignmentOutcome.Belongs, verdict.Outcome);
        Assert.Equal((1, turns, isMirrored), (verdict.Best.Offset, verdict.View.QuarterTurns, verdict.View.IsMirrored));
        Assert.InRange(verdict.View.Scale / scale, 0.97, 1.03);
        Assert.Equal($"The track belongs to the movie, if the movie is {words}: frame f shows time point f + 1.", verdict.ToString());
    }

    [Theory]
    [InlineData(-20, false, 0.6, "0.60 times the size and turned by 20° counter-clockwise")]
    [InlineData(200, false, 1, "turned by 160° counter-clockwise")]
    [InlineData(35, true, 1, "mirrored left to right and turned by 35° clockwise")]
    public void A_movie_that_was_turned_by_any_angle_is_recognised_and_how(double degrees, bool isMirrored, double scale, string words)
    {
        AlignmentVerdict verdict = Align(Tilted(NucleiTracks.Sample(), degrees, isMirrored, scale));
        Assert.Equal((AlignmentOutcome.Belongs, 1), (verdict.Outcome, verdict.Best.Offset));
        Assert.InRange(Math.IEEERemainder((90 * verdict.View.QuarterTurns) + verdict.View.Degrees - degrees, 360), -2, 2);
        Assert.InRange(verdict.View.Scale / scale, 0.97, 1.03);
        // The angle in words is whole: one that is off by one is as good.
        string number = string.Concat(words.SkipWhile(letter => letter != 'b').Where(char.IsDigit));
        Assert.Matches(
            $"^The track belongs to the movie, if the movie is {words.Replace($"{number}°", "[0-9]+°", StringComparison.Ordinal)}: frame f shows time point",
            verdict.ToString());
    }

    [Fact]
    public void A_real_movie_that_was_turned_is_recognised()
    {
        const string embryo = "20071217_ceh-432x3";
        AlignmentVerdict verdict = TrackAligner.Align(
            FrameSource.Open(Repository.RealMovie(embryo)), Tilted(NucleiTracks.Real(embryo), 37, false, 0.8), TestContext.Current.CancellationToken);
        Assert.Equal((AlignmentOutcome.Belongs, 1), (verdict.Outcome, verdict.Best.Offset));
        Assert.InRange((90 * verdict.View.QuarterTurns) + verdict.View.Degrees, 35, 39);
    }

    [Fact]
    public void A_movie_that_was_cut_and_scaled_is_recognised_with_the_place_of_its_corner()
    {
        AlignmentVerdict verdict = Align(Undone(NucleiTracks.Sample(), 0, false, 0.7, -60, 25));
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.InRange(verdict.View.Scale, 0.68, 0.72);
        Assert.InRange(verdict.View.ShiftX, -66, -54);
        Assert.InRange(verdict.View.ShiftY, 19, 31);
        Assert.Contains("0.70 times the size and cut", verdict.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_movie_shows_nothing_like_the_track_it_is_not_refuted_but_cannot_be_told()
    {
        // Specks all over a wide field, other ones at every time point: there is no embryo in them.
        var random = new Random(5);
        var specks = new NucleiTrack("specks", NucleiTracks.Sample().TimePoints.SelectMany(time => Enumerable.Range(0, 60).Select(i =>
            (time, new Nucleus($"AB{i}", random.Next(900), random.Next(700), random.Next(30), 3, 0)))));
        AlignmentVerdict verdict = Align(specks);
        Assert.Equal(AlignmentOutcome.CannotTell, verdict.Outcome);
        Assert.StartsWith("Cannot tell whether the track belongs to the movie; the movie may be scaled, turned", verdict.ToString(), StringComparison.Ordinal);
    }

    private static AlignmentVerdict Align(NucleiTrack track) =>
        TrackAligner.Align(FrameSource.Open(Repository.SampleMovie), track, TestContext.Current.CancellationToken);

    /// <summary>The track of a picture that was mirrored left to right where so asked, turned clockwise, and scaled.</summary>
    private static NucleiTrack Tilted(NucleiTrack track, double degrees, bool isMirrored, double scale)
    {
        (double sine, double cosine) = Math.SinCos(double.DegreesToRadians(-degrees));
        return new NucleiTrack("tilted", track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus =>
        {
            double x = (nucleus.X * cosine) - (nucleus.Y * sine), y = (nucleus.X * sine) + (nucleus.Y * cosine);
            if (isMirrored) x = -x;
            return (time, nucleus with { X = (float)((x / scale) + 900), Y = (float)((y / scale) + 900), Diameter = (float)(nucleus.Diameter / scale) });
        })));
    }

    /// <summary>The track of a picture from which the sample movie was made by mirroring, turning, scaling and cutting.</summary>
    private static NucleiTrack Undone(NucleiTrack track, int turns, bool isMirrored, double scale, double shiftX, double shiftY)
    {
        const float width = 320, height = 232;
        return new NucleiTrack("undone", track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus =>
        {
            (float x, float y) = turns switch
            {
                0 => (nucleus.X, nucleus.Y),
                1 => (nucleus.Y, width - nucleus.X),
                2 => (width - nucleus.X, height - nucleus.Y),
                _ => (height - nucleus.Y, nucleus.X),
            };
            if (isMirrored) x = (turns % 2 == 0 ? width : height) - x;
            return (time, nucleus with { X = (float)((x - shiftX) / scale), Y = (float)((y - shiftY) / scale), Diameter = (float)(nucleus.Diameter / scale) });
        })));
    }
}
