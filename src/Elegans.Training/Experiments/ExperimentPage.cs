using System.Collections.Immutable;
using Elegans.Annotation.Audit;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Training.Accuracy;
using Elegans.Training.Plots;
using Elegans.Training.Recipe;

namespace Elegans.Training.Experiments;

/// <summary>Writes the page on the experiment with labels, and its figures.</summary>
public sealed class ExperimentPage
{
    /// <summary>The runs, seed by seed, of each the one with stretched labels first.</summary>
    public required IReadOnlyList<ExperimentRun> Runs { get; init; }

    /// <summary>What the table says of the first movie's embryo; null where it says nothing.</summary>
    public EmbryoAudit? Labels { get; init; }

    /// <summary>What the runs with stretched labels read in the real movies, those with true ones, and then this project's own models.</summary>
    public required IReadOnlyList<JudgedRuns> Judged { get; init; }

    /// <summary>The command that writes the page.</summary>
    public required string Command { get; init; }

    /// <summary>Whether each run with true labels beats its twin of the same seed on every movie.</summary>
    public bool TruthWins => Judged[0].Seeds.Zip(Judged[1].Seeds).SelectMany(seed => seed.First.Zip(seed.Second))
        .All(pair => ErrorsOf(pair.Second).TotalShareError < ErrorsOf(pair.First).TotalShareError
        && ErrorsOf(pair.Second).SummedLineageError < ErrorsOf(pair.First).SummedLineageError);

    /// <summary>Writes the page and, into the folder <c>images</c> beside it, its figures.</summary>
    /// <param name="path">The page.</param>
    public void Write(string path)
    {
        string images = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "images");
        Directory.CreateDirectory(images);
        var page = new MarkdownPage();
        page.Line("# What stretched labels cost");
        page.Line($"Written by `{Command}` from its own runs; nothing here is typed by hand.");
        Introduce(page);
        if (Labels is { Traced: not null }) DrawLabels(page, images, Labels);
        Results(page);
        Figures(page, images);
        Recipe(page);
        string text = page.ToString();
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        });
    }

    private static CountErrors ErrorsOf(JudgedMovie movie) => movie.ErrorsOf(movie.FrameByFrame);

    private void Introduce(MarkdownPage page)
    {
        TrainingRecipe recipe = Runs[0].State.Recipe;
        page.Line(
            "The predecessor (py_elegans) trained a ResNet18 on a table of frame labels in which time is stretched by up to a factor of two\n" +
            "(`elegans labels audit` shows it embryo by embryo). This is its notebook's recipe, trained twice on the same frames of the same\n" +
            "embryos, from the same random weights, in the same order: once with the table's labels, once with the counts that the embryos'\n" +
            "nuclei imply. Nothing else differs. Both are then judged on real movies, frame by frame and without the developmental clock,\n" +
            "against the true counts; neither saw a frame of these movies, nor a rendering of their embryos.");
        page.Line(
            "**The frames are rendered**, from EPIC's nuclei tracks, because the frames that the table labels are not published with it:\n" +
            "three real movies are, and those judge. Rendering gives both runs the same images, so that labels alone make the difference;\n" +
            "what it does not show is how well the notebook did on its own, real frames.");
        page.Line(MarkdownPage.Text(
            $"Each run: {recipe.StoredFrames:N0} frames of {Runs[0].State.Split.Training.Length} embryos, drawn {Runs[0].State.FramesSeen:N0} times in "
                + $"{recipe.AllEpochs} epochs; {Hours(Runs[0])} with stretched labels, {Hours(Runs[1])} with true ones, on the processor. The notebook had "
                + $"some 60,000 frames; `--frames` sets the number, and more will lower all errors but not the stretch."));
        int[] seeds = [.. Runs.Select(run => run.Seed).Distinct()];
        page.Line(seeds.Length == 1
            ? "**One seed**: how much of a difference is chance is not known (`--seeds 3`)."
            : $"All of it with the seeds {string.Join(", ", seeds)}: other first weights and other frames of the same embryos. Figures are means over seeds ± "
                + "standard deviation.");
    }

    private static void DrawLabels(MarkdownPage page, string images, EmbryoAudit labels)
    {
        const string file = "experiment-labels.png";
        new LineageFigure
        {
            Predicted = [.. labels.Published.Select(frame => FramePrediction.Of(frame.Key, frame.Value))],
            Annotated = labels.Traced!,
            PredictedName = "published",
            AnnotatedName = "traced",
            Scale = CountScale.Linear,
            Title = labels.Embryo,
            Subtitle = MarkdownPage.Text($"published labels; time is stretched by {labels.Stretch:F2}"),
        }.Save(Path.Combine(images, file));
        page.Line("## The labels");
        page.Line($"![Published labels, dashed, over the traced counts of {labels.Embryo}](images/{file})");
        page.Line("The published labels of one embryo beside what its nuclei imply. Past the last traced frame there is no truth, but there are labels.");
    }

    private void Results(MarkdownPage page)
    {
        page.Line("## On real movies, against the true counts");
        page.Table(
            ["movie", "trained by", "weights", "what they had seen", "how", "frames", "total off by", "too many", "lineages, summed, in cells",
                "within 10 %"],
            Judged[0].Seeds[0].SelectMany((_, movie) => Judged.SelectMany(judged => Ways(judged).Select(way => Row(judged, movie, way)))));
        page.Line("*Too many* is the mean of predicted / traced − 1: above 0 where more cells are seen than there are. " + (TruthWins
            ? "**True labels win on every movie, with every seed.**"
            : "**True labels do not win on every movie with every seed**; what is written above has to be understood before it is used."));
        page.Line(
            """
            The rows *frame by frame* of this project's own recipe are the rows *reading* of [accuracy](accuracy.md), and those *with the clock* the rows
            of that name, wherever the same weights judged: both pages name the weights by the beginning of their SHA-256. Where the weights differ, so do
            the figures: accuracy judges the packages in eight bits, which read a little differently. The preset's rows stand on this page
            alone: it is another recipe, and it is judged frame by frame only, because the clock would hide what its labels did to it.
            """);
    }

    /// <summary>The preset is judged as the notebook used it; this project's own recipe also as it is meant to be used.</summary>
    private (string Name, Func<JudgedMovie, MoviePrediction> Of)[] Ways(JudgedRuns judged) => Judged.Take(2).Contains(judged)
        ? [("frame by frame", movie => movie.FrameByFrame)]
        : [("frame by frame", movie => movie.FrameByFrame), ("with the clock", movie => movie.WithClock)];

    private static IReadOnlyList<string> Row(JudgedRuns judged, int movie, (string Name, Func<JudgedMovie, MoviePrediction> Of) way)
    {
        JudgedMovie[] seeds = [.. judged.Of(movie)];
        return
        [
            seeds[0].Embryo, judged.Name, string.Join(", ", seeds.Select(seed => $"`{seed.Card.Weights.Sha256[..8]}`").Distinct()),
            string.Join(", ", seeds.Select(seed => seed.Training.Split(':')[0]).Distinct()), way.Name,
            MarkdownPage.Text($"{seeds[0].ErrorsOf(way.Of(seeds[0])).Frames}"),
            Over(seed => seed.ErrorsOf(way.Of(seed)).TotalShareError, share => MarkdownPage.Text($"{share:P1}")),
            Over(seed => Bias(seed, way.Of(seed)), share => MarkdownPage.Text($"{share:+0.0 %;-0.0 %;0.0 %}")),
            Over(seed => seed.ErrorsOf(way.Of(seed)).SummedLineageError, cells => MarkdownPage.Text($"{cells:F1}")),
            Over(seed => seed.ErrorsOf(way.Of(seed)).ShareWithinTenPercent, share => MarkdownPage.Text($"{share:P0}")),
        ];

        string Over(Func<JudgedMovie, double> figure, Func<double, string> format) => SeedSpread.Of(seeds.Select(figure)).Text(format);
    }

    private void Figures(MarkdownPage page, string images)
    {
        page.Line("## One movie, both ways");
        foreach (JudgedRuns judged in Judged)
        {
            JudgedMovie movie = judged.Seeds[0][0];
            string name = judged.Name;
            string file = $"experiment-{string.Concat(name.Where(letter => char.IsAsciiLetter(letter) || letter == ' ')).Trim().Replace(' ', '-')}.png";
            new LineageFigure
            {
                Predicted = [.. movie.FrameByFrame],
                Annotated = movie.Truth,
                AnnotatedName = "traced",
                Scale = CountScale.Linear,
                Title = movie.Embryo,
                Subtitle = MarkdownPage.Text($"{name}: total off by {ErrorsOf(movie).TotalShareError:P1}"),
            }.Save(Path.Combine(images, file));
            page.Line($"![{name}, dashed, over traced counts of {movie.Embryo}](images/{file})");
        }

        page.Line("## Learning curves");
        ExperimentRun[] first = [.. Runs.Where(run => run.Seed == Runs[0].Seed)];
        double[] epochs = [.. Enumerable.Range(1, first.Max(run => run.State.Epoch)).Select(epoch => (double)epoch)];
        HistoryFigures.Save(Path.Combine(images, "experiment-loss.png"), "loss", epochs, true, [.. first.SelectMany(run => new[]
        {
            ($"training, {run.Name.Split(", ")[^1]}", run.State.History.Select(epoch => epoch.TrainingLoss ?? double.NaN).ToArray()),
            ($"validation, {run.Name.Split(", ")[^1]}", run.State.History.Select(epoch => epoch.ValidationLoss).ToArray()),
        })]);
        page.Line("![Training and validation loss of both runs of the first seed, epoch by epoch](images/experiment-loss.png)");
        page.Line("Each run validates against its own labels, on rendered frames of embryos it is not trained on: a low loss under stretched labels is "
            + "no low error.");
    }

    private void Recipe(MarkdownPage page)
    {
        page.Line("## What was in training");
        foreach (JudgedRuns judged in Judged) page.Item($"{judged.Name}: "
            + string.Join("; ", judged.Seeds[0].Select(movie => $"{movie.Embryo}: {movie.Training}")));
        page.Line("The notebook's recipe is `recipes/notebook.json`; this project's own is described in the [model "
            + "card](../models/lineage-population/README.md), "
            + "where the errors with the developmental clock are, too.");
    }

    private static double Bias(JudgedMovie movie, MoviePrediction prediction) => movie.Join(prediction)
        .Where(frame => frame.Truth.Total > 0 && frame.Prediction.Total is not null)
        .Average(frame => (frame.Prediction.Total!.Value / (double)frame.Truth.Total) - 1);

    private static string Hours(ExperimentRun run) => MarkdownPage.Text($"{TimeSpan.FromSeconds(run.State.History.Sum(epoch => epoch.Seconds)):h\\:mm} h");
}
