namespace Elegans.Imaging.Tiff;

/// <summary>One entry of a directory.</summary>
/// <param name="Tag">What it is.</param>
/// <param name="Type">The type of its values, as TIFF numbers them.</param>
/// <param name="Count">How many values there are.</param>
/// <param name="At">Where in the file they are.</param>
internal readonly record struct TiffEntry(TagId Tag, ushort Type, long Count, long At)
{
    /// <summary>Bytes of one value; 0 where the type is not known.</summary>
    internal int Size => Type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
