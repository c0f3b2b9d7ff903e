using System.Collections.Immutable;
using System.Text.Json;

namespace Elegans.Models;

/// <summary>Reads ledgers field by field, as <see cref="ModelCardReader"/> reads cards.</summary>
internal static class TrainingLedgerReader
{
    /// <summary>More than any training makes, and few enough to hold in memory.</summary>
    private const int MaxAccounts = 1000, MaxEntries = 200_000, MaxName = 500;

    /// <summary>Reads a ledger.</summary>
    /// <exception cref="JsonException">It is malformed; the message names the field.</exception>
    internal static TrainingLedger Read(JsonElement element)
    {
        CardObject.RequireUnicode(element);
        var ledger = new CardObject(element, "");
        int format = ledger.Whole("format", 0, int.MaxValue);
        if (format != TrainingLedger.CurrentFormat) throw new JsonException(
            $"it has format {format}; this version of Elegans reads format {TrainingLedger.CurrentFormat}");
        JsonElement[] listed = ledger.List("accounts");
        if (listed.Length is 0 or > MaxAccounts) throw new JsonException($"'accounts' has {listed.Length} in place of 1 to {MaxAccounts}");
        if (listed.Sum(Entries) > MaxEntries) throw new JsonException($"it has more than {MaxEntries} entries");
        ImmutableArray<LedgerAccount> accounts = [.. listed.Select((account, number) => Account(account, $"accounts[{number}]"))];
        ledger.End();
        HashSet<string> sums = new(StringComparer.Ordinal);
        foreach (LedgerAccount account in accounts)
            if (!sums.Add(account.Sha256)) throw new JsonException($"'accounts' has two of the weights {account.Sha256}");
        string? missing = accounts.SelectMany(account => account.From).FirstOrDefault(from => !sums.Contains(from));
        return missing is null ? new TrainingLedger { Accounts = accounts }
            : throw new JsonException($"'accounts' has none of the weights {missing}, an ancestor");
    }

    /// <summary>How many entries an account lists, before one of them is read.</summary>
    private static long Entries(JsonElement account) => account.ValueKind == JsonValueKind.Object && account.TryGetProperty("entries", out JsonElement entries)
        && entries.ValueKind == JsonValueKind.Array ? entries.GetArrayLength() : 0;

    private static LedgerAccount Account(JsonElement element, string place)
    {
        var account = new CardObject(element, place);
        string sum = Sum(account.Text("sha256"), $"{place}.sha256");
        ImmutableArray<string> from = [.. account.Texts("from").Select(text => Sum(text, $"{place}.from"))];
        ImmutableArray<LedgerRole> unknown = [.. account.Texts("unknown").Select(text => ModelCardReader.Named<LedgerRole>(text, $"{place}.unknown"))];
        ImmutableArray<LedgerEntry> entries = [.. account.List("entries").Select((entry, line) => Entry(entry, $"{place}.entries[{line}]"))];
        account.End();
        return new LedgerAccount { Sha256 = sum, From = from, Unknown = unknown, Entries = entries };
    }

    private static LedgerEntry Entry(JsonElement element, string place)
    {
        var entry = new CardObject(element, place);
        var read = new LedgerEntry(
            Name(entry.Text("recording"), $"{place}.recording"),
            Name(entry.Text("embryo"), $"{place}.embryo"),
            entry.Find("movie") is { } movie ? Name(movie.ValueKind == JsonValueKind.String ? movie.GetString()! : "", $"{place}.movie") : null,
            ModelCardReader.Named<LedgerRole>(entry.Text("role"), $"{place}.role"));
        entry.End();
        return read;
    }

    private static string Sum(string text, string field) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower) ? text
        : throw new JsonException($"'{field}' is not a sum of 64 lower-case hexadecimal digits");

    private static string Name(string text, string field) => text.Length is > 0 and <= MaxName && !text.Any(char.IsControl) ? text
        : throw new JsonException($"'{field}' is not a text of 1 to {MaxName} letters on one line");
}
