namespace Elegans.Files;

/// <summary>
/// Keeps a message to one line of readable length: what a parser quotes from a damaged file can be the whole file.
/// </summary>
internal static class OneLine
{
    private const int MaxLetters = 400;

    internal static string Of(string message)
    {
        string line = string.Concat(message.ReplaceLineEndings(" ").Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= MaxLetters ? line : $"{line[..(MaxLetters / 2)]} … {line[^(MaxLetters / 2)..]}";
    }
}
