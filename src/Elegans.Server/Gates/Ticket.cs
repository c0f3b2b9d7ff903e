namespace Elegans.Server.Gates;

/// <summary>What opens the page once.</summary>
/// <param name="Value">The ticket, for the address <c>/?ticket=</c>.</param>
public sealed record Ticket(string Value);
