using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Models;
using OpenCvSharp;

namespace Elegans.Tests.Models;

public sealed class InputPlacementTests
{
    private static readonly InputSpecification Input = new() { Width = 160, Height = 104 };

    [Theory]
    [InlineData(320, 208, 100, 60)]
    [InlineData(500, 208, 333, 77)]
    [InlineData(120, 90, 30, 71)]
    [InlineData(208, 320, 60, 250)]
    public void A_spot_of_a_whole_frame_is_where_its_placement_says(int width, int height, double x, double y)
    {
        using NuclearImage frame = Spot(width, height, x, y);
        AssertLands(frame, null, InputPlacement.OfWhole(Input, width, height), x, y);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(-80)]
    public void A_spot_of_an_embryo_that_is_cut_out_is_where_its_placement_says(double degrees)
    {
        var outline = new EmbryoOutline(300, 200, 110, 70, double.DegreesToRadians(degrees));
        using NuclearImage frame = Spot(600, 420, 330, 180);
        AssertLands(frame, new EmbryoView(outline, [], []), InputPlacement.OfEmbryo(outline, Input.Width, Input.Height), 330, 180);
    }

    [Fact]
    public void A_point_comes_back_from_the_input()
    {
        foreach (InputPlacement placement in new[]
        {
            InputPlacement.OfWhole(Input, 333, 222), InputPlacement.OfWhole(Input, 222, 333),
            InputPlacement.OfEmbryo(new EmbryoOutline(300, 200, 110, 70, 0.7), Input.Width, Input.Height),
        })
        {
            (double x, double y) = placement.ToInput(123, 45);
            (double backX, double backY) = placement.ToFrame(x, y);
            Assert.Equal(123, backX, 1e-9);
            Assert.Equal(45, backY, 1e-9);
        }
    }

    private static void AssertLands(NuclearImage frame, EmbryoView? view, InputPlacement placement, double x, double y)
    {
        using var preparation = new FramePreparation(Input);
        float[] input = new float[Input.PixelCount];
        _ = preparation.Prepare(frame, view, input);
        double sum = 0, across = 0, down = 0;
        for (int i = 0; i < input.Length; i++)
        {
            double light = input[i] + 1;
            (sum, across, down) = (sum + light, across + (light * (i % Input.Width)), down + (light * (i / Input.Width)));
        }

        (double expectedX, double expectedY) = placement.ToInput(x, y);
        Assert.Equal(expectedX, across / sum, 0.15);
        Assert.Equal(expectedY, down / sum, 0.15);
    }

    private static NuclearImage Spot(int width, int height, double x, double y)
    {
        var pixels = new Mat(height, width, MatType.CV_8UC1, Scalar.All(0));
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++)
                pixels.Set(row, column, (byte)(250 * Math.Exp(-(Math.Pow(column - x, 2) + Math.Pow(row - y, 2)) / (2 * 6 * 6))));
        return new NuclearImage(pixels);
    }
}
