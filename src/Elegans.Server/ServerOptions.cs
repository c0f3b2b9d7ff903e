using System.Net;
using Elegans.Imaging;

namespace Elegans.Server;

/// <summary>How the page is served.</summary>
public sealed record ServerOptions
{
    /// <summary>The address it listens on; only this machine reaches the default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 5177;

    /// <summary>Where movies and results are kept until they are removed.</summary>
    public required string DataFolder { get; init; }

    /// <summary>What a visitor must know; null asks for nothing, which is for this machine only.</summary>
    public string? Token { get; init; }

    /// <summary>The greatest upload in bytes.</summary>
    public long MostUploadBytes { get; init; } = 16L << 30;

    /// <summary>How many movies are kept; more are refused until some are removed.</summary>
    public int MostJobs { get; init; } = 500;

    /// <summary>How large a movie may be.</summary>
    public InputLimits Limits { get; init; } = InputLimits.Default;

    /// <summary>A movie that brings no frame for so long is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);
}
