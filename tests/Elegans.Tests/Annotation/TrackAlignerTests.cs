using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Simulation.Reference;

namespace Elegans.Tests.Annotation;

public sealed class TrackAlignerTests
{
    [Fact]
    public void The_sample_movie_and_its_own_track_belong_together_at_offset_one()
    {
        AlignmentVerdict verdict = TrackAligner.Align(MovieReader.Open(Repository.SampleMovie), NucleiTracks.Sample(), TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(1, verdict.Best.Offset);
    }

    [Fact]
    public void A_track_whose_times_are_shifted_is_found_at_its_offset()
    {
        NucleiTrack track = NucleiTracks.Sample();
        var shifted = new NucleiTrack("shifted", track.TimePoints.SelectMany(time => track.NucleiAt(time).Select(nucleus => (new TimePoint(time.Value + 17), nucleus))));
        AlignmentVerdict verdict = TrackAligner.Align(MovieReader.Open(Repository.SampleMovie), shifted, TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(18, verdict.Best.Offset);
    }

    [Fact]
    public void The_track_of_another_embryo_is_refuted()
    {
        var options = new DrawingOptions { HalfLength = 118, CentreX = 160, CentreY = 115 };
        NucleiTrack other = ReferenceEmbryo.BuiltIn.Draw(new Random(77), options);
        Assert.False(TrackAligner.Align(MovieReader.Open(Repository.SampleMovie), other, TestContext.Current.CancellationToken).Holds);
    }

    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2")]
    public void Real_movies_and_their_tracks_belong_together_at_offset_one(string embryo)
    {
        AlignmentVerdict verdict = TrackAligner.Align(MovieReader.Open(Repository.RealMovie(embryo)), NucleiTracks.Real(embryo), TestContext.Current.CancellationToken);
        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(1, verdict.Best.Offset);
        Assert.InRange(verdict.Agreement, 0.95, 1);
    }

    [Theory]
    [InlineData("20080731_ceh-32_4_L1", "20080731_ceh-32_4_L2")]
    [InlineData("20071217_ceh-432x3", "20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2", "20071217_ceh-432x3")]
    public void A_real_movie_refutes_the_track_of_another_embryo(string movie, string track) =>
        Assert.False(TrackAligner.Align(MovieReader.Open(Repository.RealMovie(movie)), NucleiTracks.Real(track), TestContext.Current.CancellationToken).Holds);
}
