using System.Collections.Immutable;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Cli.Commands;

/// <summary>A folder that receives a table and a plot of every embryo of one input, and an overview of where they lie.</summary>
internal static class OutputFolder
{
    /// <summary>The folder that an output names: one that is there, or a name that ends as folders do; null where it names a file.</summary>
    internal static string? Of(string? output) =>
        output is { Length: > 0 } && (Directory.Exists(output) || Path.EndsInDirectorySeparator(output)) ? output : null;

    /// <summary>Writes into the folder, which is made where it is missing; each file whole or not at all.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="input">The input, which names the files.</param>
    /// <param name="field">Its embryos.</param>
    /// <param name="figures">A figure for each.</param>
    /// <param name="source">The input, opened.</param>
    /// <param name="intervals">Whether to write every lineage's interval.</param>
    internal static void Write(
        string folder, string input, FieldPrediction field, ImmutableArray<LineageFigure> figures, FrameSource source, bool intervals)
    {
        Directory.CreateDirectory(folder);
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(input));
        foreach ((EmbryoPrediction embryo, LineageFigure figure) in field.Embryos.Zip(figures))
        {
            string stem = Path.Combine(folder, field.Embryos.Length > 1 ? FormattableString.Invariant($"{name}-embryo-{embryo.Number}") : name);
            OutputFile.Write($"{stem}.csv", stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CountTable.WriteCsv(writer, embryo.Frames, intervals);
            });
            figure.Save($"{stem}.png");
        }

        FieldOverview.Save(Path.Combine(folder, $"{name}-overview.png"), source, field.Field, field.Embryos[0].Frames.Count);
    }
}
