using System.Collections.Immutable;
using Elegans.Cli.Inputs;
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

    /// <summary>Refuses a folder in which a plot would take the place of the input, before any work is done.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="input">The input, which names the files.</param>
    internal static void RequireDistinct(string folder, string input)
    {
        if (Directory.Exists(folder)) Destination.RequireDistinct($"{StemOf(folder, input, position: null)}.png", input);
    }

    /// <summary>Writes into the folder, which is made where it is missing; each file whole or not at all.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="input">The input, which names the files.</param>
    /// <param name="position">Which of its positions; null where it has one, or one was asked for.</param>
    /// <param name="field">Its embryos.</param>
    /// <param name="figures">A figure for each.</param>
    /// <param name="source">The input, opened.</param>
    /// <param name="more">Which columns to write besides those that every table has.</param>
    internal static void Write(
        string folder, string input, int? position, FieldPrediction field, ImmutableArray<LineageFigure> figures, FrameSource source, CountColumns more)
    {
        Directory.CreateDirectory(folder);
        string first = StemOf(folder, input, position);
        foreach ((EmbryoPrediction embryo, LineageFigure figure) in field.Embryos.Zip(figures))
        {
            string stem = field.Embryos.Length > 1 ? FormattableString.Invariant($"{first}-embryo-{embryo.Number}") : first;
            OutputFile.Write($"{stem}.csv", stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                CountTable.WriteCsv(writer, embryo.Frames, more);
            });
            figure.Save($"{stem}.png");
        }

        FieldOverview.Save($"{first}-overview.png", source, field.Field, field.Embryos[0].Frames.Count);
    }

    /// <summary>What the files of an input begin with.</summary>
    private static string StemOf(string folder, string input, int? position) => Path.Combine(
        folder, (input == NamedInputs.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(input)))
            + (position is { } number ? FormattableString.Invariant($"-position-{number}") : ""));
}
