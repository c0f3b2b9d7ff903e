using Elegans.Imaging;
using Elegans.Models;
using Elegans.Networks;
using Elegans.Predictions;
using Elegans.Tables;
using Microsoft.ML.OnnxRuntime;

namespace Elegans.Benchmarks.Prediction;

/// <summary>How fast a movie is read, end to end and in its parts, within one run on one machine. Rates are frames a second.</summary>
internal sealed record PredictionSpeed
{
    private const int ConvolutionBatches = 6;

    /// <summary>Frames of the movie.</summary>
    public required int Frames { get; init; }

    /// <summary>From the opened model to the finished table.</summary>
    public required double EndToEnd { get; init; }

    /// <summary>The network on frames that are prepared already.</summary>
    public required double NetworkAlone { get; init; }

    /// <summary>The same where all threads share every batch.</summary>
    public required double NetworkShared { get; init; }

    /// <summary>Decoding with one thread, nothing else.</summary>
    public required double Decoding { get; init; }

    /// <summary>Preparing decoded frames with one thread, nothing else.</summary>
    public required double Preparing { get; init; }

    /// <summary>Seconds that the clock takes for the whole movie.</summary>
    public required double ClockSeconds { get; init; }

    /// <summary>The network's convolutions, each alone: name, how often, multiplications of one frame, and what the runtime reaches a second.</summary>
    public required IReadOnlyList<(string Name, int Times, long Operations, double Rate)> Convolutions { get; init; }

    /// <summary>Multiplications with addition in one frame.</summary>
    public long Operations => Convolutions.Sum(each => each.Times * each.Operations);

    /// <summary>Frames a second if the network were its convolutions and each ran as quickly as it does alone.</summary>
    public double BareConvolutions => 1 / Convolutions.Sum(each => each.Times * each.Operations / each.Rate);

    /// <summary>Measures with a movie.</summary>
    internal static PredictionSpeed Measure(string movie, int rounds)
    {
        int threads = Environment.ProcessorCount;
        using LineagePopulationModel model = LineagePopulationModel.Load();
        var ready = new ReadyFrames(model, movie);
        List<FrameReading> readings = [.. model.ReadFrames(FrameSource.Open(movie))];
        var decoded = FrameSource.Open(movie).Frames().ToList();
        using InferenceSession shared = NetworkRuntime.Open(ModelPackage.Read(ModelPackage.ShippedFolder).Weights, threads);
        using var preparation = new FramePreparation(model.Card.Input);
        float[] input = new float[model.Card.Input.Width * model.Card.Input.Height];
        double[] seconds = Rounds.Medians(
            rounds,
            () => CountTable.WriteCsv(TextWriter.Null, model.PredictMovie(movie)),
            () => ready.Run(threads),
            () => ready.RunShared(shared),
            () => { foreach (MovieFrame frame in FrameSource.Open(movie).Frames()) frame.Dispose(); },
            () => { foreach (MovieFrame frame in decoded) _ = preparation.Prepare(frame.Image, input); },
            () => _ = MoviePrediction.Of(readings, model.Card));
        foreach (MovieFrame frame in decoded) frame.Dispose();
        return new PredictionSpeed
        {
            Frames = ready.Count,
            EndToEnd = ready.Count / seconds[0],
            NetworkAlone = ready.Count / seconds[1],
            NetworkShared = ready.Count / seconds[2],
            Decoding = ready.Count / seconds[3],
            Preparing = ready.Count / seconds[4],
            ClockSeconds = seconds[5],
            Convolutions = [.. Bare(model.Card.Input.Width, model.Card.Input.Height, threads, rounds)],
        };
    }

    private static IEnumerable<(string Name, int Times, long Operations, double Rate)> Bare(int width, int height, int threads, int rounds)
    {
        foreach ((BareConvolution convolution, int times) in BareConvolution.OfNetwork(width, height, threads))
        {
            using (convolution)
            {
                int done = 0;
                double seconds = Rounds.Medians(rounds, () => done = convolution.Run(ConvolutionBatches))[0];
                yield return (convolution.Name, times, convolution.Operations, done * convolution.Operations / seconds);
            }
        }
    }
}
