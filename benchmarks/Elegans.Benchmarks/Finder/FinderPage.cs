using System.Text;
using Elegans.Files;

namespace Elegans.Benchmarks.Finder;

/// <summary>What the finder came to, line by line on the terminal and as tables of a page.</summary>
/// <param name="output">The terminal.</param>
internal sealed class FinderPage(TextWriter output)
{
    private const int NameWidth = 60;
    private readonly StringBuilder page = new();

    /// <summary>Begins a section with a table.</summary>
    internal void Table(string title, string text, params string[] columns)
    {
        output.WriteLine(title);
        page.Append(FormattableString.Invariant(
            $"\n## {title}\n\n{text}\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => " --- |"))}\n"));
    }

    /// <summary>A row.</summary>
    internal void Row(params string[] cells)
    {
        output.WriteLine($"{cells[0].PadRight(NameWidth)} {string.Join("  ", cells[1..])}");
        page.Append(FormattableString.Invariant($"| {string.Join(" | ", cells)} |\n"));
    }

    /// <summary>A row of a score.</summary>
    internal void Row(string name, FinderScore score) => Row(
        name, FormattableString.Invariant($"{score.Truths}"),
        FormattableString.Invariant($"{100.0 * score.Found / Math.Max(1, score.Truths):F1} %"),
        FormattableString.Invariant($"{100.0 * score.Invented / Math.Max(1, score.Truths):F1} %"), FormattableString.Invariant($"{score.MeanOverlap:F2}"));

    /// <summary>Writes the page, whole or not at all.</summary>
    internal void Save(string path, string command)
    {
        string text = $"""
            # The field of view

            Written by `{command}`; nothing here is typed by hand. How embryos are found is on the page on [method](method.md). An embryo counts as
            found where its outline and the true one share half of what they cover (intersection over union, IoU); *invented* is relative to the true
            ones. The finder's network was trained on rendered fields, of other embryos than those that it is judged by here, and on no real frame; the
            renderer's ranges, and the rules by which embryos are followed, were set with the three real movies in view. A font, a bar and a kind of
            debris were kept for tests: nothing was trained or set on them. What the field of view costs counts is on the page on [accuracy](accuracy.md).

            """ + page;
        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
