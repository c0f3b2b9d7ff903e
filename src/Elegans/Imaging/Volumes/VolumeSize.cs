namespace Elegans.Imaging.Volumes;

/// <summary>A size, or a place, along the five axes of a volume that was filmed; what comes last changes fastest in memory.</summary>
/// <param name="T">Time points.</param>
/// <param name="C">Channels.</param>
/// <param name="Z">Slices.</param>
/// <param name="Y">Rows.</param>
/// <param name="X">Columns.</param>
internal readonly record struct VolumeSize(int T, int C, int Z, int Y, int X)
{
    /// <summary>How many samples there are; it can be more than a number of 64 bits holds.</summary>
    internal Int128 Samples => (Int128)T * C * Z * Y * X;
}
