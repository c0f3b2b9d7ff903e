using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Models;

/// <summary>
/// Every embryo, recording and movie that bore on a model, and how: on its own weights and on those of all its ancestors. It stands beside the card
/// of its package; of a package without one nothing is known, which is not the same as nothing.
/// </summary>
public sealed record TrainingLedger
{
    private readonly ByContent<ImmutableArray<LedgerAccount>> accounts;

    /// <summary>The file name of a ledger in its package.</summary>
    public const string FileName = "ledger.json";

    /// <summary>The version of the ledger's format that this library reads and writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The most bytes of a ledger; a run on 250 embryos writes about 100,000 for itself and for each ancestor.</summary>
    private const long MaxBytes = 16 << 20;

    private static readonly ModelCardJson Json = new(new JsonSerializerOptions(ModelCardJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    });

    /// <summary>The version of the ledger's format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The account of the package's own weights, and then those of all its ancestors, each once.</summary>
    public required ImmutableArray<LedgerAccount> Accounts
    {
        get => accounts.Value;
        init => accounts = new(value);
    }

    /// <summary>The account of the package's own weights.</summary>
    [JsonIgnore]
    public LedgerAccount Own => Accounts[0];

    /// <summary>Begins the ledger of weights that come from others.</summary>
    /// <param name="own">What bears on the new weights themselves.</param>
    /// <param name="parents">The ledgers of the weights that they come from.</param>
    public static TrainingLedger Of(LedgerAccount own, params IEnumerable<TrainingLedger> parents)
    {
        ArgumentNullException.ThrowIfNull(own);
        TrainingLedger[] all = [.. parents];
        return Of([own with { From = [.. own.From.Union(all.Select(parent => parent.Own.Sha256))] }, .. all.SelectMany(parent => parent.Accounts)]);
    }

    /// <summary>Reads the ledger of a package.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="card">The package's card.</param>
    /// <returns>The ledger; null where the package has none.</returns>
    /// <exception cref="ModelPackageException">It cannot be read, is malformed, or is of other weights than the package's.</exception>
    public static TrainingLedger? Read(string folder, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        string path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path)) return null;
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaxBytes) throw new ModelPackageException(
                path, FormattableString.Invariant($"is no ledger: it has {stream.Length} bytes, and {MaxBytes} are read at most."));
            using JsonDocument document = JsonDocument.Parse(stream);
            TrainingLedger ledger = TrainingLedgerReader.Read(document.RootElement);
            return ledger.Own.Sha256 == card.Weights.Sha256 ? ledger : throw new ModelPackageException(
                path, $"is of other weights: it says SHA-256 {ledger.Own.Sha256}, and the card {card.Weights.Sha256}.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelPackageException(path, $"cannot be read as a ledger: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the ledger into a package, whole or not at all.</summary>
    /// <param name="folder">The package's folder.</param>
    public void Write(string folder) => OutputFile.Write(Path.Combine(folder, FileName), stream =>
    {
        JsonSerializer.Serialize(stream, this, Json.TrainingLedger);
        stream.WriteByte((byte)'\n');
    });

    /// <summary>The ledger with another account of its own weights.</summary>
    /// <param name="own">The account.</param>
    public TrainingLedger WithOwn(LedgerAccount own) => Of([own, .. Accounts.Skip(1)]);

    /// <summary>The ledger of an average: all that bore on these weights and on others, with no sum of its own yet.</summary>
    /// <param name="other">The ledger of the others.</param>
    public TrainingLedger Together(TrainingLedger other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Of([Own.Together(other.Own), .. Accounts.Skip(1), .. other.Accounts.Skip(1)]);
    }

    /// <summary>Whether a recording bore on the weights or on any ancestor's in one role.</summary>
    /// <param name="embryo">The embryo that is asked for.</param>
    /// <param name="recording">Its recording.</param>
    /// <param name="role">The role.</param>
    public LedgerAnswer Asked(string embryo, string recording, LedgerRole role) =>
        Touching(embryo, recording).Any(touching => touching.Entry.Role == role) ? LedgerAnswer.Touched
        : Unknown(role).Any() ? LedgerAnswer.Unknown : LedgerAnswer.Untouched;

    /// <summary>What a recording did, role by role, and to which weights.</summary>
    /// <param name="embryo">The embryo that is asked for.</param>
    /// <param name="recording">Its recording.</param>
    public IEnumerable<(LedgerAccount Account, LedgerEntry Entry)> Touching(string embryo, string recording) =>
        from account in Accounts from entry in account.Entries where entry.IsOf(embryo, recording) select (account, entry);

    /// <summary>The weights on which more may have borne in a role than is known.</summary>
    /// <param name="role">The role.</param>
    public IEnumerable<LedgerAccount> Unknown(LedgerRole role) => Accounts.Where(account => account.Unknown.Contains(role));

    /// <summary>The embryos whose real frames moved the weights or an ancestor's, in order.</summary>
    public IEnumerable<string> RealMovies() => Accounts.SelectMany(account => account.Entries)
        .Where(entry => entry is { Role: LedgerRole.Weights, Movie: not null }).Select(entry => entry.Embryo).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Each weights' account once: two of the same weights hold together what either says.</summary>
    private static TrainingLedger Of(IEnumerable<LedgerAccount> accounts) => new()
    {
        Accounts = [.. accounts.GroupBy(account => account.Sha256, StringComparer.Ordinal).Select(same => same.Aggregate((one, other) => one.Together(other)))
            .Select(account => account with { From = account.From.Remove(account.Sha256) })],
    };
}
