using System.Collections.Immutable;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Evaluation;

/// <summary>Predictions joined with an annotation, frame by frame; only annotated frames that were decoded count.</summary>
public sealed record Comparison
{
    private readonly ByContent<ImmutableSortedDictionary<FrameIndex, LineageCounts>> annotated;

    private Comparison(ImmutableSortedDictionary<FrameIndex, LineageCounts> annotated, CountErrors errors, int uncounted)
    {
        this.annotated = new(annotated);
        Errors = errors;
        Uncounted = uncounted;
    }

    /// <summary>The annotated frames that were compared.</summary>
    public ImmutableSortedDictionary<FrameIndex, LineageCounts> Annotated => annotated.Value;

    /// <summary>How far the predictions lie from the annotation.</summary>
    public CountErrors Errors { get; }

    /// <summary>How many annotated frames were not counted; each is compared as if no cell had been seen.</summary>
    public int Uncounted { get; }

    /// <summary>The first frame compared.</summary>
    public FrameIndex First => Annotated.Keys.First();

    /// <summary>The last frame compared.</summary>
    public FrameIndex Last => Annotated.Keys.Last();

    /// <summary>Joins predictions and annotation by frame, never by position.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="annotated">The annotated frames.</param>
    /// <param name="path">The movie or table the predictions are of, for messages.</param>
    /// <exception cref="InputException">No annotated frame was predicted.</exception>
    public static Comparison Of(IReadOnlyList<FramePrediction> predictions, ImmutableSortedDictionary<FrameIndex, LineageCounts> annotated, string path)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(annotated);
        Dictionary<FrameIndex, FramePrediction> byFrame = predictions.ToDictionary(prediction => prediction.Frame);
        var compared = annotated.Where(frame => byFrame.ContainsKey(frame.Key) && frame.Value.Total > 0).ToImmutableSortedDictionary();
        if (compared.IsEmpty) throw new InputException(
            path, "none of its frames is annotated in this track; check that the two belong together (elegans align) and the offset.");
        CountErrors errors = CountErrors.Of(compared.Select(frame => (byFrame[frame.Key].Counts ?? default, frame.Value)));
        return new Comparison(compared, errors, compared.Keys.Count(frame => byFrame[frame].Counts is null));
    }
}
