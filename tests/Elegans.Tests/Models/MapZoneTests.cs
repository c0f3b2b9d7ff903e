using Elegans.Models;

namespace Elegans.Tests.Models;

public sealed class MapZoneTests
{
    [Theory]
    [InlineData(160, 104, 1)]
    [InlineData(240, 156, 4)]
    [InlineData(320, 208, 9)]
    [InlineData(400, 260, 16)]
    [InlineData(161, 105, 4)]
    public void Every_pixel_of_an_enlarged_input_is_of_one_tile_and_not_at_its_edge(int width, int height, int mostTiles)
    {
        MapZone[] tiles = [.. MapZone.Tiles(width, height, 160, 104, edge: 16)];
        Assert.InRange(tiles.Length, 1, mostTiles);
        int[] owners = new int[width * height];
        foreach (MapZone tile in tiles)
        {
            Assert.InRange(tile.Left, 0, width - 160);
            Assert.InRange(tile.Top, 0, height - 104);
            for (int y = 0; y < 104; y++)
            {
                for (int x = 0; x < 160; x++)
                {
                    if (!tile.Owns(x, y)) continue;
                    owners[((tile.Top + y) * width) + tile.Left + x]++;
                    Assert.True(x >= 12 || tile.Left == 0);
                    Assert.True(x < 160 - 12 || tile.Left == width - 160);
                    Assert.True(y >= 12 || tile.Top == 0);
                    Assert.True(y < 104 - 12 || tile.Top == height - 104);
                }
            }
        }

        Assert.All(owners, owner => Assert.Equal(1, owner));
    }
}
