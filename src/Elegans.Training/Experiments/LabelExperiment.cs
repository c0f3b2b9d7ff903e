using System.Collections.Immutable;
using System.Globalization;
using Elegans.Predictions;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Training.Experiments;

/// <summary>
/// What stretched labels cost: one recipe trained twice on the same rendered frames, once with a published table's labels
/// and once with the counts that the tracks imply; and that with several seeds, which draw other first weights and other frames of the same
/// embryos. All are judged on real movies against true counts.
/// </summary>
public sealed class LabelExperiment
{
    private readonly string folder;
    private readonly TrainingRecipe recipe;
    private readonly TrainingData data;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="folder">Where its runs go; what is finished there is not trained again.</param>
    /// <param name="recipe">The recipe of both runs but for its labels.</param>
    /// <param name="data">Tracks, and the published labels. Only frames that the table labels are trained on, in both runs.</param>
    public LabelExperiment(string folder, TrainingRecipe recipe, TrainingData data)
    {
        (this.folder, this.recipe, this.data) = (folder, recipe, data);
    }

    /// <summary>The seeds of the first runs: the recipe's own, and those after it.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<int> Seeds(int count) => Enumerable.Range(recipe.Seed, count);

    /// <summary>The folder of one run.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="seed">Its seed.</param>
    public string FolderOf(LabelSource labels, int seed) => Path.Combine(
        folder, (labels == LabelSource.Published ? "stretched-labels" : "true-labels")
            + (seed == recipe.Seed ? "" : string.Create(CultureInfo.InvariantCulture, $"-{seed}")));

    /// <summary>Trains one run, takes it up where it was left, or finds it finished; and exports its best weights.</summary>
    /// <param name="labels">Which labels.</param>
    /// <param name="seed">Which seed; the embryos on each side of the split are those of the recipe's own.</param>
    /// <param name="report">Receives progress.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public ExperimentRun Train(LabelSource labels, int seed, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        string run = FolderOf(labels, seed), package = Path.Combine(run, "package");
        bool begun = File.Exists(new RunFolder(run).Last);
        TrainingState? state = begun ? Checkpoint.ReadState(new RunFolder(run).Last) : null;
        if (state is null || !state.IsFinished)
        {
            // Real movies judge here and are not trained on.
            TrainingRecipe followed = recipe with { Labels = labels, Seed = seed, SplitSeed = recipe.SplitSeed ?? recipe.Seed, RealMovies = [] };
            using ModelTrainer trainer = begun ? new RunStart().Resume(run, data) : new RunStart().Begin(run, data, followed);
            trainer.Run(report, cancellation);
            state = trainer.State;
        }

        _ = TrainedPackage.Write(package, [new RunFolder(run).Best], halfPrecision: false,
            labels == LabelSource.Published ? "notebook-stretched-labels" : "notebook-true-labels", "1.0.0", cancellation: cancellation);
        return new ExperimentRun(labels, package, state);
    }

    /// <summary>Judges packages on real movies, frame by frame, against the traced counts.</summary>
    /// <param name="packages">Packages; of several, each movie is judged by one that never saw its recording.</param>
    /// <param name="movies">The movies.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public static ImmutableArray<JudgedMovie> Judge(IEnumerable<string> packages, IEnumerable<AnnotatedMovie> movies, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(movies);
        using var models = new HeldOutModels(packages);
        var judged = ImmutableArray.CreateBuilder<JudgedMovie>();
        foreach (AnnotatedMovie movie in movies)
        {
            (LineagePopulationModel model, string training) = models.For(movie.Embryo, movie.Recording);
            judged.Add(JudgedMovie.Read(model, training, movie, change: null, cancellation));
        }

        return judged.ToImmutable();
    }
}
