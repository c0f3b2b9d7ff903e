using System.CommandLine.Parsing;

namespace Elegans.CommandLine;

/// <summary>The text that was given for an option, on its way to a value.</summary>
internal static class GivenValue
{
    /// <summary>Reads the text of an option; where that fails, the result gets the error and the option its default.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="result">The option as it was given.</param>
    /// <param name="read">Reads the text; throws a <see cref="FormatException"/> whose message says what is wrong with it.</param>
    internal static T? Read<T>(ArgumentResult result, Func<string, T> read)
    {
        string name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name, text = result.Tokens.Count > 0
            ? result.Tokens[^1].Value : "";
        try
        {
            return read(text);
        }
        catch (FormatException exception)
        {
            result.AddError($"{name} {exception.Message}");
            return default;
        }
    }
}
