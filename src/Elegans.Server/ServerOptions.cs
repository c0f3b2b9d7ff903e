using System.Net;
using Elegans.Imaging;
using Elegans.Server.Gates;

namespace Elegans.Server;

/// <summary>How the page is served.</summary>
public sealed record ServerOptions
{
    /// <summary>The address it listens on; only this machine reaches the default.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 5177;

    /// <summary>What a visitor must know; drawn at random where it is not set.</summary>
    public string Token { get; init; } = AccessToken.Make();

    /// <summary>The greatest upload in bytes.</summary>
    public long MaxUploadBytes { get; init; } = 16L << 30;

    /// <summary>How many movies are kept; more are refused until some are removed.</summary>
    public int MaxJobs { get; init; } = 500;

    /// <summary>How many bytes movies and results may take before no more uploads are taken; null for no bound but the disk's.</summary>
    public long? MaxDiskBytes { get; init; }

    /// <summary>How long a movie that is over is kept, from when it came; null for as long as nobody removes it.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>How large a movie may be.</summary>
    public InputLimits Limits { get; init; } = InputLimits.Default;

    /// <summary>A movie that brings no frame for so long is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);
}
