using System.Globalization;

namespace Elegans.Cli.Commands;

/// <summary>How long movies are kept, as people write it: 90min, 12h, 30d, 8w.</summary>
internal static class RetentionTime
{
    private const double MaxDays = 36500;
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("w", TimeSpan.FromDays(7)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads a time.</summary>
    /// <param name="text">A number, with a point as its decimal sign, and a unit.</param>
    /// <returns>Null where the text is no time.</returns>
    internal static TimeSpan? Parse(string? text)
    {
        string written = (text ?? "").Trim();
        foreach ((string unit, TimeSpan length) in Units)
        {
            if (!written.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            return double.TryParse(written[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number > 0 && number * length.TotalDays <= MaxDays ? number * length : null;
        }

        return null;
    }
}
