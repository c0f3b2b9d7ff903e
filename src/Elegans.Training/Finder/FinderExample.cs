using Elegans.Embryos;

namespace Elegans.Training.Finder;

/// <summary>A field as the finder's network takes it, and the embryos in it.</summary>
/// <param name="Planes">Its planes of light in bytes: <see cref="FinderInput.Planes"/> of them.</param>
/// <param name="Outlines">The embryos' outlines, pixels of the input.</param>
internal sealed record FinderExample(byte[] Planes, EmbryoOutline[] Outlines)
{
    /// <summary>Bytes for 1, and the byte of 0.</summary>
    internal const float Unit = 170, Zero = 43;

    /// <summary>Keeps an input in bytes.</summary>
    internal static FinderExample Of(ReadOnlySpan<float> input, IEnumerable<EmbryoOutline> outlines)
    {
        byte[] bytes = new byte[input.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Clamp(MathF.Round((input[i] * Unit) + Zero), 0, 255);
        return new FinderExample(bytes, [.. outlines]);
    }

    /// <summary>Lays it into a batch, turned and mirrored in one of eight ways, a little brighter or darker.</summary>
    internal EmbryoOutline[] Lay(Span<float> into, int way, float gain)
    {
        const int side = FinderInput.Side, plane = side * side;
        for (int p = 0; p < FinderInput.Planes; p++)
        {
            float factor = (p == 0 ? gain : 1) / Unit;
            for (int y = 0; y < side; y++)
            {
                for (int x = 0; x < side; x++)
                {
                    (int fromX, int fromY) = (way & 4) == 0 ? (x, y) : (y, x);
                    if ((way & 1) != 0) fromX = side - 1 - fromX;
                    if ((way & 2) != 0) fromY = side - 1 - fromY;
                    into[(p * plane) + (y * side) + x] = (Planes[(p * plane) + (fromY * side) + fromX] - Zero) * factor;
                }
            }
        }

        return [.. Outlines.Select(outline => Turned(outline, way))];
    }

    /// <summary>The input as it was.</summary>
    internal float[] Input()
    {
        float[] input = new float[FinderInput.Length];
        _ = Lay(input, way: 0, gain: 1);
        return input;
    }

    private static EmbryoOutline Turned(EmbryoOutline outline, int way)
    {
        double x = outline.CentreX, y = outline.CentreY, angle = outline.Angle, last = FinderInput.Side - 1;
        if ((way & 1) != 0) (x, angle) = (last - x, Math.PI - angle);
        if ((way & 2) != 0) (y, angle) = (last - y, -angle);
        if ((way & 4) != 0) (x, y, angle) = (y, x, (Math.PI / 2) - angle);
        return outline with { CentreX = x, CentreY = y, Angle = EmbryoOutline.Upright(angle) };
    }
}
