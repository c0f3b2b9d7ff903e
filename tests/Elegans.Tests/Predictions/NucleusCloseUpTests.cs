using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using OpenCvSharp;

namespace Elegans.Tests.Predictions;

public sealed class NucleusCloseUpTests
{
    private static readonly InputSpecification Input = new() { Width = 160, Height = 104 };
    private static readonly NucleusMapLayout Layout = new(Input);

    /// <summary>What the network says of a place where nothing is.</summary>
    private const float Faint = -9;

    [Theory]
    [InlineData(4, 1)]
    [InlineData(24, 1)]
    [InlineData(60, 1.5)]
    [InlineData(150, 1.75)]
    [InlineData(350, 2.25)]
    [InlineData(9999, 2.5)]
    public void The_more_cells_the_more_an_embryo_is_enlarged(double cells, double factor) => Assert.Equal(factor, NucleusCloseUp.FactorFor(cells));

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(350)]
    public void Each_bright_spot_is_found_once_whichever_tiles_show_it(double cells)
    {
        (int X, int Y)[] spots = [.. from x in Enumerable.Range(0, 9) from y in Enumerable.Range(0, 6) select (40 + (68 * x), 30 + (68 * y))];
        using var pixels = new Mat(416, 640, MatType.CV_8UC1, Scalar.All(0));
        foreach ((int x, int y) in spots) Cv2.Circle(pixels, new Point(x, y), 9, Scalar.All(255), -1);
        Cv2.GaussianBlur(pixels, pixels, new Size(0, 0), 4);
        using var frame = new NuclearImage(pixels.Clone());
        using var closeUp = new NucleusCloseUp(Input, BrightestAreNuclei);
        (var nuclei, double counted) = closeUp.Find(frame, view: null, cells);
        Assert.Equal(spots.Order(), nuclei.Select(nucleus => (OnGrid(nucleus.X, 40), OnGrid(nucleus.Y, 30))).Order());
        Assert.All(nuclei, nucleus => Assert.Contains(spots, spot => Math.Abs(spot.X - nucleus.X) < 3 && Math.Abs(spot.Y - nucleus.Y) < 3));
        Assert.Equal(Layout.Width * Layout.Height * Math.Log(1 + Math.Exp(Faint)), counted, 0.001); // each place of the plain map once, tiles or not

        static int OnGrid(double place, int first) => ((int)Math.Round((place - first) / 68) * 68) + first;
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 2)]
    public void Two_peaks_within_a_third_of_a_diameter_are_one_nucleus(double diametersApart, int nuclei)
    {
        using var frame = new NuclearImage(new Mat(Input.Height, Input.Width, MatType.CV_8UC1, Scalar.All(20)));
        const double Diameter = 20;
        using var closeUp = new NucleusCloseUp(Input, (_, count) =>
        {
            float[] maps = Dark(count);
            foreach (int x in (int[])[30, 30 + (int)(diametersApart * Diameter / 2)])
            {
                maps[Layout.IndexOf(NucleusMap.Centre, x, 25)] = 5;
                maps[Layout.IndexOf(NucleusMap.Diameter, x, 25)] = (float)Math.Log2(Diameter);
            }

            return maps;
        });
        Assert.Equal(nuclei, closeUp.Find(frame, view: null, 4).Nuclei.Length);
    }

    private static float[] Dark(int tiles)
    {
        float[] maps = new float[tiles * Layout.Length];
        Array.Fill(maps, Faint);
        return maps;
    }

    /// <summary>A network that takes every bright place for a nucleus.</summary>
    private static float[] BrightestAreNuclei(Memory<float> tiles, int count)
    {
        float[] maps = Dark(count);
        for (int tile = 0; tile < count; tile++)
        {
            Span<float> map = maps.AsSpan(tile * Layout.Length, Layout.Length);
            ReadOnlySpan<float> light = tiles.Span.Slice(tile * Input.PixelCount, Input.PixelCount);
            for (int y = 0; y < Layout.Height; y++)
            {
                for (int x = 0; x < Layout.Width; x++)
                {
                    float here = 0;
                    for (int i = 0; i < 4; i++) here += light[(((2 * y) + (i / 2)) * Input.Width) + (2 * x) + (i % 2)] / 4;
                    map[Layout.IndexOf(NucleusMap.Centre, x, y)] = (8 * here) + 1;
                    map[Layout.IndexOf(NucleusMap.Diameter, x, y)] = 3;
                }
            }
        }

        return maps;
    }
}
