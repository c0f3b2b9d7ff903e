using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary>What was predicted of one input.</summary>
/// <param name="frames">Its frames.</param>
/// <param name="minutesPerFrame">Minutes of filming between frames, as the user or the file says; null where neither does.</param>
internal sealed class Prediction(IReadOnlyList<FramePrediction> frames, double? minutesPerFrame)
{
    /// <summary>Its frames.</summary>
    internal IReadOnlyList<FramePrediction> Frames { get; } = frames;

    /// <summary>Minutes of filming between frames, as the user or the file says; null where neither does.</summary>
    internal double? MinutesPerFrame { get; } = minutesPerFrame;
}
