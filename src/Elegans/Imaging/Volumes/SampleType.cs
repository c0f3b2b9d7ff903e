namespace Elegans.Imaging.Volumes;

/// <summary>What a sample of a volume is once it is decoded, in the byte order of this machine.</summary>
internal enum SampleType
{
    /// <summary>8 bits without sign.</summary>
    UInt8,

    /// <summary>16 bits without sign.</summary>
    UInt16,

    /// <summary>16 bits with sign.</summary>
    Int16,

    /// <summary>Real numbers of 32 bits, and whatever needs more than 16 bits.</summary>
    Single,
}
