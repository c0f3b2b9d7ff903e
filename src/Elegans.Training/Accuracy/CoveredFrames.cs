using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>The frames of one movie: whether their intervals hold the truth. A lineage that lost cells in tracing is not asked.</summary>
internal sealed class CoveredFrames
{
    private readonly (CountIntervals Intervals, FrameTruth Truth, int Stage)[] frames;

    internal CoveredFrames(IEnumerable<(FramePrediction Prediction, FrameTruth Truth)> frames) => this.frames = [.. frames
        .Where(frame => frame.Prediction.Intervals is not null && frame.Truth.Counts is not null)
        .Select(frame => (frame.Prediction.Intervals!, frame.Truth, StageOf(frame.Prediction)))];

    /// <summary>A rendered movie.</summary>
    internal static CoveredFrames Of(RenderedMovie movie, MoviePrediction prediction) =>
        new(movie.Frames.Select(frame => (prediction[frame.Reading.Frame.Value], frame.Truth)));

    /// <summary>The annotated frames of a real movie.</summary>
    internal static CoveredFrames Of(JudgedMovie movie, MoviePrediction prediction) =>
        new(movie.Join(prediction).Select(frame => (frame.Prediction, movie.TruthAt(frame.Prediction.Frame))));

    /// <summary>The share of frames whose interval holds the true total; null where none has one.</summary>
    /// <param name="stage">Frames of one stage only; all where null.</param>
    internal double? Total(int? stage = null) => Mean(frames.Where(frame => stage is null || frame.Stage == stage)
        .Select(frame => Holds(frame.Intervals.Total, frame.Truth.Counts!.Value.Total)));

    /// <summary>The same of one lineage.</summary>
    internal double? Of(Lineage lineage, int? stage = null) => Mean(frames.Where(frame => stage is null || frame.Stage == stage)
        .Select(frame => Of(frame, lineage)));

    /// <summary>The mean over frames of the share of lineages whose interval holds the truth.</summary>
    internal double? Lineages(int? stage = null) => Mean(frames.Where(frame => stage is null || frame.Stage == stage)
        .Select(frame => Mean(FounderLineages.All.Select(lineage => Of(frame, lineage)))));

    private static double? Of((CountIntervals Intervals, FrameTruth Truth, int Stage) frame, Lineage lineage) =>
        frame.Truth.IsKnown(lineage) ? Holds(frame.Intervals[lineage], frame.Truth.Counts!.Value[lineage]) : null;

    private static double? Holds(CountInterval? interval, int count) => interval is { } known ? known.Contains(count) ? 1 : 0 : null;

    private static double? Mean(IEnumerable<double?> values) => values.OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;

    /// <summary>The stage whose width the frame was given.</summary>
    private static int StageOf(FramePrediction prediction) => prediction.Clock is { } clock
        ? IntervalCalibration.StageOf(Development.ReferenceCourse.BuiltIn.Total(clock.Time))
        : IntervalCalibration.StageOf(prediction.Total ?? 0);
}
