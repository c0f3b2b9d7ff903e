namespace Elegans.Server.Jobs;

/// <summary>A nuclei track that waits to be compared with its movie.</summary>
/// <param name="Id">What tells it from others of the same movie; drawn at random.</param>
/// <param name="Name">What its owner calls it; shown, never a path.</param>
public sealed record WaitingTrack(string Id, string Name);
