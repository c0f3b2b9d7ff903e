using System.Globalization;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;

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
    private readonly ByContent<IReadOnlyList<SourceNote>> notes = new([]);
    private readonly ByContent<IReadOnlyList<ShownEmbryo>> embryos = new([]);
    private readonly ByContent<IReadOnlyList<int>> morePositions = new([]);

    private static readonly (FrameStatus Status, string Words)[] NotOk =
        [(FrameStatus.Damaged, "damaged"), (FrameStatus.NoEmbryo, "without an embryo"), (FrameStatus.NotNuclei, "not nuclei"),
            (FrameStatus.BeyondRange, "beyond the range"), (FrameStatus.CutOff, "cut off"), (FrameStatus.TooSmall, "too small"),
            (FrameStatus.Overlapping, "overlapping")];

    /// <summary>
    /// Minutes from frame to frame: of filming where the file or the user says so, else of development as the clock found it, to a tenth; null
    /// where nothing is known.
    /// </summary>
    public double? MinutesPerFrame { get; init; }

    /// <summary>What departs from a normal embryo; null where nothing does, or that was not asked.</summary>
    public Deviation? Deviates { get; init; }

    /// <summary>What its reader should know: guesses that can change counts, and what the counts do not say.</summary>
    public IReadOnlyList<SourceNote> Notes
    {
        get => notes.Value;
        init => notes = new(value);
    }

    /// <summary>The positions, from 1, that the input holds besides the one that was read; none where one was asked for.</summary>
    public IReadOnlyList<int> MorePositions
    {
        get => morePositions.Value;
        init => morePositions = new(value);
    }

    /// <summary>The embryos to choose from; none where there is only one.</summary>
    public IReadOnlyList<ShownEmbryo> Embryos
    {
        get => embryos.Value;
        init => embryos = new(value);
    }

    /// <summary>Width of the frames in pixels, which the places of <see cref="Embryos"/> are in.</summary>
    public int Width { get; init; }

    /// <summary>Height of the frames in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Sums up predictions.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="frameInterval">Time of filming between frames; null where neither the user nor the file says so.</param>
    /// <param name="notes">What its reader should know.</param>
    public static PredictedInput Of(IReadOnlyList<FramePrediction> predictions, TimeSpan? frameInterval = null, IReadOnlyList<SourceNote>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        FramePrediction[] counted = [.. predictions.Where(frame => frame.Counts is not null)], aged = [.. predictions.Where(frame => frame.Clock is not null)];
        double[] paces = [.. aged.Select(frame => frame.Clock!.Value.Pace).Order()];
        return new PredictedInput(
            predictions.Count,
            counted.Length,
            counted.FirstOrDefault()?.Total,
            counted.LastOrDefault()?.Total,
            aged.FirstOrDefault()?.Clock?.Time.Minutes,
            aged.LastOrDefault()?.Clock?.Time.Minutes,
            string.Join("; ", Remarks(predictions)))
        {
            Notes = notes ?? [],
            Deviates = predictions.Select(frame => frame.Deviation).FirstOrDefault(deviation => deviation is not null),
            MinutesPerFrame = frameInterval?.TotalMinutes ?? (paces.Length > 1 ? Math.Round(paces[paces.Length / 2], 1) : null),
        };
    }

    /// <summary>Sums up the predictions of several embryos: in numbers the first, and in words each of the others.</summary>
    /// <param name="embryos">The embryos.</param>
    /// <param name="frameInterval">Time of filming between frames; null where neither the user nor the file says so.</param>
    /// <param name="notes">What its reader should know.</param>
    internal static PredictedInput Of(IReadOnlyList<EmbryoPrediction> embryos, TimeSpan? frameInterval, IReadOnlyList<SourceNote> notes)
    {
        PredictedInput first = Of(embryos[0].Frames, frameInterval, notes);
        if (embryos.Count == 1) return first;
        IEnumerable<string> others = embryos.Skip(1).Select(embryo => string.Create(
            CultureInfo.InvariantCulture, $"embryo {embryo.Number}: {Of(embryo.Frames, frameInterval)}"));
        string which = string.Create(CultureInfo.InvariantCulture, $"the first of {embryos.Count} embryos");
        return first with { Remark = string.Join("; ", [which, .. first.Remark.Length > 0 ? [first.Remark] : (string[])[], .. others]) };
    }

    /// <summary>What came out, as a sentence without a full stop: <c>146 frames, 146 counted, 2 to 361 cells, 1.6 min a frame</c>.</summary>
    public override string ToString()
    {
        string counted = Counted == 0 ? "none counted" : string.Create(CultureInfo.InvariantCulture, $"{Counted} counted");
        string cells = (FirstTotal, LastTotal) switch
        {
            ({ } first, { } last) when first != last => string.Create(CultureInfo.InvariantCulture, $", {first} to {last} cells"),
            ({ } first, _) => string.Create(CultureInfo.InvariantCulture, $", {first} {(first == 1 ? "cell" : "cells")}"),
            _ => "",
        };
        string pace = MinutesPerFrame is { } minutes && Frames > 1 ? string.Create(CultureInfo.InvariantCulture, $", {minutes:0.0#} min a frame") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Frames} {(Frames == 1 ? "frame" : "frames")}, {counted}{cells}{pace}{(Remark.Length > 0 ? $"; {Remark}" : "")}");
    }

    private static IEnumerable<string> Remarks(IReadOnlyList<FramePrediction> predictions)
    {
        if (predictions is MoviePrediction { Deviation: { } deviation }) yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{(deviation.IsFewer ? "fewer" : "more")} cells than a normal embryo from frame {deviation.From} on; without the clock");
        else if (predictions is MoviePrediction { IsAbnormal: true }) yield return "does not develop as the reference course says; without the clock";
        foreach ((FrameStatus status, string words) in NotOk)
            if (predictions.Count(frame => frame.Status == status) is > 0 and var count) yield return string.Create(
                CultureInfo.InvariantCulture, $"{count} {words}");
    }
}
