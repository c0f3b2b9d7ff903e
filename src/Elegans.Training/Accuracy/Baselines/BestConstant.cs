using Elegans.Lineages;

namespace Elegans.Training.Accuracy.Baselines;

/// <summary>The same counts for every frame, chosen with the truth of all frames in hand: for the total, and for each lineage separately.</summary>
internal static class BestConstant
{
    /// <summary>Its errors, the total's being that of the constant total with the least mean error in percent.</summary>
    internal static BaselineErrors Errors(IReadOnlyCollection<LineageCounts> truth) =>
        new("best constant", "all true counts", TotalShareError(truth), CountErrors.Of(Predict(truth)).SummedLineageError);

    /// <summary>The counts with the least mean absolute error, lineage by lineage.</summary>
    internal static IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> Predict(IReadOnlyCollection<LineageCounts> truth)
    {
        var constant = new LineageCounts(
            [.. FounderLineages.All.Select(lineage => truth.Select(counts => counts[lineage]).Order().ElementAt(truth.Count / 2))]);
        return truth.Select(counts => (constant, counts));
    }

    private static double TotalShareError(IReadOnlyCollection<LineageCounts> truth) =>
        truth.Select(guess => truth.Average(counts => Math.Abs(guess.Total - counts.Total) / (double)counts.Total)).Min();
}
