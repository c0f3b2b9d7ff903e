using System.Collections.Immutable;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>All that bore on one set of weights, beside what bore on the weights that they come from.</summary>
public sealed record LedgerAccount
{
    private readonly ByContent<ImmutableArray<string>> from = new([]);
    private readonly ByContent<ImmutableArray<LedgerRole>> unknown = new([]);
    private readonly ByContent<ImmutableArray<LedgerEntry>> entries = new([]);

    /// <summary>The SHA-256 of the weights in lower-case hexadecimal; empty while they are being trained.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The sums of the weights that they come from; none where they were trained from random ones.</summary>
    public ImmutableArray<string> From
    {
        get => from.Value;
        init => from = new(value);
    }

    /// <summary>The roles in which there may be more than the entries say.</summary>
    public ImmutableArray<LedgerRole> Unknown
    {
        get => unknown.Value;
        init => unknown = new(value);
    }

    /// <summary>What bore on them, in order, each once.</summary>
    public ImmutableArray<LedgerEntry> Entries
    {
        get => entries.Value;
        init => entries = new(value);
    }

    /// <summary>Weights that nothing is known of.</summary>
    /// <param name="sha256">Their SHA-256.</param>
    public static LedgerAccount OfUnknown(string sha256) => new() { Sha256 = sha256, Unknown = [.. Enum.GetValues<LedgerRole>()] };

    /// <summary>All that this account and another hold, under this one's sum.</summary>
    /// <param name="other">The other account.</param>
    public LedgerAccount Together(LedgerAccount other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with
        {
            From = [.. From.Union(other.From)],
            Unknown = [.. Unknown.Union(other.Unknown).Order()],
            Entries = InOrder(Entries.Concat(other.Entries)),
        };
    }

    /// <summary>This account with more entries.</summary>
    /// <param name="more">What bore on the weights beside.</param>
    public LedgerAccount With(IEnumerable<LedgerEntry> more) => this with { Entries = InOrder(Entries.Concat(more)) };

    private static ImmutableArray<LedgerEntry> InOrder(IEnumerable<LedgerEntry> entries) => [.. entries.Distinct().OrderBy(entry => entry.Role)
        .ThenBy(entry => entry.Embryo, StringComparer.Ordinal).ThenBy(entry => entry.Movie, StringComparer.Ordinal)
        .ThenBy(entry => entry.Recording, StringComparer.Ordinal)];
}
