using System.CommandLine.Parsing;
using System.Globalization;

namespace Elegans.CommandLine;

/// <summary>Several whole numbers in one value, such as the rectangle 100,50,640,480.</summary>
public static class WholeNumbers
{
    /// <summary>Reads an option's value as whole numbers, each of its least or more; null where the option was not given.</summary>
    /// <typeparam name="T">What the numbers make.</typeparam>
    /// <param name="make">Makes it.</param>
    /// <param name="least">The least of each number; as many are expected.</param>
    public static Func<ArgumentResult, T?> As<T>(Func<int[], T> make, params int[] least)
        where T : struct => result => GivenValue.Read<T?>(result, text =>
        {
            string[] parts = text.Split(',');
            int[] numbers = [.. parts.Select(part => int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
            return numbers.Length == least.Length && numbers.Zip(least).All(pair => pair.First >= pair.Second)
                ? make(numbers) : throw new FormatException(
                    $"cannot be '{text}': it takes {least.Length} whole numbers with commas between them, none below {string.Join(',', least)}.");
        });
}
