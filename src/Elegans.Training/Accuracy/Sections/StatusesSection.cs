using Elegans.Annotation;
using Elegans.Development;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Simulation.Distractors;
using Elegans.Training.Frames;
using static Elegans.Training.Accuracy.Sections.Cells;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>Whether the model knows what it cannot count.</summary>
/// <param name="notNuclei">Images and movies that show something else than labelled nuclei.</param>
internal sealed class StatusesSection(IReadOnlyList<string> notNuclei) : IReportSection
{
    private const int DistractorSeed = 7, DistractorsOfEachKind = 40;

    /// <summary>Frames this long after tracing ended show embryos that are past the traced range by far.</summary>
    private const int FramesPastTracing = 45;

    private static bool IsNoEmbryo(FrameStatus status) => status is FrameStatus.NotNuclei or FrameStatus.NoEmbryo;

    /// <inheritdoc/>
    public void Write(MarkdownPage page, Measurements measured)
    {
        page.Line("## Knowing its limits");
        page.Line(MarkdownPage.Text(
            $"""
            `not_nuclei`: the network's eighth output, the log-odds that the frame shows labelled nuclei, is below {measured.Card.RecognitionThreshold:F1};
            `no_embryo`: it is, and the frame's contrast is below {measured.Card.Input.EmbryoContrast:F0} grey levels,
            or the contrast is below {measured.Card.Input.BlankContrast:F0}. `beyond_range`: more than {measured.Card.ValidRange.Max} cells are
            read, or, with the clock, the embryo is most likely older than the reference course
            ({ReferenceCourse.BuiltIn.Last} minutes). Real movies are read by their judges, all else by the model that the page is
            about; something else is rendered from the test embryos, and no image of it was trained on:
            """));
        page.Table(["images", "what they show", "how many", "recognised"],
            [.. Something(measured), .. Distractors(measured), .. InRange(measured), .. PastRange(measured)]);
    }

    private static IEnumerable<string[]> Row(string images, string what, FrameStatus[] statuses, Func<FrameStatus, bool> isRight) => statuses.Length == 0 ? []
        : [[images, what, $"{statuses.Length}", Percent(statuses.Count(isRight) / (double)statuses.Length)]];

    private IEnumerable<string[]> Something(Measurements measured) => notNuclei.SelectMany(path =>
    {
        measured.Report(Path.GetFileName(path));
        return Row(Path.GetFileName(path), "something else", StatusesOf(path, measured), IsNoEmbryo);
    });

    private static string[][] Distractors(Measurements measured)
    {
        var random = new Random(DistractorSeed);
        (TracedEmbryo Embryo, TimePoint[] Times)[] embryos =
            [.. measured.TestTracks.Select(track => new TracedEmbryo(track)).Select(embryo => (embryo, embryo.UsableTimePoints().ToArray()))];
        return embryos.Length == 0 ? [] : [.. Enum.GetValues<DistractorKind>().SelectMany(kind => Row(
            $"{kind}, rendered", "something else", [.. Enumerable.Range(0, DistractorsOfEachKind).Select(_ => StatusOf(kind))], IsNoEmbryo))];

        FrameStatus StatusOf(DistractorKind kind)
        {
            (TracedEmbryo embryo, TimePoint[] times) = embryos[random.Next(embryos.Length)];
            using NuclearImage image = DistractorRenderer.Render(
                kind, embryo.Renderer, times[random.Next(times.Length)], measured.Models.Recipe.Views, measured.Models.Recipe.Microscopes, random);
            return measured.Models.First.Read(image).Status;
        }
    }

    private static IEnumerable<string[]> InRange(Measurements measured)
    {
        for (int way = 0; way < WayNames.Length; way++)
        {
            FrameStatus[] statuses = [.. measured.Movies.SelectMany(movie => movie.Join(Ways(movie)[way].Prediction)).Where(frame => IsInRange(frame.Truth))
                .Select(frame => frame.Prediction.Status)];
            foreach (string[] row in Row(
                $"annotated frames of the real movies, {WayNames[way]}", "embryos in range", statuses, IsOk)) yield return row;
        }

        foreach (string[] row in Row("rendered test embryos, reading", "embryos in range",
            [.. measured.Test.SelectMany(movie => movie.Compare(measured.Predict(movie, clock: false))).Where(frame => IsInRange(frame.Truth))
                .Select(frame => frame.Prediction.Status)], IsOk)) yield return row;

        bool IsInRange(LineageCounts truth) => truth.Total <= measured.Card.ValidRange.Max;
        static bool IsOk(FrameStatus status) => status == FrameStatus.Ok;
    }

    private static IEnumerable<string[]> PastRange(Measurements measured) => Enumerable.Range(0, WayNames.Length).SelectMany(way => Row(
        $"frames of the real movies at least {FramesPastTracing} after the last traced one, {WayNames[way]}",
        "embryos past the range",
        [.. measured.Movies.SelectMany(movie => Ways(movie)[way].Prediction.Where(frame => frame.Status != FrameStatus.NoEmbryo
            && frame.Frame.Value >= movie.Truth.Keys.Last().Value + FramesPastTracing)).Select(frame => frame.Status)],
        status => status == FrameStatus.BeyondRange));

    private static FrameStatus[] StatusesOf(string path, Measurements measured)
    {
        LineagePopulationModel model = measured.Models.First;
        if (FrameSource.Open(path).IsMovie)
            return [.. model.ReadFrames(FrameSource.Open(path), measured.Cancellation).Select(reading => reading.Status)];
        using NuclearImage image = NuclearImage.Read(path);
        return [model.Read(image).Status];
    }
}
