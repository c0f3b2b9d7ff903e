using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Workers;

/// <summary>Holds a predicted movie against a nuclei track: does it belong to the movie, and how far off are the counts.</summary>
/// <param name="Input">The movie.</param>
/// <param name="Counts">The table that was predicted of it.</param>
/// <param name="Nuclei">The track.</param>
/// <param name="Shown">Where the curves are drawn anew, with the annotation.</param>
public sealed record ComparisonJob(string Input, string Counts, string Nuclei, ResultFolder Shown) : WorkerJob(Input)
{
    /// <summary>How the movie is read.</summary>
    public ReadOptions Reading { get; init; } = ReadOptions.Default;

    /// <inheritdoc/>
    internal override WorkerReport Do(LoadedModels models, Action<WorkerReport> tell, CancellationToken cancellation)
    {
        tell(new WorkerReport { FramesRead = 0 });
        NucleiTrack track = NucleiTrackReader.Read(Nuclei);
        AlignmentVerdict verdict;
        try
        {
            verdict = TrackAligner.Align(FrameSource.Open(Input, Reading), track, cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new InputException(Input, exception.Message.Split(" (Parameter", 2)[0], exception);
        }

        IReadOnlyList<FramePrediction> predictions = CountTableReader.Read(Counts);
        // Where movie and track do not fit, they are still shown together as EPIC numbers them; the verdict says what to think of it.
        FrameAlignment alignment = verdict.Holds ? verdict.Best : FrameAlignment.Epic;
        Comparison comparison = Comparison.Of(
            predictions, track.Labels(alignment).ToImmutableSortedDictionary(label => label.Frame, label => label.Counts), Input);
        Shown.Write(predictions, comparison, models.Get(null, null).Card);
        return new WorkerReport
        {
            Compared = new ComparedInput(
                track.Name,
                verdict.Holds,
                verdict.ToString(),
                comparison.Errors.Frames,
                comparison.Errors.TotalShareError,
                comparison.Errors.SummedLineageError,
                FounderLineages.All.ToDictionary(lineage => lineage.Letter(), lineage => comparison.Errors.LineageErrors[(int)lineage])),
        };
    }
}
