using Elegans.Models;

namespace Elegans.Tests.Models;

public sealed class NucleusMapLayoutTests
{
    [Theory]
    [InlineData(160, 104, 80, 52)]
    [InlineData(192, 128, 96, 64)]
    [InlineData(50, 30, 26, 16)]
    public void Every_cell_of_every_map_has_a_place_of_its_own(int width, int height, int cellsAcross, int cellsDown)
    {
        var layout = new NucleusMapLayout(new InputSpecification { Width = width, Height = height });
        Assert.Equal((cellsAcross, cellsDown), (layout.Width, layout.Height));
        IEnumerable<int> places =
            from map in Enum.GetValues<NucleusMap>()
            from y in Enumerable.Range(0, layout.Height)
            from x in Enumerable.Range(0, layout.Width)
            select layout.IndexOf(map, x, y);
        Assert.Equal(Enumerable.Range(0, layout.Length), places.Order());
    }

    [Fact]
    public void A_cell_covers_two_pixels_each_way()
    {
        Assert.Equal(0.5, NucleusMapLayout.PixelOf(0));
        Assert.Equal(20.5, NucleusMapLayout.PixelOf(10));
        Assert.Equal(10, NucleusMapLayout.CellOf(NucleusMapLayout.PixelOf(10)));
    }
}
