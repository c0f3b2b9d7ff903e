using Elegans.Annotation;
using Elegans.Files;
using Elegans.Training.Accuracy.Sections;
using Elegans.Training.Data;

namespace Elegans.Training.Accuracy;

/// <summary>Measures models on everything there is to judge them by, and writes it down as a page with figures.</summary>
public sealed class AccuracyReport
{
    private readonly HeldOutModels models;
    private readonly Action<string> report;
    private readonly CancellationToken cancellation;

    /// <summary>Prepares a report.</summary>
    /// <param name="models">The models; the first is the one that the page is about.</param>
    /// <param name="report">Told what is being measured.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public AccuracyReport(HeldOutModels models, Action<string> report, CancellationToken cancellation) =>
        (this.models, this.report, this.cancellation) = (models, report, cancellation);

    /// <summary>The real movies, and the tracks of the embryos that the models were trained from.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>Tracks from other laboratories; none where null.</summary>
    public IReadOnlyDictionary<string, NucleiTrack>? OtherTracks { get; init; }

    /// <summary>Tracks of RNAi embryos or mutants; none where null.</summary>
    public IReadOnlyDictionary<string, NucleiTrack>? TreatedTracks { get; init; }

    /// <summary>Recorded predictions of other tools whose file names end in the embryo's.</summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];

    /// <summary>Images and movies that show something else than labelled nuclei.</summary>
    public IReadOnlyList<string> NotNuclei { get; init; } = [];

    /// <summary>The command that writes the page again.</summary>
    public required string Command { get; init; }

    /// <summary>Measures, and writes the page and its figures.</summary>
    /// <param name="path">The page, a Markdown file; figures go into <c>images</c> beside it.</param>
    public void Write(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string images = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "images");
        Directory.CreateDirectory(images);
        var measured = new Measurements(models, Data, OtherTracks, TreatedTracks, report, cancellation);
        var page = new MarkdownPage();
        Introduce(page);
        IReportSection[] sections =
        [
            new JudgesSection(), new RealMoviesSection(images), new StagesSection(), new NucleiSection(), new BaselinesSection(Recorded),
            new RenderedSection(),
            new ErrorBarsSection(), new PerturbationsSection(), new StatusesSection(NotNuclei), new NormalitySection(),
            new GrowthSection(),
        ];
        foreach (IReportSection section in sections) section.Write(page, measured);
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(page.ToString());
        });
    }

    private void Introduce(MarkdownPage page)
    {
        page.Line("# Accuracy");
        page.Line($"Written by `{Command}`; nothing here is typed by hand. The model is **{models.First.Card.Name} {models.First.Card.Version}**.");
        page.Line(
            """
            A *reading* is what the network says of one frame on its own; *with the clock* is what `elegans predict` says of a
            movie. Errors of the total are the mean over annotated frames of |predicted − traced| / traced. *Lineages* is the
            mean absolute error of each of the seven lineages, added up, in cells. A real movie is judged by a model whose ledger,
            and those of the weights it comes from, prove that nothing of its recording moved the weights, chose the epoch or set
            an interval; where there is no such model, that is said below the table. No figure here is one of a blind test all
            the same: the renderer's ranges, how far nuclei vary in brightness (`NucleusVariation`) and the limit of misfit were
            chosen with the three public movies in view. The shipped model is the average of two networks, each trained without
            one of their two recordings (and so it has seen both; what it reads in these movies proves nothing).
            """);
    }
}
