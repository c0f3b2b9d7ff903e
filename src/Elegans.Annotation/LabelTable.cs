using Elegans.Tables;

namespace Elegans.Annotation;

/// <summary>Annotated counts as a table, with the columns of <see cref="CountTable"/>.</summary>
public static class LabelTable
{
    /// <summary>Writes labels as CSV: frame, the seven lineages, total.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="labels">The annotated frames, in order.</param>
    public static void WriteCsv(TextWriter writer, IEnumerable<LabelledFrame> labels)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(labels);
        writer.Write($"{CountTable.Header}\n");
        foreach (LabelledFrame label in labels) writer.Write($"{CountTable.Row(label.Frame, label.Counts)}\n");
    }
}
