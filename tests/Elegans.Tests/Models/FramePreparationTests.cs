using Elegans.Imaging;
using Elegans.Models;
using OpenCvSharp;

namespace Elegans.Tests.Models;

public sealed class FramePreparationTests
{
    private static readonly InputSpecification Input = new() { Width = 96, Height = 64 };

    [Fact]
    public void The_darkest_becomes_minus_one_and_the_brightest_one()
    {
        float[] prepared = Prepare(TestImages.Disc(192, 128));
        Assert.Equal(-1, prepared.Min());
        Assert.InRange(prepared.Max(), 0.95f, 1.4f);
    }

    [Fact]
    public void Brightness_and_bit_depth_make_no_difference()
    {
        float[] eight = Prepare(TestImages.Disc(192, 128, 200)), half = Prepare(TestImages.Disc(192, 128, 100));
        float[] sixteen = Prepare(TestImages.Disc(192, 128, 51_400, MatType.CV_16UC1));
        Assert.All(eight.Zip(half), pair => Assert.Equal(pair.First, pair.Second, 0.03f));
        Assert.All(eight.Zip(sixteen), pair => Assert.Equal(pair.First, pair.Second, 0.03f));
    }

    [Fact]
    public void Padding_is_as_dark_as_the_frames_own_ground()
    {
        using var lit = new Mat(128, 128, MatType.CV_8UC1, Scalar.All(60));
        Cv2.Circle(lit, new Point(64, 64), 30, Scalar.All(200), -1);
        float[] prepared = Prepare(lit.Clone());
        Assert.Equal(prepared[(32 * 96) + 17], prepared[(32 * 96) + 1]);
    }

    [Fact]
    public void An_upright_frame_is_turned_on_its_side()
    {
        using Mat lying = TestImages.Disc(192, 128), upright = new();
        Cv2.Transpose(lying, upright);
        Assert.All(Prepare(lying.Clone()).Zip(Prepare(upright.Clone())), pair => Assert.Equal(pair.First, pair.Second, 0.01f));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(12, false)]
    [InlineData(40, true)]
    public void A_frame_without_contrast_is_told(double level, bool hasContrast)
    {
        using var preparation = new FramePreparation(Input);
        using var image = new NuclearImage(TestImages.Disc(level: level));
        Assert.Equal(hasContrast, preparation.Prepare(image, new float[Input.Width * Input.Height]) >= Input.EmbryoContrast);
    }

    [Fact]
    public void A_preparation_forgets_the_frame_before()
    {
        using var preparation = new FramePreparation(Input);
        using var first = new NuclearImage(TestImages.Disc(300, 100));
        using var second = new NuclearImage(TestImages.Disc(192, 128));
        float[] reused = new float[Input.Width * Input.Height];
        preparation.Prepare(first, reused);
        preparation.Prepare(second, reused);
        Assert.Equal(Prepare(TestImages.Disc(192, 128)), reused);
    }

    private static float[] Prepare(Mat image)
    {
        using var preparation = new FramePreparation(Input);
        using var nuclear = new NuclearImage(image);
        float[] prepared = new float[Input.Width * Input.Height];
        preparation.Prepare(nuclear, prepared);
        return prepared;
    }
}
