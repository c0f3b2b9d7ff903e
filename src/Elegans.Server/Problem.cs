namespace Elegans.Server;

/// <summary>Why a request was refused.</summary>
/// <param name="Reason">One sentence: what was wrong and what to do.</param>
public sealed record Problem(string Reason);
