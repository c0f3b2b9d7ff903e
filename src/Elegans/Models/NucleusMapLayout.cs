namespace Elegans.Models;

/// <summary>
/// Where the cells of the maps lie in the network's output: channels hold four neighbours of a quarter of the resolution each (sub-pixel convolution, Shi
/// et al. 2016, https://doi.org/10.1109/CVPR.2016.207), so that no layer makes a frame larger.
/// </summary>
/// <param name="input">The network's input.</param>
internal readonly struct NucleusMapLayout(InputSpecification input)
{
    /// <summary>Pixels of the input to a cell of a map, along each side.</summary>
    internal const int Stride = 2;

    private const int Packed = 2;

    /// <summary>The number of maps.</summary>
    internal static int Maps { get; } = Enum.GetValues<NucleusMap>().Length;

    /// <summary>Channels of the network's output.</summary>
    internal static int Channels => Maps * Packed * Packed;

    private int PackedWidth { get; } = QuarterOf(input.Width);

    private int PackedHeight { get; } = QuarterOf(input.Height);

    /// <summary>Cells of a map along the width.</summary>
    internal int Width => PackedWidth * Packed;

    /// <summary>Cells of a map along the height.</summary>
    internal int Height => PackedHeight * Packed;

    /// <summary>Numbers of the network's output for one frame.</summary>
    internal int Length => Maps * Width * Height;

    /// <summary>The shape of the network's output for one frame: channels, height, width.</summary>
    internal (int Channels, int Height, int Width) Shape => (Channels, PackedHeight, PackedWidth);

    /// <summary>Where a cell of a map is in the output.</summary>
    /// <param name="map">The map.</param>
    /// <param name="x">Cells from the left.</param>
    /// <param name="y">Cells from the top.</param>
    internal int IndexOf(NucleusMap map, int x, int y)
    {
        int channel = ((int)map * Packed * Packed) + (y % Packed * Packed) + (x % Packed);
        return (((channel * PackedHeight) + (y / Packed)) * PackedWidth) + (x / Packed);
    }

    /// <summary>The middle of a cell in pixels of the input.</summary>
    /// <param name="cell">Cells from the left, or from the top.</param>
    internal static double PixelOf(double cell) => ((cell + 0.5) * Stride) - 0.5;

    /// <summary>The cell that a pixel of the input lies in; the middle of the first is 0.</summary>
    /// <param name="pixel">Pixels from the left, or from the top.</param>
    internal static double CellOf(double pixel) => ((pixel + 0.5) / Stride) - 0.5;

    /// <summary>Two layers of stride 2, each of which rounds up.</summary>
    private static int QuarterOf(int side) => (((side + 1) / 2) + 1) / 2;
}
