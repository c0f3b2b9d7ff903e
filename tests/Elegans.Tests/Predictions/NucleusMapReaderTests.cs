using System.Collections.Immutable;
using Elegans.Models;
using Elegans.Predictions;

namespace Elegans.Tests.Predictions;

public sealed class NucleusMapReaderTests
{
    private static readonly InputSpecification Input = new() { Width = 160, Height = 104 };
    private static readonly NucleusMapLayout Layout = new(Input);
    private readonly float[] maps = new float[Layout.Length];

    public NucleusMapReaderTests()
    {
        foreach (NucleusMap map in Enum.GetValues<NucleusMap>())
            for (int y = 0; y < Layout.Height; y++)
                for (int x = 0; x < Layout.Width; x++) maps[Layout.IndexOf(map, x, y)] = -9;
    }

    [Fact]
    public void A_nucleus_is_found_between_cells_with_its_diameter_and_division_in_pixels_of_the_frame()
    {
        // A frame twice as large as the input: cell 20.3 is pixel 41.1 of the input, and 82.7 of the frame.
        AddPeak(NucleusMap.Centre, 20.3, 15.8, 3);
        Set(NucleusMap.Diameter, 20, 16, 4);
        Set(NucleusMap.Dividing, 20, 16, 2);
        FoundNucleus nucleus = Assert.Single(Find(320, 208));
        Assert.Equal((2 * (NucleusMapLayout.PixelOf(20.3) + 0.5)) - 0.5, nucleus.X, 0.2);
        Assert.Equal((2 * (NucleusMapLayout.PixelOf(15.8) + 0.5)) - 0.5, nucleus.Y, 0.2);
        Assert.Equal(32, nucleus.Diameter, 1e-6);
        Assert.Equal(0.88, nucleus.Dividing, 0.01);
        Assert.InRange(nucleus.Probability, 0.9, 0.96);
    }

    [Fact]
    public void Neighbours_two_cells_apart_are_two_and_a_plateau_is_one()
    {
        AddPeak(NucleusMap.Centre, 20, 15, 3, spread: 0.7);
        AddPeak(NucleusMap.Centre, 23, 15, 3, spread: 0.7);
        Set(NucleusMap.Centre, 50, 30, 2);
        Set(NucleusMap.Centre, 51, 30, 2);
        Assert.Equal(3, Find(160, 104).Length);
    }

    [Fact]
    public void A_polar_body_is_no_nucleus_nor_is_what_lies_outside_of_the_frame()
    {
        AddPeak(NucleusMap.Centre, 20, 15, 1);
        AddPeak(NucleusMap.PolarBody, 20, 15, 3);
        // A frame of the input's height and half its width is padded left and right.
        AddPeak(NucleusMap.Centre, 3, 15, 3);
        Assert.Empty(Find(80, 104, upright: false));
    }

    [Fact]
    public void The_count_is_the_sum_of_the_density()
    {
        Set(NucleusMap.Density, 20, 15, (float)Math.Log(Math.Exp(0.75) - 1));
        Set(NucleusMap.Density, 21, 15, (float)Math.Log(Math.Exp(1.5) - 1));
        Assert.Equal(2.25, new NucleusMapReader(Input).Count(maps), 0.6);
    }

    private ImmutableArray<FoundNucleus> Find(int width, int height, bool upright = true) => new NucleusMapReader(Input).Find(
        maps, upright ? InputPlacement.OfWhole(Input, width, height) : new InputPlacement(1, 0, 40, 0, 1, 0), width, height);

    private void Set(NucleusMap map, int x, int y, float value) => maps[Layout.IndexOf(map, x, y)] = value;

    private void AddPeak(NucleusMap map, double x, double y, double height, double spread = 1.2)
    {
        for (int row = 0; row < Layout.Height; row++)
        {
            for (int column = 0; column < Layout.Width; column++)
            {
                double peak = height - ((Math.Pow(column - x, 2) + Math.Pow(row - y, 2)) / (2 * spread * spread));
                ref float cell = ref maps[Layout.IndexOf(map, column, row)];
                cell = Math.Max(cell, (float)peak);
            }
        }
    }
}
