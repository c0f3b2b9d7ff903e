namespace Elegans.Training.Run;

/// <summary>What a run computes with and whom it tells; nothing of it changes what is trained.</summary>
/// <param name="Say">Told of what takes a while.</param>
/// <param name="Threads">Chooses the number of threads; null leaves it as it is.</param>
/// <param name="FramesPerSecondAtPeak">Frames a second that training would reach if the processor multiplied all the time; null where that is not
/// known.</param>
internal sealed record RunSetting(Action<string> Say, ThreadChoice? Threads, double? FramesPerSecondAtPeak);
