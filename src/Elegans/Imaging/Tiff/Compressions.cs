namespace Elegans.Imaging.Tiff;

/// <summary>The ways of compressing that TIFF has numbers for.</summary>
internal static class Compressions
{
    /// <summary>Not compressed.</summary>
    internal const int None = 1;

    /// <summary>JPEG, each strip or tile a picture.</summary>
    internal const int Jpeg = 7;

    /// <summary>Whether it is Deflate, by its number of today or the one before.</summary>
    internal static bool IsDeflate(int compression) => compression is 8 or 32946;

    /// <summary>Whether it is Zstandard, by its number of today or the one before.</summary>
    internal static bool IsZstandard(int compression) => compression is 34926 or 50000;

    /// <summary>Whether it is read.</summary>
    internal static bool IsRead(int compression) =>
        compression is None or 2 or 3 or 4 or 5 or Jpeg or 32773 || IsDeflate(compression) || IsZstandard(compression);

    /// <summary>Its name, for messages.</summary>
    internal static string Name(int compression) => compression switch
    {
        2 or 3 or 4 => "a fax code (CCITT)",
        5 => "LZW",
        6 => "an old form of JPEG",
        Jpeg => "JPEG",
        8 or 32946 => "Deflate",
        9 or 10 or 34661 => "JBIG",
        32773 => "PackBits",
        32809 => "ThunderScan",
        33003 or 33004 or 33005 or 34712 => "JPEG 2000",
        34676 or 34677 => "LogLuv",
        34887 => "LERC",
        34892 => "lossy JPEG (DNG)",
        34925 => "LZMA",
        34926 or 50000 => "Zstandard",
        34927 or 50001 => "WebP",
        34933 => "PNG",
        34934 or 48124 or 22610 => "JPEG XR",
        50002 or 52546 => "JPEG XL",
        _ => FormattableString.Invariant($"a method that is not known (number {compression})"),
    };
}
