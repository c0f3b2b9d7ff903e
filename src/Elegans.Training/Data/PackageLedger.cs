using System.Text.Json;
using System.Text.RegularExpressions;
using Elegans.Models;
using Elegans.Training.Recipe;

namespace Elegans.Training.Data;

/// <summary>The ledger of a package, whether it has one or not.</summary>
public static partial class PackageLedger
{
    /// <summary>
    /// Reads a package's ledger. Of a package without one, the split and the recipe of its card are held against it: they name recordings that bore on
    /// its weights, and prove of no other that it did not.
    /// </summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="card">The package's card.</param>
    /// <exception cref="ModelPackageException">There is a ledger, and it cannot be read.</exception>
    public static TrainingLedger Of(string folder, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return TrainingLedger.Read(folder, card) ?? OfCard(card);
    }

    /// <summary>The ledger of a package once its interval widths and its limit of misfit were measured on some embryos.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="card">The package's card.</param>
    /// <param name="embryos">The embryos, rendered from their tracks.</param>
    /// <exception cref="ModelPackageException">There is a ledger, and it cannot be read.</exception>
    public static TrainingLedger Calibrated(string folder, ModelCard card, IEnumerable<string> embryos)
    {
        TrainingLedger ledger = Of(folder, card);
        return ledger.WithOwn(ledger.Own.With(embryos.Select(embryo => Entry(embryo, null, LedgerRole.Calibration))));
    }

    /// <summary>The split that a card says its weights were trained by; null where it says none.</summary>
    internal static EmbryoSplit? SplitOf(ModelCard card) => Part<EmbryoSplit>(card, "split");

    /// <summary>What a recipe and a split tell, whatever else is not known.</summary>
    internal static LedgerAccount Told(LedgerAccount account, TrainingRecipe recipe, EmbryoSplit split) => account
        .With(split.Training.Select(embryo => Entry(embryo, null, LedgerRole.Weights)))
        .With(recipe.RealMovies.Where(movie => movie != TrainingData.AllMovies).Select(movie => Entry(movie, movie, LedgerRole.Weights)))
        .With(split.Validation.Select(embryo => Entry(embryo, null, LedgerRole.Schedule)))
        .With(split.Calibration.Select(embryo => Entry(embryo, null, LedgerRole.Calibration)))
        .With(split.Test.Select(embryo => Entry(embryo, null, LedgerRole.Test)))
        .With(ProgramLedger.Entries);

    private static TrainingLedger OfCard(ModelCard card)
    {
        LedgerAccount account = LedgerAccount.OfUnknown(card.Weights.Sha256);
        if (Part<TrainingRecipe>(card, "recipe") is not { } recipe || Part<EmbryoSplit>(card, "split") is not { } split) return TrainingLedger.Of(account);
        TrainingLedger ledger = TrainingLedger.Of(Told(account, recipe, split));
        // The weights that it names as its ancestors, of which nothing is known either.
        string[] named = [.. Sums().Matches($"{recipe.StartedFrom} {Text(card, "quantised")}").Select(match => match.Value)];
        return TrainingLedger.Of(ledger.Own, named.Select(sum => TrainingLedger.Of(LedgerAccount.OfUnknown(sum))));
    }

    private static LedgerEntry Entry(string embryo, string? movie, LedgerRole role) => new(EmbryoSplit.RecordingOf(embryo), embryo, movie, role);

    private static T? Part<T>(ModelCard card, string name)
        where T : class
    {
        try
        {
            return card.Training is { ValueKind: JsonValueKind.Object } training && training.TryGetProperty(name, out JsonElement part)
                ? part.Deserialize<T>() : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // What a card says of its training is free in form.
            return null;
        }
    }

    private static string Text(ModelCard card, string name) =>
        card.Training is { ValueKind: JsonValueKind.Object } training && training.TryGetProperty(name, out JsonElement part) ? part.GetRawText() : "";

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sums();
}
