using System.CommandLine.Parsing;
using System.Globalization;

namespace Elegans.CommandLine;

/// <summary>Whole numbers as people write them: 12, -3, 1e9.</summary>
public static class WholeNumber
{
    /// <summary>Reads an option's value as a whole number.</summary>
    /// <param name="min">The smallest that is accepted.</param>
    /// <param name="max">The greatest.</param>
    public static Func<ArgumentResult, int> Between(int min, int max) => result => GivenValue.Read(result, text => (int)Parse(text, min, max));

    /// <summary>The same for an option that need not be given.</summary>
    /// <param name="min">The smallest that is accepted.</param>
    /// <param name="max">The greatest.</param>
    public static Func<ArgumentResult, int?> BetweenOrNone(int min, int max) => result => GivenValue.Read<int?>(result, text => (int)Parse(text, min, max));

    /// <summary>Reads an option's value as a whole number that may be large.</summary>
    /// <param name="min">The smallest that is accepted.</param>
    public static Func<ArgumentResult, long> AtLeast(long min) => result => GivenValue.Read(result, text => Parse(text, min, long.MaxValue));

    /// <summary>Reads a whole number.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <param name="min">The smallest that is accepted.</param>
    /// <param name="max">The greatest.</param>
    /// <exception cref="FormatException">It is none, or beyond its bounds. The message is a sentence without a subject.</exception>
    public static long Parse(string text, long min, long max)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains(',', StringComparison.Ordinal)) throw new FormatException($"cannot be '{text}': digits are written without a comma, such as 20000.");
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double large) || double.IsNaN(large)) throw new FormatException(
                $"cannot be '{text}': it takes a whole number, such as 12.");
            // Beyond what a decimal holds: beyond every bound as well.
            number = large > 0 ? decimal.MaxValue : decimal.MinValue;
        }

        if (number != decimal.Truncate(number)) throw new FormatException($"cannot be '{text}': it takes a whole number.");
        if (number < min || number > max)
        {
            throw new FormatException((min, max) switch
            {
                (_, long.MaxValue) when number < min => string.Create(CultureInfo.InvariantCulture, $"must be at least {min}."),
                (_, int.MaxValue) when number < min => string.Create(CultureInfo.InvariantCulture, $"must be at least {min}."),
                _ => string.Create(CultureInfo.InvariantCulture, $"must lie between {min} and {max}."),
            });
        }

        return (long)number;
    }
}
