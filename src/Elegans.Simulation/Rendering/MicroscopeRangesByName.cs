using System.Globalization;
using System.Reflection;

namespace Elegans.Simulation.Rendering;

/// <summary>The ranges of <see cref="MicroscopeRanges"/> by their names, for command lines and scripts.</summary>
public static class MicroscopeRangesByName
{
    private static readonly PropertyInfo[] Ranges =
        [.. typeof(MicroscopeRanges).GetProperties().Where(property => property.PropertyType == typeof(ParameterRange))];

    /// <summary>Every range's name and its present value.</summary>
    /// <param name="ranges">The ranges.</param>
    public static IEnumerable<(string Name, ParameterRange Range)> Describe(MicroscopeRanges ranges) =>
        Ranges.Select(property => (property.Name, (ParameterRange)property.GetValue(ranges)!));

    /// <summary>Replaces one range.</summary>
    /// <param name="ranges">The ranges to start from.</param>
    /// <param name="setting"><c>Name=value</c> or <c>Name=low..high</c>; the name as in <see cref="MicroscopeRanges"/>, in any case.</param>
    /// <exception cref="FormatException">There is no such property, or the value is not a number or a range.</exception>
    public static MicroscopeRanges With(this MicroscopeRanges ranges, string setting)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ArgumentNullException.ThrowIfNull(setting);
        string[] parts = setting.Split('=', 2);
        PropertyInfo property = Ranges.FirstOrDefault(range => range.Name.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"There is no property '{parts[0]}'. There are {string.Join(", ", Ranges.Select(range => range.Name))}.");
        string[] ends = parts.Length < 2 ? [] : parts[1].Split("..");
        double[] numbers =
            [.. ends.Select(end => double.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        if (numbers.Length is < 1 or > 2 || numbers.Any(number => !double.IsFinite(number)) || numbers[0] > numbers[^1])
            throw new FormatException($"'{setting}' is not of the form Name=value or Name=low..high.");
        MicroscopeRanges changed = ranges with { };
        property.SetValue(changed, new ParameterRange(numbers[0], numbers[^1]));
        return changed;
    }
}
