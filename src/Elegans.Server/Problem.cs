namespace Elegans.Server;

/// <summary>Why a request was refused.</summary>
/// <param name="reason">One sentence: what was wrong and what to do. Places on this machine are taken out.</param>
public sealed class Problem(string reason)
{
    /// <summary>One sentence: what was wrong and what to do.</summary>
    public string Reason { get; } = PublicText.Of(reason);
}
