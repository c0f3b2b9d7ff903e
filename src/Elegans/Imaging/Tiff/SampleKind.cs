namespace Elegans.Imaging.Tiff;

/// <summary>What the bits of a sample mean, with the numbers that TIFF gives them.</summary>
internal enum SampleKind
{
    /// <summary>Whole numbers from 0.</summary>
    Unsigned = 1,

    /// <summary>Whole numbers around 0.</summary>
    Signed = 2,

    /// <summary>Real numbers.</summary>
    Real = 3,

    /// <summary>Something else, such as complex numbers.</summary>
    Other = 6,
}
