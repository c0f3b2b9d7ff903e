using System.Globalization;
using System.Text.Json;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Training.Export;

/// <summary>The card of weights that come straight from a run: how they were trained, and nothing measured yet.</summary>
public static class TrainedCard
{
    /// <summary>How the names of embryos begin that were drawn from the reference embryo.</summary>
    public const string DrawnName = "reference-";

    /// <summary>Writes the card of a run's weights.</summary>
    /// <param name="state">How far the run has come.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The model's version.</param>
    public static ModelCard Of(TrainingState state, string name, string version)
    {
        ArgumentNullException.ThrowIfNull(state);
        EpochResult? best = state.Best;
        return new ModelCard
        {
            Format = ModelCard.CurrentFormat,
            Name = name,
            Version = version,
            Lineages = FounderLineages.All,
            Input = state.Recipe.Input,
            Scaling = state.Recipe.Scaling,
            // A network that never saw anything else cannot tell labelled nuclei from it.
            RecognitionThreshold = state.Recipe.DistractorShare > 0 ? 0 : null,
            ValidRange = new CellRange(2, 350),
            Weights = new WeightsFile("", "", ""),
            Training = JsonSerializer.SerializeToElement(new
            {
                architecture = "ResNet18, one grey channel, eight outputs: seven counts and whether labelled nuclei are shown",
                data = DataOf(RunLedger.Of(state), state.Recipe),
                frames = state.FramesSeen.ToString("N0", CultureInfo.InvariantCulture),
                epochs = state.Epoch,
                bestEpoch = best,
                recipe = state.Recipe,
                split = state.Split,
            }),
            Limits =
            [
                "Trained between 2 and about 350 cells. Later embryos are read as if they stood near the end of that range, or younger.",
                "Maximum projections of labelled nuclei only. Most other images are recognised as such, single slices are not.",
                "Lineages are those of a normal embryo of the total read: one that departs without changing the total much is neither counted nor noticed.",
            ],
            Citations =
            [
                "Murray JI et al. 2012. Multidimensional regulation of gene expression in the C. elegans embryo. Genome Research 22:1282-1294. "
                    + "https://doi.org/10.1101/gr.131920.111",
                "Sulston JE et al. 1983. The embryonic cell lineage of the nematode Caenorhabditis elegans. Developmental Biology 100:64-119. "
                    + "https://doi.org/10.1016/0012-1606(83)90201-4",
                "He K et al. 2016. Deep residual learning for image recognition. CVPR. https://doi.org/10.1109/CVPR.2016.90",
            ],
        };
    }

    /// <summary>What was trained on, by these weights and by those they come from.</summary>
    internal static string DataOf(TrainingLedger ledger, TrainingRecipe recipe)
    {
        string[] rendered = [.. ledger.Accounts.SelectMany(account => account.Entries)
            .Where(entry => entry is { Role: LedgerRole.Weights, Movie: null }).Select(entry => entry.Embryo).Distinct()];
        int drawn = rendered.Count(embryo => embryo.StartsWith(DrawnName, StringComparison.Ordinal));
        string[] real = [.. ledger.RealMovies()];
        string unknown = string.Join(", ", ledger.Unknown(LedgerRole.Weights).Select(account => account.Sha256.Length > 0 ? account.Sha256 : "this run"));
        return FormattableString.Invariant($"Frames rendered from {rendered.Length - drawn} nuclei tracks")
            + (drawn > 0 ? FormattableString.Invariant($" and from {drawn} embryos drawn from the reference embryo") : "")
            + (real.Length > 0 ? $", and frames of the real movies of {string.Join(" and ", real)}" : "; no real frame is known to have been trained on")
            + (recipe.Labels == LabelSource.Published ? "; labels are those of a published table" : "")
            + (unknown.Length > 0 ? $"; what else was trained on is not known of {unknown}." : ".");
    }
}
