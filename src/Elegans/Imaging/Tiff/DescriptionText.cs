using System.Text;
using System.Text.Unicode;

namespace Elegans.Imaging.Tiff;

/// <summary>Decodes descriptions: TIFF knows ASCII only, and programs write UTF-8, UTF-16 or Latin-1 into it.</summary>
internal static class DescriptionText
{
    /// <summary>So many letters of ASCII in UTF-16 are no accident.</summary>
    private const int Judged = 4;

    /// <summary>Decodes a text up to its end.</summary>
    /// <param name="bytes">Its bytes, and perhaps more behind a zero.</param>
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Wide(Encoding.Unicode, bytes[2..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Wide(Encoding.BigEndianUnicode, bytes[2..]);
        if (IsWide(bytes, zero: 1)) return Wide(Encoding.Unicode, bytes);
        if (IsWide(bytes, zero: 0)) return Wide(Encoding.BigEndianUnicode, bytes);
        int end = bytes.IndexOf((byte)0);
        if (end >= 0) bytes = bytes[..end];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    /// <summary>Whether every other one of the first bytes is zero, and no other.</summary>
    private static bool IsWide(ReadOnlySpan<byte> bytes, int zero)
    {
        if (bytes.Length < 2 * Judged) return false;
        for (int at = 0; at < 2 * Judged; at++)
            if ((bytes[at] == 0) != (at % 2 == zero)) return false;
        return true;
    }

    private static string Wide(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        string text = encoding.GetString(bytes[..(bytes.Length / 2 * 2)]);
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
