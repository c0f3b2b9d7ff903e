using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elegans.Files;
using Elegans.Training.Export;

namespace Elegans.Training.Finder;

/// <summary>A training run of the network that finds embryos in a field of view: rendered fields, then steps over them.</summary>
public static class FinderRun
{
    /// <summary>The network's file in the folder of a run.</summary>
    public const string NetworkFile = "finder.onnx";

    /// <summary>The same in floating point: what another run can refine.</summary>
    public const string FloatFile = "finder-float.onnx";

    private const string FieldsFile = "fields.bin", CheckpointFile = "last.checkpoint", CardFile = "README.md";
    private const int ReportEvery = 50, SaveEvery = 250;

    /// <summary>Examples that the ranges of activations are measured on.</summary>
    private const int Measured = 400;

    /// <summary>
    /// Trains a network and writes it with its card. What was rendered and trained before in the same folder, with the same settings, is taken up.
    /// </summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="fields">How many fields to render.</param>
    /// <param name="steps">How many steps of 16 fields.</param>
    /// <param name="seed">Seed of all chance.</param>
    /// <param name="from">The network of an earlier run, in floating point, to refine; null begins with random weights.</param>
    /// <param name="report">Receives lines of progress.</param>
    /// <param name="cancellation">Stops between steps; a checkpoint is written then.</param>
    /// <exception cref="InputException">The folder holds a run of other settings.</exception>
    public static void Train(string folder, int fields, int steps, int seed, string? from, Action<string> report, CancellationToken cancellation) =>
        Train(folder, fields, steps, seed, from, report, _ => { }, cancellation);

    /// <summary>The same; who asks is told of every step that is done.</summary>
    internal static void Train(
        string folder, int fields, int steps, int seed, string? from, Action<string> report, Action<int> stepped, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        (IReadOnlyDictionary<string, float[]>? begin, string hash) = from is null ? (null, "") : ReadWeights(from);
        IReadOnlyList<FinderExample> examples = FinderExamples.Of(
            Path.Combine(folder, FieldsFile), fields, seed,
            done => report(string.Create(CultureInfo.InvariantCulture, $"rendered {done} of {fields} fields")), cancellation);
        using var trainer = new FinderTrainer(seed, begin);
        string checkpoint = Path.Combine(folder, CheckpointFile);
        var setting = new FinderSetting(fields, steps, seed, hash);
        int first = File.Exists(checkpoint) ? trainer.Resume(checkpoint, setting) : 0;
        if (first > 0) report(string.Create(CultureInfo.InvariantCulture, $"continues after step {first}"));
        var batches = new FinderBatches(examples, seed, first);
        double loss = double.NaN;
        var clock = Stopwatch.StartNew();
        Task<(float[], float[])> coming = Task.Run(batches.Next, CancellationToken.None);
        for (int step = first; step < steps; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                trainer.Save(checkpoint, setting, step);
                cancellation.ThrowIfCancellationRequested();
            }

            (float[], float[]) batch = coming.GetAwaiter().GetResult();
            coming = Task.Run(batches.Next, CancellationToken.None);
            double one = trainer.Step(batch, trainer.RateOf(step, steps));
            if (!double.IsFinite(one))
                throw new InvalidOperationException($"the loss is no longer a number at step {step + 1}; the last checkpoint is from before.");
            loss = double.IsNaN(loss) ? one : loss + ((one - loss) * 0.02);
            int done = step + 1;
            stepped(done);
            if (done % ReportEvery == 0) report(string.Create(
                CultureInfo.InvariantCulture, $"step {done} of {steps}, loss {loss:F3}, {clock.Elapsed.TotalSeconds / (done - first):F2} s a step"));
            if (done % SaveEvery == 0) trainer.Save(checkpoint, setting, done);
        }

        trainer.Save(checkpoint, setting, steps);
        IReadOnlyDictionary<string, float[]> weights = trainer.Folded();
        byte[] network = FinderOnnx.Quantise(weights, examples.Take(Measured).Select(example => example.Input()), cancellation);
        OutputFile.Write(Path.Combine(folder, FloatFile), stream => stream.Write(FinderOnnx.Export(weights)));
        OutputFile.Write(Path.Combine(folder, NetworkFile), stream => stream.Write(network));
        string card = FinderCard.Of(setting, Convert.ToHexStringLower(SHA256.HashData(network)));
        OutputFile.Write(Path.Combine(folder, CardFile), stream => stream.Write(Encoding.UTF8.GetBytes(card)));
    }

    /// <exception cref="InputException">It is missing, or no network of a finder in floating point.</exception>
    private static (IReadOnlyDictionary<string, float[]> Weights, string Hash) ReadWeights(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, $"does not exist; name the {FloatFile} of an earlier run.");
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            Dictionary<string, float[]> weights = OnnxWeights.Read(bytes);
            if (weights.ContainsKey("maps.weight") && weights.ContainsKey("join0.weight")) return (weights, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Google.Protobuf.InvalidProtocolBufferException exception)
        {
            throw new InputException(path, $"is no network: {exception.Message}", exception);
        }

        throw new InputException(path, $"is no network of a finder in floating point; name the {FloatFile} of an earlier run.");
    }
}
