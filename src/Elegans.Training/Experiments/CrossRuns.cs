using System.Collections.Immutable;
using Elegans.Files;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Recipe;
using Elegans.Training.Run;

namespace Elegans.Training.Experiments;

/// <summary>
/// Leave one recording out (Stone 1974, https://doi.org/10.1111/j.2517-6161.1974.tb00994.x): every recording with a movie is left out by one run, which
/// judges it; the average of all runs is for use.
/// </summary>
/// <param name="folder">Where runs and packages go; what is finished there is not trained again.</param>
/// <param name="recipe">The recipe of all runs.</param>
/// <param name="data">Embryos and movies.</param>
/// <param name="start">What every run begins with. Its split is drawn here, the same one for all but what each leaves out.</param>
public sealed class CrossRuns(string folder, TrainingRecipe recipe, TrainingData data, RunStart start)
{
    /// <summary>The recordings with a movie, which are left out in turn.</summary>
    public ImmutableArray<string> Recordings { get; } = [.. data.Movies.Select(movie => movie.Recording).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Trains without a recording, goes on with a run that was stopped, or finds it finished; and writes its package.</summary>
    /// <param name="recording">The recording to leave out.</param>
    /// <param name="train">Runs the trainer.</param>
    /// <param name="cancellation">Stops while the package is written.</param>
    /// <exception cref="InputException">Embryos that a stopped run began with are missing.</exception>
    /// <exception cref="ArgumentException">There are too few recordings to have one on each side.</exception>
    public void Train(string recording, Action<ModelTrainer> train, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (Recordings.Length < 2) throw new InputException(
            recording, "is the only recording with a movie; left out, it leaves no real frame to train on. A second recording is needed.");
        RunFolder run = RunOf(recording);
        bool begun = File.Exists(run.Last);
        if (!begun || !Checkpoint.ReadState(run.Last).IsFinished)
        {
            using ModelTrainer trainer = begun ? start.Resume(run.Path, data)
                : (start with { Split = Without(recording) }).Begin(run.Path, data, recipe with { RealMovies = [.. RealMovies(recording)] });
            train(trainer);
        }

        _ = TrainedPackage.Write(
            PackageOf(recording), [run.Best], halfPrecision: true, Path.GetFileName(PackageOf(recording)), "1.0.0", cancellation: cancellation);
    }

    /// <summary>Writes the average of all runs; returns its folder.</summary>
    /// <param name="cancellation">Stops between batches.</param>
    public string Average(CancellationToken cancellation)
    {
        string average = Path.Combine(folder, "average");
        _ = TrainedPackage.Write(
            average, [.. Recordings.Select(recording => RunOf(recording).Best)], halfPrecision: true, "average", "1.0.0", data, cancellation);
        return average;
    }

    /// <summary>Judges every movie by the package whose ledger proves that it never saw its recording.</summary>
    /// <param name="cancellation">Stops between frames.</param>
    public ImmutableArray<JudgedMovie> Judge(CancellationToken cancellation) =>
        LabelExperiment.Judge(Recordings.Select(PackageOf), data.Movies, cancellation);

    private static string FileNameOf(string recording) => string.Concat(
        recording.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter));

    private RunFolder RunOf(string recording) => new(Path.Combine(folder, "runs", $"without-{FileNameOf(recording)}"));

    private string PackageOf(string recording) => Path.Combine(folder, "packages", $"without-{FileNameOf(recording)}");

    private IEnumerable<string> RealMovies(string recording) =>
        data.Movies.Where(movie => movie.Recording != recording).Select(movie => movie.Embryo);

    /// <summary>The split of all runs, with one recording left out. All movies are on its training side: what is left out in turn judges.</summary>
    private EmbryoSplit Without(string recording)
    {
        EmbryoSplit all = start.Split ?? data.Split(
            recipe with { RealMovies = [TrainingData.AllMovies] }, start.Package is null ? null : PackageLedger.SplitOf(start.Package.Card));
        string[] left = [.. data.Tracks.Keys.Where(embryo => data.RecordingOf(embryo) == recording).Order(StringComparer.Ordinal)];
        HashSet<string> filmed = [.. data.Movies.Select(movie => movie.Recording)];
        string[] training = [.. data.Tracks.Keys.Where(embryo => filmed.Contains(data.RecordingOf(embryo))).Union(all.Training)
            .Where(embryo => data.RecordingOf(embryo) != recording).Order(StringComparer.Ordinal)];
        string[] validation = [.. all.Validation.Except(training).Except(left)];
        if (validation.Length == 0) throw new InputException(
            recording, "is left out, all other movies are trained on, and no embryo is left to validate by.", InputRemedy.Tracks);
        return all with
        {
            Training = [.. training],
            Validation = [.. validation],
            Calibration = [.. all.Calibration.Except(training).Except(left)],
            Test = [.. all.Test.Except(training).Except(left)],
            Excluded = [.. all.Excluded.Except(training).Union(left).Order(StringComparer.Ordinal)],
        };
    }
}
