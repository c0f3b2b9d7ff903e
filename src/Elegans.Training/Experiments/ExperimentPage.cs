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
    /// <summary>The two runs, stretched labels first.</summary>
    public required IReadOnlyList<ExperimentRun> Runs { get; init; }

    /// <summary>What the table says of the first movie's embryo; null where it says nothing.</summary>
    public EmbryoAudit? Labels { get; init; }

    /// <summary>What each run, and then this project's own models, read in the real movies.</summary>
    public required IReadOnlyList<(string Name, ImmutableArray<JudgedMovie> Movies)> Judged { get; init; }

    /// <summary>The command that writes the page.</summary>
    public required string Command { get; init; }

    /// <summary>Whether the run with true labels beats its twin on every movie.</summary>
    public bool TruthWins => Judged[0].Movies.Zip(Judged[1].Movies)
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
            ["movie", "trained by", "frames", "total off by", "too many", "lineages, summed, in cells", "within 10 %"],
            Judged[0].Movies.SelectMany((_, movie) => Judged.Select(judged => (IReadOnlyList<string>)
            [
                judged.Movies[movie].Embryo, judged.Name, MarkdownPage.Text($"{ErrorsOf(judged.Movies[movie]).Frames}"),
                    MarkdownPage.Text($"{ErrorsOf(judged.Movies[movie]).TotalShareError:P1}"),
                MarkdownPage.Text($"{Bias(judged.Movies[movie]):+0.0 %;-0.0 %}"), MarkdownPage.Text($"{ErrorsOf(judged.Movies[movie]).SummedLineageError:F1}"),
                    MarkdownPage.Text($"{ErrorsOf(judged.Movies[movie]).ShareWithinTenPercent:P0}"),
            ])));
        page.Line("*Too many* is the mean of predicted / traced − 1: stretched labels make a network see an older embryo as a younger one. " + (TruthWins
            ? "**True labels win on every movie.**"
            : "**True labels do not win on every movie**; what is written above has to be understood before it is used."));
    }

    private void Figures(MarkdownPage page, string images)
    {
        page.Line("## One movie, both ways");
        foreach ((string name, ImmutableArray<JudgedMovie> movies) in Judged)
        {
            JudgedMovie movie = movies[0];
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
        double[] epochs = [.. Enumerable.Range(1, Runs.Max(run => run.State.Epoch)).Select(epoch => (double)epoch)];
        HistoryFigures.Save(Path.Combine(images, "experiment-loss.png"), "loss", epochs, true, [.. Runs.SelectMany(run => new[]
        {
            ($"training, {run.Name.Split(", ")[^1]}", run.State.History.Select(epoch => epoch.TrainingLoss ?? double.NaN).ToArray()),
            ($"validation, {run.Name.Split(", ")[^1]}", run.State.History.Select(epoch => epoch.ValidationLoss).ToArray()),
        })]);
        page.Line("![Training and validation loss of both runs, epoch by epoch](images/experiment-loss.png)");
        page.Line("Each run validates against its own labels, on rendered frames of embryos it is not trained on: a low loss under stretched labels is "
            + "no low error.");
    }

    private void Recipe(MarkdownPage page)
    {
        page.Line("## What was in training");
        foreach ((string name, ImmutableArray<JudgedMovie> movies) in Judged) page.Item(
            $"{name}: {string.Join("; ", movies.Select(movie => $"{movie.Embryo}: {movie.Training}"))}");
        page.Line("The notebook's recipe is `recipes/notebook.json`; this project's own is described in the [model "
            + "card](../models/lineage-population/README.md), "
            + "where the errors with the developmental clock are, too.");
    }

    private static double Bias(JudgedMovie movie) => movie.Join(movie.FrameByFrame).Where(frame => frame.Truth.Total > 0 && frame.Prediction.Total is not null)
        .Average(frame => (frame.Prediction.Total!.Value / (double)frame.Truth.Total) - 1);

    private static string Hours(ExperimentRun run) => MarkdownPage.Text($"{TimeSpan.FromSeconds(run.State.History.Sum(epoch => epoch.Seconds)):h\\:mm} h");
}
