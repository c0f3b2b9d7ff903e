using System.CommandLine.Parsing;
using System.Globalization;

namespace Elegans.CommandLine;

/// <summary>Lengths of time as people write them: 90, 90s, 1.5min, 0.5h, 1:30, 1:30:00. A number alone is seconds.</summary>
public static class Duration
{
    private const double Minute = 60, Hour = 3600;

    /// <summary>Reads an option's value as seconds.</summary>
    /// <param name="min">The shortest that is accepted, in seconds.</param>
    /// <param name="max">The longest.</param>
    public static Func<ArgumentResult, double> Between(double min, double max) => result => GivenValue.Read(result, text => Parse(text, min, max));

    /// <summary>The same for an option that need not be given.</summary>
    /// <param name="min">The shortest that is accepted, in seconds.</param>
    /// <param name="max">The longest.</param>
    public static Func<ArgumentResult, double?> BetweenOrNone(double min, double max) => result =>
        GivenValue.Read<double?>(result, text => Parse(text, min, max));

    /// <summary>Reads a length of time.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <param name="min">The shortest that is accepted, in seconds.</param>
    /// <param name="max">The longest.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="FormatException">It is none, or beyond its bounds. The message is a sentence without a subject.</exception>
    public static double Parse(string text, double min, double max)
    {
        double seconds = Parse(text);
        return seconds >= min && seconds <= max ? seconds : throw new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"must lie between {min} and {max} seconds."));
    }

    /// <summary>Reads a length of time.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="FormatException">It is none. The message is a sentence without a subject.</exception>
    public static double Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains(',', StringComparison.Ordinal)) throw new FormatException($"cannot be '{text}': decimals are written with a point, such as 1.5min.");
        double? seconds = text.Contains(':', StringComparison.Ordinal) ? OfClock(text.Trim()) : OfNumber(text.Trim());
        return seconds ?? throw new FormatException($"cannot be '{text}': it takes a length of time, such as 90, 90s, 1.5min, 0.5h or 1:30.");
    }

    private static double? OfNumber(string text)
    {
        string number = text.TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
        double? unit = text[number.Length..].ToUpperInvariant() switch
        {
            "" or "S" or "SEC" or "SECOND" or "SECONDS" => 1,
            "M" or "MIN" or "MINUTE" or "MINUTES" => Minute,
            "H" or "HOUR" or "HOURS" => Hour,
            "MS" => 0.001,
            _ => null,
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value * unit : null;
    }

    /// <summary>Minutes and seconds, or hours, minutes and seconds; only the first may be 60 or more, only the last has decimals.</summary>
    private static double? OfClock(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3) return null;
        double seconds = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            NumberStyles style = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!double.TryParse(parts[i], style, CultureInfo.InvariantCulture, out double part) || (i > 0 && part >= Minute)) return null;
            seconds = (seconds * Minute) + part;
        }

        return seconds;
    }
}
