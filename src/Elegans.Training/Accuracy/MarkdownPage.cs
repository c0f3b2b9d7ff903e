using System.Text;
using Elegans.Files;

namespace Elegans.Training.Accuracy;

/// <summary>A page in Markdown, written from the top.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder text = new();

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text with numbers as the whole world writes them in tables.</summary>
    internal static string Text(ref InvariantText formatted) => formatted.ToStringAndClear();

    /// <summary>A heading or a paragraph.</summary>
    internal void Line(string paragraph)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(paragraph).Append('\n');
    }

    /// <summary>An item of a list.</summary>
    internal void Item(string item)
    {
        if (text.Length > 0 && !LastLine().StartsWith('-')) text.Append('\n');
        text.Append("- ").Append(item).Append('\n');
    }

    /// <summary>A table.</summary>
    internal void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append('\n');
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
        foreach (IReadOnlyList<string> row in rows) Row(row);
    }

    private void Row(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private string LastLine()
    {
        string all = text.ToString(0, text.Length - 1);
        return all[(all.LastIndexOf('\n') + 1)..];
    }
}
