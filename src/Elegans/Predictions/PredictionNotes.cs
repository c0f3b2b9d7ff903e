using Elegans.Files;
using Elegans.Imaging;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>What whoever uses a prediction should know: how the input was understood, and what the counts do not say.</summary>
internal static class PredictionNotes
{
    /// <summary>Guesses that can make a normal embryo look abnormal, with the question to ask first.</summary>
    private static readonly (InputRemedy Remedy, string Question)[] Misreadings =
    [
        (InputRemedy.Slices, "whether its planes are slices or time points"),
        (InputRemedy.Interval, "the time between frames"),
        (InputRemedy.StackChannel, "the channel"),
        (InputRemedy.Colour, "the colour of the nuclei"),
        (InputRemedy.Position, "the position"),
    ];

    /// <summary>A status of more frames than this share is worth a line.</summary>
    private const double OftenEnough = 0.1;

    /// <summary>The network knows embryos that fill more of the frame; a little less is borne.</summary>
    private const double MinSpan = 0.5;

    /// <summary>Everything worth a line, the guesses of reading first.</summary>
    /// <param name="source">The input, read to its end.</param>
    /// <param name="predicted">What was counted.</param>
    /// <param name="card">The model that counted.</param>
    /// <param name="isOnlyOne">Whether only the first of several embryos is shown.</param>
    internal static IReadOnlyList<SourceNote> Of(FrameSource source, FieldPrediction predicted, ModelCard card, bool isOnlyOne = false)
    {
        var notes = new List<SourceNote>(source.Notes);
        EmbryoPrediction[] shown = isOnlyOne ? [predicted.Embryos[0]] : [.. predicted.Embryos];
        notes.AddRange(OfField(predicted, shown));
        MoviePrediction predictions = shown[0].Frames;
        int damaged = predictions.Count(frame => frame.Status == FrameStatus.Damaged);
        if (damaged > 0) notes.Add(
            new SourceNote(Text($"{damaged} of {predictions.Count} frames are damaged and have no counts; the others keep their numbers.")));
        if (shown.All(embryo => embryo.Frames.All(frame => frame.Counts is null)) && Uncounted(predictions) is { } reason) notes.Add(reason);
        notes.AddRange(shown.Where(embryo => embryo.Frames.IsAbnormal).Select(embryo => Abnormal(
            embryo.Frames, shown.Length > 1 ? Text($"Embryo {embryo.Number}") : "This embryo", source.Notes, card)));
        return notes;
    }

    /// <summary>What was seen beside the embryo, and what of it was not seen.</summary>
    private static IEnumerable<SourceNote> OfField(FieldPrediction predicted, EmbryoPrediction[] shown)
    {
        int count = predicted.Field.Embryos.Length;
        if (!predicted.AreCutOut && count == 0 && predicted.Field.LightSpan < MinSpan && predicted.Embryos[0].Frames.Any(frame => frame.Counts is not null))
            yield return new SourceNote(
                Text($"No embryo's outline was found, and what is bright takes {predicted.Field.LightSpan:P0} of the picture: the counts may be far off."),
                InputRemedy.Region);
        if (count > 1 && predicted.AreCutOut && predicted.Embryos.Any(
            embryo => embryo.Frames.Any(frame => frame.Counts is not null))) yield return shown.Length == 1
            ? new SourceNote(
                Text($"{count} embryos were found; these are the counts of embryo {shown[0].Number} from the left."), InputRemedy.Embryo)
            : new SourceNote(Text($"{count} embryos were found, and each was counted on its own; they are numbered from the left."), InputRemedy.Embryo);
        if (predicted is { AreCutOut: true, Field.HasWriting: true })
            yield return new SourceNote("Writing, a bar or a border is in the picture; it was hidden from the network.");
        foreach (EmbryoPrediction embryo in shown)
        {
            string name = shown.Length > 1 ? Text($"Embryo {embryo.Number}") : "The embryo";
            if (Share(embryo, FrameStatus.CutOff) > OftenEnough) yield return new SourceNote(
                $"{name} is cut off by the border of the picture: its counts are lower bounds.");
            if (predicted.Field.IsExplained && Share(embryo, FrameStatus.Overlapping) > OftenEnough) yield return new SourceNote(
                $"{name} lies before or behind another: its counts are uncertain.");
            if (Share(embryo, FrameStatus.TooSmall) > OftenEnough) yield return new SourceNote(
                Text($"{name} is {embryo.Outline!.Length:F0} pixels long, and {EmbryoFit.MinLength:F0} are needed to count nuclei."));
        }

        static double Share(EmbryoPrediction embryo, FrameStatus status) =>
            embryo.Frames.Count(frame => frame.Status == status) / (double)Math.Max(1, embryo.Frames.Count);
    }

    /// <summary>Where nothing was counted, why, and what to try; null where the network did not say why.</summary>
    private static SourceNote? Uncounted(MoviePrediction predictions)
    {
        int dark = predictions.Count(frame => frame.Status == FrameStatus.NoEmbryo), other = predictions.Count(frame => frame.Status == FrameStatus.NotNuclei);
        if (dark + other == 0) return null;
        return dark >= other
            ? new SourceNote(
                Text($"No frame could be counted: {dark} of {predictions.Count} have too little contrast. The nuclei may be in another channel, or too dim."),
                InputRemedy.Colour)
            : new SourceNote(
                Text($"No frame could be counted: {other} of {predictions.Count} show something else than bright labelled nuclei on a dark ground.")
                + " The nuclei may be in another channel, the picture may be inverted, or its label may be of membranes.",
                InputRemedy.Colour);
    }

    private static SourceNote Abnormal(MoviePrediction movie, string name, IReadOnlyList<SourceNote> reading, ModelCard card)
    {
        string misfit = Text($"(misfit {movie.Misfit:F2}, normal embryos reach {card.MaxMisfit:F2})");
        string? growth = movie.Deviation is not { } deviation ? null
            : Text($"noticed from frame {deviation.From} on, there are {(deviation.IsFewer ? "fewer" : "more")} cells than a normal embryo has at the pace ")
                + Text($"before ({deviation.Measured:F0} measured and {deviation.Expected:F0} expected around frame {deviation.Worst})");
        string[] questions = [.. Misreadings.Where(misreading => reading.Any(note => note.Remedy == misreading.Remedy))
            .Select(misreading => misreading.Question)];
        return questions.Length > 0
            ? new SourceNote(
                $"{name}: the frames do not follow each other as in a normal embryo{(growth is null ? $" {misfit}" : $": {growth}")}. "
                + $"First check {string.Join(" and ", questions)}: it was guessed. The frames are taken one by one, without the clock.")
            : growth is not null ? new SourceNote(
                $"{name} does not develop as a normal one, or filming paused, or the temperature changed: {growth}. Its frames are taken one by one, "
                + $"without the clock.")
            : new SourceNote($"{name} does not develop as the reference course says {misfit}; its frames are taken one by one, without the clock.");
    }

    private static string Text(ref InvariantText text) => text.ToStringAndClear();
}
