namespace Elegans.Training;

/// <summary>Frames ready for the network, with their scaled targets.</summary>
/// <param name="Number">The batch's place in the run.</param>
/// <param name="Frames">Frame after frame, each height × width.</param>
/// <param name="Targets">Frame after frame, seven scaled counts.</param>
internal sealed record Batch(long Number, float[] Frames, float[] Targets);
