namespace Elegans.Files;

/// <summary>
/// Keeps a message to one line of readable length: what a parser quotes from a damaged file can be the whole file.
/// </summary>
internal static class OneLine
{
    private const int MostLetters = 400;

    internal static string Of(string message)
    {
        string line = string.Concat(message.ReplaceLineEndings(" ").Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= MostLetters ? line : $"{line[..(MostLetters / 2)]} … {line[^(MostLetters / 2)..]}";
    }
}
