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

    /// <summary>Everything worth a line, the guesses of reading first.</summary>
    /// <param name="source">The input, read to its end.</param>
    /// <param name="predictions">What was counted.</param>
    /// <param name="card">The model that counted.</param>
    internal static IReadOnlyList<SourceNote> Of(FrameSource source, IReadOnlyList<FramePrediction> predictions, ModelCard card)
    {
        var notes = new List<SourceNote>(source.Notes);
        int damaged = predictions.Count(frame => frame.Status == FrameStatus.Damaged);
        if (damaged > 0) notes.Add(
            new SourceNote(Text($"{damaged} of {predictions.Count} frames are damaged and have no counts; the others keep their numbers.")));
        if (predictions.Count > damaged && predictions.All(frame => frame.Counts is null)) notes.Add(Uncounted(predictions));
        if (predictions is MoviePrediction { IsAbnormal: true } movie) notes.Add(Abnormal(movie, source.Notes, card));
        return notes;
    }

    /// <summary>Where nothing was counted, why, and what to try.</summary>
    private static SourceNote Uncounted(IReadOnlyList<FramePrediction> predictions)
    {
        int dark = predictions.Count(frame => frame.Status == FrameStatus.NoEmbryo), other = predictions.Count(frame => frame.Status == FrameStatus.NotNuclei);
        return dark >= other
            ? new SourceNote(
                Text($"No frame could be counted: {dark} of {predictions.Count} have too little contrast. The nuclei may be in another channel, or too dim."),
                InputRemedy.Colour)
            : new SourceNote(
                Text($"No frame could be counted: {other} of {predictions.Count} show something else than bright labelled nuclei on a dark ground.")
                + " The nuclei may be in another channel, the picture may be inverted, or its label may be of membranes.",
                InputRemedy.Colour);
    }

    private static SourceNote Abnormal(MoviePrediction movie, IReadOnlyList<SourceNote> reading, ModelCard card)
    {
        string misfit = Text($"(misfit {movie.Misfit:F2}, normal embryos reach {card.MaxMisfit:F2})");
        string[] questions = [.. Misreadings.Where(misreading => reading.Any(note => note.Remedy == misreading.Remedy))
            .Select(misreading => misreading.Question)];
        return questions.Length > 0
            ? new SourceNote(
                $"The frames do not follow each other as in a normal embryo {misfit}. First check {string.Join(" and ", questions)}: it was guessed. The "
                + $"frames are taken one by one, without the clock.")
            : new SourceNote($"This embryo does not develop as the reference course says {misfit}; its frames are taken one by one, without the clock.");
    }

    private static string Text(ref InvariantText text) => text.ToStringAndClear();
}
