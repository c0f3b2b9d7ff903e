namespace Elegans.Models;

/// <summary>A tile of an enlarged input, and the part of it that no other tile reads better.</summary>
/// <param name="Left">Pixels of the enlarged input from its left edge to the tile's.</param>
/// <param name="Top">Pixels from the top edge.</param>
/// <param name="FromX">Where its own part begins, pixels of the tile.</param>
/// <param name="FromY">Where its own part begins, pixels of the tile.</param>
/// <param name="ToX">Where its own part ends, exclusive.</param>
/// <param name="ToY">Where its own part ends, exclusive.</param>
internal readonly record struct MapZone(int Left, int Top, int FromX, int FromY, int ToX, int ToY)
{
    /// <summary>A whole input.</summary>
    internal static MapZone Whole(InputSpecification input) => new(0, 0, 0, 0, input.Width, input.Height);

    /// <summary>Whether a pixel of the tile is of its own part.</summary>
    internal bool Owns(double x, double y) => x >= FromX - 0.5 && x < ToX - 0.5 && y >= FromY - 0.5 && y < ToY - 0.5;

    /// <summary>Tiles that cover an enlarged input; each of its pixels is of one tile's own part.</summary>
    /// <param name="width">Width of the enlarged input.</param>
    /// <param name="height">Height of the enlarged input.</param>
    /// <param name="tileWidth">Width of a tile.</param>
    /// <param name="tileHeight">Height of a tile.</param>
    /// <param name="edge">Pixels along the edge of a tile that are left to its neighbour, at the least.</param>
    internal static IEnumerable<MapZone> Tiles(int width, int height, int tileWidth, int tileHeight, int edge)
    {
        foreach ((int top, int fromY, int toY) in Along(height, tileHeight, edge))
            foreach ((int left, int fromX, int toX) in Along(width, tileWidth, edge)) yield return new MapZone(left, top, fromX, fromY, toX, toY);
    }

    private static IEnumerable<(int Start, int From, int To)> Along(int length, int tile, int edge)
    {
        int count = length <= tile ? 1 : (int)Math.Ceiling((length - (2.0 * edge)) / (tile - (2 * edge)));
        int StartOf(int i) => count == 1 ? 0 : (int)Math.Round((double)i * (length - tile) / (count - 1));
        for (int i = 0; i < count; i++)
        {
            int start = StartOf(i);
            int from = i == 0 ? 0 : ((StartOf(i - 1) + tile + start) / 2) - start, to = i == count - 1 ? tile : ((start + tile + StartOf(i + 1)) / 2) - start;
            yield return (start, from, to);
        }
    }
}
