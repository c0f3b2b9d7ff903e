using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>
/// The palette of a page. Microscopes' programs store grey values and colour them by a lookup table when they show them; pictures of
/// 256 colours store places in a list. Only the order of the palette says which it is.
/// </summary>
internal sealed class Palette
{
    private const int Colours = 3, White = 255;

    /// <summary>A step between neighbours that no lookup table has but where it starts a new colour.</summary>
    private const int Leap = 64;

    /// <summary>Sixteen colours have fifteen leaps; a list of colours has them throughout.</summary>
    private const double MaxLeaps = 0.15;

    private readonly byte[][] levels;

    private Palette(byte[][] levels) => this.levels = levels;

    /// <summary>Whether it leads from dark to bright, or back, in one colour: a lookup table that is no news to anyone.</summary>
    internal bool IsRamp => levels.All(colour => IsMonotone(colour, 1) || IsMonotone(colour, -1));

    /// <summary>Whether it leads from white to black in grey.</summary>
    internal bool IsFalling => levels.All(colour => colour[0] > colour[^1] && IsMonotone(colour, -1) && colour.SequenceEqual(levels[0]));

    /// <summary>Whether neighbours have nothing in common: a list of colours, and the stored values are no grey values.</summary>
    internal bool IsList => Enumerable.Range(1, levels[0].Length - 1).Count(IsLeap) > MaxLeaps * levels[0].Length;

    /// <summary>Reads a page's palette; null where it has none of 8 bits or fewer.</summary>
    internal static Palette? Of(TiffPage page)
    {
        if (!page.IsPalette || page.Type.Bits > 8 || page.Type.Kind != SampleKind.Unsigned) return null;
        int size = 1 << page.Type.Bits;
        long[] values = page.Directory.Wholes(TagId.ColorMap, Colours * size);
        if (values.Length < Colours * size) return null;
        // Some writers fill 8 of the 16 bits.
        int shift = values.Any(value => value > White) ? 8 : 0;
        return new Palette([.. values.Chunk(size).Select(colour => colour.Select(value => (byte)(value >> shift)).ToArray())]);
    }

    /// <summary>The colours of an image of places in the palette, blue first.</summary>
    internal Mat Colour(Mat places)
    {
        var table = new byte[Colours * (White + 1)];
        for (int value = 0; value <= White; value++)
        {
            int place = value * (levels[0].Length - 1) / White;
            for (int colour = 0; colour < Colours; colour++) table[(value * Colours) + colour] = levels[Colours - 1 - colour][place];
        }

        using var lookup = new Mat(1, White + 1, MatType.CV_8UC3);
        Marshal.Copy(table, 0, lookup.Data, table.Length);
        using var repeated = new Mat();
        Cv2.Merge([places, places, places], repeated);
        var colours = new Mat();
        Cv2.LUT(repeated, lookup, colours);
        return colours;
    }

    private bool IsLeap(int at) => levels.Any(colour => Math.Abs(colour[at] - colour[at - 1]) > Leap);

    private static bool IsMonotone(byte[] colour, int direction)
    {
        for (int at = 1; at < colour.Length; at++)
            if ((colour[at] - colour[at - 1]) * direction < 0) return false;
        return true;
    }
}
