using System.CommandLine.Parsing;

namespace Elegans.CommandLine;

/// <summary>One of a few names.</summary>
public static class Choice
{
    /// <summary>Reads an option's value as one of the names of an enumeration, in any case; numbers are no names.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    public static Func<ArgumentResult, T> Of<T>()
        where T : struct, Enum => result => GivenValue.Read(result, text =>
        {
            foreach (T value in Enum.GetValues<T>())
                if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
            throw new FormatException($"cannot be '{text}': it is one of {string.Join(", ", Enum.GetNames<T>())}.");
        });
}
