using Elegans.Embryos;
using OpenCvSharp;

namespace Elegans.Tests.Embryos;

public sealed class CoarseLightTests
{
    private static readonly EmbryoOutline Left = new(150, 100, 80, 50, 0), Right = new(450, 100, 80, 50, 0);

    [Fact]
    public void Outlines_that_hold_all_light_leave_none_outside() => Assert.Equal(0, Lit(Left, Right).ShareOutside([Left, Right]), 3);

    [Fact]
    public void Half_of_the_light_is_outside_where_one_of_two_embryos_was_found() => Assert.Equal(0.5, Lit(Left, Right).ShareOutside([Left]), 0.05);

    [Fact]
    public void Haze_is_no_light()
    {
        using var light = new Mat(100, 300, MatType.CV_32FC1, Scalar.All(0.1));
        Draw(light, Left, 1);
        Assert.Equal(0, new CoarseLight(light, 600, 200).ShareOutside([Left]), 3);
    }

    [Fact]
    public void Light_spans_the_frame_from_its_first_to_its_last_bright_cell()
    {
        Assert.Equal((450 + 80 - (150 - 80)) / 600.0, Lit(Left, Right).Span(), 0.04);
        Assert.Equal(100 / 200.0, Lit(Left).Span(), 0.06); // its breadth takes more of the height than its length of the width
    }

    [Fact]
    public void A_black_frame_has_nothing_outside_and_spans_nothing()
    {
        using var black = new Mat(100, 300, MatType.CV_32FC1, Scalar.All(0));
        var light = new CoarseLight(black, 600, 200);
        Assert.Equal((0.0, 0.0), (light.ShareOutside([]), light.Span()));
    }

    /// <summary>A frame of 600 × 200 pixels, reduced by half, with embryos evenly bright.</summary>
    private static CoarseLight Lit(params EmbryoOutline[] embryos)
    {
        using var light = new Mat(100, 300, MatType.CV_32FC1, Scalar.All(0));
        foreach (EmbryoOutline embryo in embryos) Draw(light, embryo, 1);
        return new CoarseLight(light, 600, 200);
    }

    private static void Draw(Mat light, EmbryoOutline embryo, double level) => Cv2.Ellipse(
        light, new RotatedRect(
            new Point2f((float)embryo.CentreX / 2, (float)embryo.CentreY / 2), new Size2f((float)embryo.LongHalfAxis, (float)embryo.ShortHalfAxis), 0),
        Scalar.All(level), -1);
}
