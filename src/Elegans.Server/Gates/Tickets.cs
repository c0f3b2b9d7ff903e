using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Elegans.Server.Gates;

/// <summary>
/// Tickets that open the page once. A browser is started with the address as an argument, which every account of the machine can
/// read while it runs; a ticket is used up by then, and on Linux it is good for connections of this account only.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class Tickets
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, DateTimeOffset> issued = new(StringComparer.Ordinal);

    /// <summary>Issues a ticket.</summary>
    /// <returns>The ticket, good for two minutes.</returns>
    public Ticket Issue()
    {
        foreach ((string old, DateTimeOffset end) in issued)
            if (end < DateTimeOffset.UtcNow) _ = issued.TryRemove(old, out _);
        var ticket = new Ticket(AccessToken.Make());
        issued[ticket.Value] = DateTimeOffset.UtcNow + Life;
        return ticket;
    }

    /// <summary>Takes a ticket, whoever shows it.</summary>
    /// <param name="value">What was shown.</param>
    /// <param name="visitor">Who shows it.</param>
    /// <returns>Whether it was good.</returns>
    internal bool Redeem(string value, ConnectionInfo visitor) =>
        PeerAccount.IsOurs(visitor) != false && issued.TryRemove(value, out DateTimeOffset end) && end >= DateTimeOffset.UtcNow;
}
