namespace Elegans.Workers;

/// <summary>The end of what a process writes on standard error, of bounded length.</summary>
internal sealed class LastWords
{
    private const int MaxLines = 40, MaxLetters = 400;
    private readonly Queue<string> lines = new();

    /// <summary>Adds a line; null, which stands for the end, adds nothing.</summary>
    internal void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (lines)
        {
            lines.Enqueue(line.Length <= MaxLetters ? line : line[..MaxLetters]);
            if (lines.Count > MaxLines) _ = lines.Dequeue();
        }
    }

    /// <summary>The lines so far.</summary>
    public override string ToString()
    {
        lock (lines) return string.Join('\n', lines);
    }
}
