using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Elegans.Server.Gates;

/// <summary>
/// Slows down whoever guesses tokens: of each address, a few wrong ones at once and then one a second. Nobody is kept out for
/// longer, and a browser that was let in is not asked again.
/// </summary>
internal sealed class GuessLimit : IDisposable
{
    private const int AtOnce = 10, NetworkBytes = 8;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);
    private static readonly TokenBucketRateLimiterOptions Guesses = new()
    {
        TokenLimit = AtOnce,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = Each,
        QueueLimit = 0,
    };

    private readonly PartitionedRateLimiter<IPAddress> guesses = PartitionedRateLimiter.Create<IPAddress, string>(
        address => RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => Guesses));

    /// <summary>Whether somebody may guess now.</summary>
    /// <param name="address">Who.</param>
    internal bool MayGuess(IPAddress address) => guesses.GetStatistics(address) is not { CurrentAvailablePermits: < 1 };

    /// <summary>Counts a wrong guess.</summary>
    /// <param name="address">Whose.</param>
    internal void Guessed(IPAddress address) => guesses.AttemptAcquire(address).Dispose();

    public void Dispose() => guesses.Dispose();

    /// <summary>Whoever has one IPv6 address has 2⁶⁴ of them.</summary>
    private static string Network(IPAddress address)
    {
        bool isLarge = address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6;
        return isLarge ? Convert.ToHexString(address.GetAddressBytes()[..NetworkBytes]) : address.MapToIPv4().ToString();
    }
}
