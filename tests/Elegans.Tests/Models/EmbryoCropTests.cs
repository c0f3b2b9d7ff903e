using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Models;
using OpenCvSharp;

namespace Elegans.Tests.Models;

public sealed class EmbryoCropTests
{
    private const int Width = 192, Height = 138;
    private static readonly EmbryoOutline Level = new(300, 200, 120, 75, 0);

    [Theory]
    [InlineData(300, 200, 1, 40)]
    [InlineData(300, 200, 1, -75)]
    [InlineData(420, 260, 1, 90)]
    [InlineData(180, 150, 1.2, 10)]
    [InlineData(350, 210, 0.9, 120)]
    public void However_an_embryo_lies_its_crop_is_the_same(double x, double y, double scale, double degrees)
    {
        EmbryoOutline outline = new(x, y, scale * Level.LongHalfAxis, scale * Level.ShortHalfAxis, EmbryoOutline.Upright(double.DegreesToRadians(degrees)));
        using Mat expected = Cut(Embryo(Level, 700, 460), Level), crop = Cut(Embryo(outline, 700, 460, double.DegreesToRadians(degrees)), outline);
        // An axis has no direction: half a turn is the same embryo.
        using var turned = new Mat();
        Cv2.Flip(crop, turned, FlipMode.XY);
        Assert.InRange(Math.Min(Difference(expected, crop), Difference(expected, turned)), 0, 0.12 * Difference(expected, Flat(20)));
    }

    [Fact]
    public void The_embryos_length_takes_its_share_of_the_width()
    {
        using Mat crop = Cut(Filled(Level, 600, 400), Level);
        Assert.Equal(EmbryoCrop.LengthShare * Width, Bright(crop.Row(Height / 2)), 1.5);
        Assert.Equal(EmbryoCrop.LengthShare * Width * Level.ShortHalfAxis / Level.LongHalfAxis, Bright(crop.Col(Width / 2)), 1.5);

        static double Bright(Mat line)
        {
            using (line)
            using (Mat bright = line.GreaterThan(100)) return Cv2.CountNonZero(bright);
        }
    }

    [Fact]
    public void What_lies_beyond_the_frame_is_as_dark_as_the_ground()
    {
        EmbryoOutline atTheBorder = Level with { CentreX = 40 };
        using Mat crop = Cut(Filled(atTheBorder, 600, 400), atTheBorder);
        Assert.Equal(20, crop.At<float>(Height / 2, 2), 0.5f);
        Assert.Equal(20, crop.At<float>(2, 2), 0.5f);
        Assert.Equal(200, crop.At<float>(Height / 2, Width / 2), 0.5f);
    }

    [Fact]
    public void Other_embryos_are_as_dark_as_the_ground_and_what_is_shared_is_seen()
    {
        EmbryoOutline other = Level with { CentreX = 300, CentreY = 340 };
        Mat both = Filled(Level, 600, 500);
        Cv2.Max(both, Filled(other, 600, 500), both);
        using Mat alone = Cut(Filled(Level, 600, 500), Level), crop = Cut(both.Clone(), Level, [other]), seen = Cut(both, Level);
        Assert.InRange(Difference(alone, crop), 0, 1);
        Assert.True(Difference(alone, seen) > 5, "It would be seen otherwise.");
    }

    [Fact]
    public void Writing_is_as_dark_as_the_ground()
    {
        var box = new Rect(190, 110, 70, 30);
        Mat written = Filled(Level, 600, 400);
        Cv2.Rectangle(written, box, Scalar.All(255), -1);
        using Mat crop = Cut(written, Level, writing: [box]);
        Cv2.MinMaxLoc(crop, out _, out double brightest);
        Assert.InRange(brightest, 199, 201);
        double scale = EmbryoCrop.ScaleOf(Level, Width, Height);
        Assert.Equal(20, crop.At<float>(
            (int)Math.Round((Height / 2.0) + ((125 - Level.CentreY) * scale)), (int)Math.Round((Width / 2.0) + ((220 - Level.CentreX) * scale))), 0.5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_pattern_too_fine_for_the_crop_becomes_its_mean(int stripe)
    {
        EmbryoOutline large = new(2000, 1500, 1600, 1000, 0.3);
        const int width = 4000, height = 3000;
        var frame = new Mat(height, width, MatType.CV_8UC1, Scalar.All(0));
        for (int x = 0; x < width; x += 2 * stripe) Cv2.Rectangle(frame, new Rect(x, 0, stripe, height), Scalar.All(200), -1);
        using Mat crop = Cut(frame, large), inside = new(crop, new Rect(40, 40, 100, 60));
        Cv2.MeanStdDev(inside, out Scalar mean, out Scalar spread);
        Assert.Equal(100, mean.Val0, 0.1);
        // 100 where pixels are left out.
        Assert.InRange(spread.Val0, 0, 10);
    }

    [Fact]
    public void A_small_embryo_is_enlarged_to_the_same_picture()
    {
        EmbryoOutline small = new(90, 60, 48, 30, 0);
        using Mat crop = Cut(Filled(small, 180, 120), small), expected = Cut(Filled(Level, 600, 400), Level);
        Assert.InRange(Difference(expected, crop), 0, 6);
    }

    [Fact]
    public void Sixteen_bits_are_cut_out_as_they_are()
    {
        Mat eight = Embryo(Level, 700, 460);
        var sixteen = new Mat();
        eight.ConvertTo(sixteen, MatType.CV_16UC1, 257);
        using Mat expected = Cut(eight, Level), crop = Cut(sixteen, Level), level = new();
        crop.ConvertTo(level, MatType.CV_32FC1, 1 / 257.0);
        Assert.InRange(Difference(expected, level), 0, 0.01);
    }

    [Fact]
    public void A_crop_forgets_the_one_before()
    {
        using var cutter = new EmbryoCrop();
        using NuclearImage first = new(Filled(Level, 900, 700)), second = new(Embryo(Level, 700, 460));
        using Mat crop = new(), fresh = Cut(Embryo(Level, 700, 460), Level);
        cutter.Cut(first, new EmbryoView(Level, [Level with { CentreY = 400 }], [new Rect(250, 180, 60, 40)]), Width, Height, crop);
        cutter.Cut(second, new EmbryoView(Level, [], []), Width, Height, crop);
        Assert.Equal(0, Difference(fresh, crop));
    }

    private static Mat Cut(Mat frame, EmbryoOutline outline, ImmutableArray<EmbryoOutline>? others = null, ImmutableArray<Rect>? writing = null)
    {
        using var cutter = new EmbryoCrop();
        using var image = new NuclearImage(frame);
        var crop = new Mat();
        cutter.Cut(image, new EmbryoView(outline, others ?? [], writing ?? []), Width, Height, crop);
        Assert.Equal(new Size(Width, Height), crop.Size());
        Assert.Equal(MatType.CV_32FC1, crop.Type());
        return crop;
    }

    /// <summary>Discs in an ellipse, on a ground of 20.</summary>
    private static Mat Embryo(EmbryoOutline outline, int width, int height, double? turn = null)
    {
        var frame = new Mat(height, width, MatType.CV_8UC1, Scalar.All(20));
        (double sine, double cosine) = Math.SinCos(turn ?? outline.Angle);
        (double, double, double)[] nuclei = [(-0.7, 0.1, 200), (-0.2, -0.5, 120), (0.1, 0.5, 240), (0.5, -0.2, 160), (0.8, 0.2, 90)];
        foreach ((double along, double aside, double level) in nuclei)
        {
            double dx = along * outline.LongHalfAxis, dy = aside * outline.ShortHalfAxis;
            Cv2.Circle(
                frame,
                new Point(Math.Round(outline.CentreX + (dx * cosine) - (dy * sine)), Math.Round(outline.CentreY + (dx * sine) + (dy * cosine))),
                (int)Math.Round(0.25 * outline.ShortHalfAxis), Scalar.All(level), -1, LineTypes.AntiAlias);
        }

        return frame;
    }

    private static Mat Filled(EmbryoOutline outline, int width, int height)
    {
        var frame = new Mat(height, width, MatType.CV_8UC1, Scalar.All(20));
        Cv2.Ellipse(
            frame, new RotatedRect(
                new Point2f((float)outline.CentreX, (float)outline.CentreY),
                new Size2f((float)(2 * outline.LongHalfAxis), (float)(2 * outline.ShortHalfAxis)), (float)double.RadiansToDegrees(outline.Angle)),
            Scalar.All(200), -1);
        return frame;
    }

    private static Mat Flat(double level) => new(Height, Width, MatType.CV_32FC1, Scalar.All(level));

    /// <summary>Mean absolute difference in grey levels.</summary>
    private static double Difference(Mat one, Mat other) => Cv2.Norm(one, other, NormTypes.L1) / (Width * Height);
}
