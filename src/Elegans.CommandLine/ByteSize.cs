using System.CommandLine.Parsing;
using System.Globalization;

namespace Elegans.CommandLine;

/// <summary>Numbers of bytes as people write them: 500000, 1e9, 500M, 8G, 1.5 GiB. K, M, G and T are powers of 1024.</summary>
public static class ByteSize
{
    private const string Units = "KMGT";
    private const int BitsOfStep = 10;

    /// <summary>Reads an option's value as a number of bytes, at least one.</summary>
    public static Func<ArgumentResult, long> Positive { get; } = result => GivenValue.Read(result, Parse);

    /// <summary>Reads a number of bytes.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <exception cref="FormatException">It is none, or less than one byte. The message is a sentence without a subject.</exception>
    public static long Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains(',', StringComparison.Ordinal)) throw new FormatException($"cannot be '{text}': decimals are written with a point, such as 1.5G.");
        string number = text.Trim();
        if (number.EndsWith('B') || number.EndsWith('b')) number = number[..^1];
        if (number.EndsWith('i')) number = number[..^1];
        int step = number.Length == 0 ? 0 : 1 + Units.IndexOf(number[^1], StringComparison.OrdinalIgnoreCase);
        if (step > 0) number = number[..^1];
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double count) || double.IsNaN(count)) throw new FormatException(
            $"cannot be '{text}': that is not a size; 500M and 8G are.");
        double bytes = count * (1L << (BitsOfStep * step));
        return bytes is >= 1 and < long.MaxValue ? (long)bytes
            : throw new FormatException($"cannot be '{text}': it must be at least one byte and less than 8 exabytes.");
    }
}
