using Elegans.Imaging;
using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary>What was predicted of one input.</summary>
/// <param name="readings">What was read of it.</param>
/// <param name="field">Its embryos.</param>
/// <param name="frameInterval">Time of filming between frames, as the user or the file says; null where neither does.</param>
/// <param name="notes">What its reader should know.</param>
internal sealed class Prediction(FieldReadings readings, FieldPrediction field, TimeSpan? frameInterval, IReadOnlyList<SourceNote> notes)
{
    /// <summary>What was read of it.</summary>
    internal FieldReadings Readings { get; } = readings;

    /// <summary>Its embryos.</summary>
    internal FieldPrediction Field { get; } = field;

    /// <summary>The frames of its first embryo.</summary>
    internal MoviePrediction Frames => Field.Embryos[0].Frames;

    /// <summary>Time of filming between frames, as the user or the file says; null where neither does.</summary>
    internal TimeSpan? FrameInterval { get; } = frameInterval;

    /// <summary>What its reader should know.</summary>
    internal IReadOnlyList<SourceNote> Notes { get; } = notes;
}
