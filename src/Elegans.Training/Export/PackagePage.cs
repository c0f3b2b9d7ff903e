using System.Globalization;
using System.Text;
using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Run;

namespace Elegans.Training.Export;

/// <summary>The page for people beside a package's card, <c>README.md</c>: what the weights are, what they were trained on, what is known of them.</summary>
internal static class PackagePage
{
    /// <summary>The page's file.</summary>
    internal const string FileName = "README.md";

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="folder">The package.</param>
    /// <param name="card">Its card.</param>
    /// <param name="state">The run it comes from.</param>
    internal static void Write(string folder, ModelCard card, TrainingState state)
    {
        byte[] page = Encoding.UTF8.GetBytes(Text(card, state));
        OutputFile.Write(Path.Combine(folder, FileName), stream => stream.Write(page));
    }

    private static string Text(ModelCard card, TrainingState state)
    {
        var text = new StringBuilder();
        EmbryoSplit split = state.Split;
        string from = state.Recipe.StartedFrom is { } package ? $"the weights of {package}" : "random weights";
        Line($"""
            # Model card: {card.Name} {card.Version}

            Counts the living cells of seven lineages (A, E, M, P, C, D, Z) in one frame: a maximum projection of labelled nuclei of a *C. elegans* embryo.
            `card.json` beside this page is what programs read, `ledger.json` says what bore on the weights and on those they come from.

            ## Training

            - {TrainedCard.DataOf(RunLedger.Of(state), state.Recipe)}
            - Embryos: {split.Training.Length} to train on, {split.Validation.Length} validated, {split.Calibration.Length} kept to calibrate,
              {split.Test.Length} for the test, {split.Excluded.Length} excluded. Seed {state.Recipe.Seed}.
            - {state.FramesSeen:N0} frames in {state.Epoch} epochs, from {from}.
            """);
        if (state.Best is { } best) Line($"""
            - Best weights: {(best.Epoch == 0 ? "those it started from" : $"epoch {best.Epoch}")}; the total is off by
              {100 * best.ValidationErrors.TotalShareError:F1} % on the frames that validate, which chose them.
            """);
        Line($"""

            ## Figures

            None is measured yet on embryos that decided nothing. `elegans-train calibrate` measures interval widths, `elegans-train measure` errors; both
            write into the card.

            ## Limits

            """);
        foreach (string limit in card.Limits) Line($"- {limit}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
