using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Tests;

public sealed class EmbryoRendererTests
{
    private static readonly TimePoint First = new(1);

    private static Microscope Plain => new MicroscopeRanges().With("Specks=0").With("Mottling=0").With("ReadNoise=0").With("ShotNoise=0").With("Speckle=0")
        .With("Haze=0").With("Glow=0")
        .With("ReporterBleed=0").With("BlackLevel=0").With("Gamma=1").With("CompressionQuality=101").With("RadiusShare=1").With("RadiusVariation=0")
            .With("Blur=0.3").With("EarlyExposure=200").With("LateExposure=200")
        .With("NearBrightness=1").With("FarBrightness=1").With("CentreBrightness=1").With("NucleusVariation=0").With("MitosisDuration=0")
        .With("PolarBodies=0").With("ProphaseDuration=0").Draw(new Random(1));

    [Theory]
    [InlineData(60, 40)]
    [InlineData(143, 97.5)]
    public void A_nucleus_lands_where_its_track_says(double x, double y)
    {
        using NuclearImage frame = Render(TrackOf(("ABa", x, y, 30)), View.OfTrack(200, 140), Plain);
        (double mean, double along) = Centroid(frame);
        Assert.Equal(x, mean, 0.5);
        Assert.Equal(y, along, 0.5);
    }

    [Fact]
    public void A_nucleus_is_as_large_as_its_track_says()
    {
        // The second half axis is drawn up to 15 % shorter, as nuclei are not round; the area at half brightness follows.
        using NuclearImage frame = Render(TrackOf(("ABa", 100, 70, 40)), View.OfTrack(200, 140), Plain);
        byte[] pixels = MatSpans.Of<byte>(frame.Pixels).ToArray();
        double area = pixels.Count(pixel => pixel > pixels.Max() / 2.0), round = Math.PI * 20 * 20;
        Assert.InRange(area / round, 0.83, 1.03);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_turned_and_mirrored_view_moves_nuclei_as_it_says(bool mirrored)
    {
        NucleiTrack track = TrackOf(("ABa", 150, 70, 20));
        var view = new View(200, 140, Scale: 0.8, Angle: 0.6, mirrored, Stretch: 1.05, FromX: 100, FromY: 70, ToX: 90, ToY: 60);
        using NuclearImage frame = Render(track, view, Plain);
        (double x, double y) = Centroid(frame);
        double along = 50 * 0.8 * 1.05 * (mirrored ? -1 : 1);
        Assert.Equal(90 + (along * Math.Cos(0.6)), x, 0.5);
        Assert.Equal(60 + (along * Math.Sin(0.6)), y, 0.5);
    }

    [Fact]
    public void Every_nucleus_of_a_young_embryo_shows_as_a_spot_of_its_own()
    {
        NucleiTrack track = TrackOf(("ABa", 40, 70, 24), ("ABp", 90, 40, 24), ("EMS", 90, 100, 24), ("P2", 150, 70, 24));
        using NuclearImage frame = Render(track, View.OfTrack(200, 140), Plain);
        using var bright = new OpenCvSharp.Mat();
        OpenCvSharp.Cv2.Threshold(frame.Pixels, bright, 25, 255, OpenCvSharp.ThresholdTypes.Binary);
        using var labels = new OpenCvSharp.Mat();
        Assert.Equal(4, OpenCvSharp.Cv2.ConnectedComponents(bright, labels) - 1);
    }

    [Fact]
    public void Overlapping_nuclei_keep_the_brighter_as_a_maximum_projection_does()
    {
        using NuclearImage one = Render(TrackOf(("ABa", 100, 70, 30)), View.OfTrack(200, 140), Plain);
        using NuclearImage two = Render(TrackOf(("ABa", 100, 70, 30), ("ABp", 100, 70, 30)), View.OfTrack(200, 140), Plain);
        Assert.Equal(MatSpans.Of<byte>(one.Pixels).ToArray().Max(), MatSpans.Of<byte>(two.Pixels).ToArray().Max());
    }

    [Fact]
    public void Polar_bodies_are_small_stay_under_the_shell_through_a_movie_and_fade()
    {
        NucleiTrack track = ReferenceEmbryo.BuiltIn.Draw(new Random(3), new DrawingOptions());
        var renderer = new EmbryoRenderer(track);
        Microscope microscope = Plain with { PolarBodies = 3, PolarBodyRadius = 0.08f, PolarBodyBrightness = 1 };
        EmbryoOutline shell = renderer.OutlineIn(View.OfTrack(1, 1));
        PolarBody[][] seen = [.. track.TimePoints.Select(time => renderer.PolarBodiesAt(time, microscope).ToArray())];
        Assert.Equal(3, seen[0].Length);
        Assert.Empty(seen[^1]);
        Assert.All(seen.SelectMany(bodies => bodies), body =>
        {
            Assert.True(shell.Contains(body.X, body.Y));
            Assert.InRange(body.Radius / shell.ShortHalfAxis, 0.05, 0.11);
        });
        Assert.All(seen[0].Zip(seen[1]), pair => Assert.InRange(
            Math.Sqrt(Math.Pow(pair.First.X - pair.Second.X, 2) + Math.Pow(pair.First.Y - pair.Second.Y, 2)) / shell.LongHalfAxis, 0, 0.03));
    }

    [Fact]
    public void A_nucleus_is_mottled_before_it_divides_and_not_long_before()
    {
        NucleiTrack track = new("test", Enumerable.Range(1, 12).Select(time => (new TimePoint(time), Nucleus("ABa", 100)))
            .Concat([(new TimePoint(13), Nucleus("ABal", 80)), (new TimePoint(13), Nucleus("ABar", 120))]));
        var renderer = new EmbryoRenderer(track);
        Microscope microscope = Plain with { ProphaseDuration = 4, ProphaseMottling = 0.3f };
        double before = SpreadAt(11), longBefore = SpreadAt(3);
        Assert.True(before > 3 * longBefore, $"{before} {longBefore}");

        double SpreadAt(int time)
        {
            using NuclearImage frame = renderer.Render(new TimePoint(time), View.OfTrack(200, 140), microscope, new Random(1));
            using var inside = new OpenCvSharp.Mat(frame.Pixels, new OpenCvSharp.Rect(96, 66, 8, 8));
            OpenCvSharp.Cv2.MeanStdDev(inside, out _, out OpenCvSharp.Scalar spread);
            return spread.Val0;
        }

        static Nucleus Nucleus(string cell, float x) => new(cell, x, 70, 10, 40, 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_frame_and_another_seed_another()
    {
        byte[] first = NoisyFrame(5), again = NoisyFrame(5), other = NoisyFrame(6);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_time_point_that_is_not_annotated_cannot_be_rendered()
    {
        var renderer = new EmbryoRenderer(TrackOf(("ABa", 100, 70, 30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => renderer.Render(new TimePoint(9), View.OfTrack(200, 140), Plain, new Random(1)));
    }

    [Theory]
    [InlineData("Blur=1", 1, 1)]
    [InlineData("readnoise=0..2.5", 0, 2.5)]
    public void A_range_can_be_set_by_its_name(string setting, double low, double high)
    {
        string name = setting.Split('=')[0];
        Assert.Equal(new ParameterRange(low, high), MicroscopeRangesByName.Describe(new MicroscopeRanges().With(setting))
            .Single(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Range);
    }

    [Theory]
    [InlineData("Blurr=1")]
    [InlineData("Blur")]
    [InlineData("Blur=wide")]
    [InlineData("Blur=3..1")]
    public void A_range_that_makes_no_sense_is_refused(string setting) => Assert.Throws<FormatException>(() => new MicroscopeRanges().With(setting));

    private static NucleiTrack TrackOf(params (string Cell, double X, double Y, double Diameter)[] nuclei) =>
        new("test", nuclei.Select(n => (First, new Nucleus(n.Cell, (float)n.X, (float)n.Y, 10, (float)n.Diameter, 0))));

    private static NuclearImage Render(NucleiTrack track, View view, Microscope microscope) =>
        new EmbryoRenderer(track).Render(First, view, microscope, new Random(1));

    private static byte[] NoisyFrame(int seed)
    {
        var random = new Random(seed);
        var renderer = new EmbryoRenderer(TrackOf(("ABa", 100, 70, 30), ("P1", 40, 70, 30)));
        using NuclearImage frame = renderer.Render(First, renderer.DrawView(new ViewRanges(), random), new MicroscopeRanges().Draw(random), random);
        return MatSpans.Of<byte>(frame.Pixels).ToArray();
    }

    private static (double X, double Y) Centroid(NuclearImage frame)
    {
        byte[] pixels = MatSpans.Of<byte>(frame.Pixels).ToArray();
        double sum = pixels.Sum(pixel => (double)pixel);
        return (pixels.Select((pixel, i) => pixel * (double)(i % frame.Width)).Sum() / sum, pixels.Select((pixel, i) => pixel * (double)(i / frame.Width))
            .Sum() / sum);
    }
}
