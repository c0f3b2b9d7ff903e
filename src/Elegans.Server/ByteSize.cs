using System.Globalization;

namespace Elegans.Server;

/// <summary>Sizes as people write them: 500MB, 50 GB, 1.5TB, 2GiB, or a number of bytes.</summary>
public static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("B", 1),
    ];

    /// <summary>Reads a size.</summary>
    /// <param name="text">A number, with a point as its decimal sign, and a unit; without one, bytes.</param>
    /// <returns>Bytes, at least one; null where the text is no size.</returns>
    public static long? Parse(string? text)
    {
        string number = (text ?? "").Trim();
        double factor = 1;
        foreach ((string unit, double bytes) in Units)
        {
            if (!number.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            (number, factor) = (number[..^unit.Length].TrimEnd(), bytes);
            break;
        }

        const NumberStyles Plain = NumberStyles.AllowDecimalPoint;
        return double.TryParse(number, Plain, CultureInfo.InvariantCulture, out double value) && value * factor is >= 1 and < long.MaxValue
            ? (long)(value * factor) : null;
    }

    /// <summary>A size for people to read.</summary>
    /// <param name="bytes">Bytes.</param>
    public static string Text(long bytes) => bytes switch
    {
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
        < 1_000_000_000_000 => FormattableString.Invariant($"{bytes / 1e9:0.#} GB"),
        _ => FormattableString.Invariant($"{bytes / 1e12:0.##} TB"),
    };
}
