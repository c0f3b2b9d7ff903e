namespace Elegans.Imaging.Volumes;

/// <summary>The decoded samples of one chunk of a volume.</summary>
/// <param name="samples">The samples in the byte order of this machine, the last axis fastest.</param>
/// <param name="shape">How many there are along each axis; at the end of a volume it may be more than belong to it.</param>
internal readonly struct VolumeBlock(byte[] samples, VolumeSize shape)
{
    /// <summary>The samples in the byte order of this machine, the last axis fastest.</summary>
    internal byte[] Samples { get; } = samples;

    /// <summary>How many there are along each axis; at the end of a volume it may be more than belong to it.</summary>
    internal VolumeSize Shape { get; } = shape;
}
