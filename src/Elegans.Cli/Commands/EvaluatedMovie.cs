using System.Collections.Immutable;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary>A movie's predictions held against its track.</summary>
internal sealed class EvaluatedMovie(
    string path, string embryo, IReadOnlyList<FramePrediction> predictions, Comparison comparison, ImmutableArray<NucleusStage> nuclei)
{
    /// <summary>How the nuclei that were found fit the track, stage by stage; none where they were not looked for.</summary>
    internal ImmutableArray<NucleusStage> Nuclei => nuclei;

    internal string Path => path;

    internal string Embryo => embryo;

    internal IReadOnlyList<FramePrediction> Predictions => predictions;

    internal Comparison Comparison => comparison;

    /// <summary>Predicted curves over annotated ones.</summary>
    internal LineageFigure Figure => new()
    {
        Predicted = [.. Predictions],
        Annotated = Comparison.Annotated,
        Title = System.IO.Path.GetFileName(Path),
        Subtitle = string.Create(CultureInfo.InvariantCulture,
            $"total off by {Comparison.Errors.TotalShareError:P1}, lineages by {Comparison.Errors.SummedLineageError:F1} cells in all"),
    };

    internal static EvaluatedMovie Of(
        string path, NucleiTrack track, IReadOnlyList<FramePrediction> predictions, IEnumerable<FrameReading> readings, FrameAlignment alignment) => new(
        path, track.Name, predictions, Comparison.Of(predictions, track.Labels(alignment).ToImmutableSortedDictionary(l => l.Frame, l => l.Counts), path),
        NucleusComparison.Of(readings, track, alignment));

    /// <summary>Writes a row for each movie and, below, their mean.</summary>
    internal static void WriteTable(TextWriter output, IReadOnlyList<EvaluatedMovie> movies)
    {
        int width = Math.Max(5, movies.Max(movie => System.IO.Path.GetFileName(movie.Path).Length));
        output.Write(
            $"{"movie".PadRight(width)}  frames   total  lineages  within 10 %   {string.Join("  ", FounderLineages.All.Select(lineage => $"{lineage,5}"))}\n");
        foreach (EvaluatedMovie movie in movies)
        {
            CountErrors errors = movie.Comparison.Errors;
            Row(System.IO.Path.GetFileName(movie.Path), errors.Frames, errors.TotalShareError, errors.SummedLineageError, errors.ShareWithinTenPercent,
                lineage => errors.LineageErrors[(int)lineage]);
        }

        CountErrors[] all = [.. movies.Select(movie => movie.Comparison.Errors)];
        Row("mean", all.Sum(errors => errors.Frames), all.Average(errors => errors.TotalShareError), all.Average(errors => errors.SummedLineageError),
            all.Average(errors => errors.ShareWithinTenPercent), lineage => all.Average(errors => errors.LineageErrors[(int)lineage]));

        void Row(string name, int frames, double total, double lineages, double within, Func<Lineage, double> error) => output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{name.PadRight(width)}  {frames,6}  {100 * total,4:F1} %  {lineages,8:F1}  {100 * within,9:F0} %   "
                + $"{string.Join("  ", FounderLineages.All.Select(lineage => string.Create(CultureInfo.InvariantCulture, $"{error(lineage),5:F2}")))}\n"));
    }
}
