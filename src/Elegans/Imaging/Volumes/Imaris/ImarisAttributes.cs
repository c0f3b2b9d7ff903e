using System.Globalization;
using System.Text;
using PureHDF;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>What Imaris says of things: texts, letter by letter in an array; numbers are texts too.</summary>
internal static class ImarisAttributes
{
    /// <summary>The longest text that is read; a name or a number has some letters.</summary>
    private const ulong MaxLetters = 1 << 16;

    /// <summary>A text; null where there is none of that name.</summary>
    internal static string? Text(this IH5Group group, string name)
    {
        return group.AttributeExists(name) ? group.Attribute(name).Text() : null;
    }

    /// <summary>The text that an attribute is; null where it is none.</summary>
    internal static string? Text(this IH5Attribute attribute)
    {
        if (attribute.Space.Dimensions.Aggregate(1UL, (product, size) => Math.Min(product * Math.Min(size, MaxLetters + 1), MaxLetters + 1)) > MaxLetters)
            return null;
        // As bytes: a text of one letter that ends with a zero is empty by the book, and Imaris writes the letter there.
        if (attribute.Type is { Class: H5DataTypeClass.String, Size: 1 }) return Encoding.UTF8.GetString(attribute.Read<byte[]>()).TrimEnd('\0').Trim();
        return attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength
            ? (attribute.Space.Dimensions.Length == 0 ? attribute.Read<string>() : string.Concat(attribute.Read<string[]>())).Trim()
            : null;
    }

    /// <summary>A number; null where there is none of that name, or it is none.</summary>
    internal static double? Real(this IH5Group group, string name) =>
        double.TryParse(group.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>A whole number above zero; null where there is none of that name, or it is none.</summary>
    internal static int? Count(this IH5Group group, string name) =>
        int.TryParse(group.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;

    /// <summary>The group of a name; null where there is none.</summary>
    internal static IH5Group? Part(this IH5Group group, string name) => group.LinkExists(name) && group.Get(name) is IH5Group part ? part : null;

    /// <summary>How many groups there are of a name and a number from 0 on: one more than the highest number.</summary>
    internal static int Numbered(this IH5Group group, string name) => group.Children()
        .Select(child => child.Name.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(child.Name.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < int.MaxValue
            ? number + 1 : 0)
        .DefaultIfEmpty(0).Max();
}
