namespace Elegans.Workers;

/// <summary>What an input came to, in a row.</summary>
/// <param name="Frames">Decoded frames.</param>
/// <param name="Counted">How many of them have counts.</param>
/// <param name="FirstTotal">Cells in the first frame with counts; null where there is none.</param>
/// <param name="LastTotal">Cells in the last one.</param>
/// <param name="FirstMinutes">The embryo's age in the first frame that has one.</param>
/// <param name="LastMinutes">Its age in the last one.</param>
/// <param name="Remark">What the reader should know, such as that the clock was not used; empty where nothing.</param>
public sealed record PredictedInput(int Frames, int Counted, int? FirstTotal, int? LastTotal, double? FirstMinutes, double? LastMinutes, string Remark)
{
    /// <summary>Sums up predictions.</summary>
    /// <param name="predictions">The predictions.</param>
    public static PredictedInput Of(IReadOnlyList<FramePrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        FramePrediction[] counted = [.. predictions.Where(frame => frame.Counts is not null)], aged = [.. predictions.Where(frame => frame.Clock is not null)];
        return new PredictedInput(
            predictions.Count,
            counted.Length,
            counted.FirstOrDefault()?.Total,
            counted.LastOrDefault()?.Total,
            aged.FirstOrDefault()?.Clock?.Time.Minutes,
            aged.LastOrDefault()?.Clock?.Time.Minutes,
            string.Join("; ", Remarks(predictions)));
    }

    private static IEnumerable<string> Remarks(IReadOnlyList<FramePrediction> predictions)
    {
        if (predictions is MoviePrediction { IsAbnormal: true }) yield return "does not develop as the reference course tells; without the clock";
        if (predictions.Count(frame => frame.Status == FrameStatus.Damaged) is > 0 and var damaged) yield return FormattableString.Invariant($"{damaged} damaged frame(s)");
    }
}
