using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Elegans.Benchmarks.Prediction;

/// <summary>The frames of a movie as the network wants them, all in memory: what is left to do is the network's arithmetic.</summary>
internal sealed class ReadyFrames
{
    private readonly LineagePopulationModel model;
    private readonly float[] inputs;
    private readonly int pixels;

    internal ReadyFrames(LineagePopulationModel model, string movie)
    {
        this.model = model;
        InputSpecification input = model.Card.Input;
        pixels = input.Width * input.Height;
        using var preparation = new FramePreparation(input);
        var all = new List<float[]>();
        foreach (MovieFrame frame in FrameSource.Open(movie).Frames())
        {
            using (frame)
            {
                all.Add(new float[pixels]);
                _ = preparation.Prepare(frame.Image, all[^1]);
            }
        }

        Count = all.Count;
        inputs = new float[Count * pixels];
        for (int frame = 0; frame < Count; frame++) all[frame].CopyTo(inputs, frame * pixels);
    }

    internal int Count { get; }

    /// <summary>Runs the network on all frames with threads that share every batch among them, instead of each having its own.</summary>
    internal void RunShared(InferenceSession shared)
    {
        InputSpecification input = model.Card.Input;
        for (int first = 0; first < Count; first += LineagePopulationModel.BatchSize)
        {
            int count = Math.Min(LineagePopulationModel.BatchSize, Count - first);
            var tensor = new DenseTensor<float>(inputs.AsMemory(first * pixels, count * pixels), [count, 1, input.Height, input.Width]);
            using var outputs = shared.Run([NamedOnnxValue.CreateFromTensor(shared.InputNames[0], tensor)]);
        }
    }

    /// <summary>Runs the network on all frames, in batches and with threads as the product does.</summary>
    internal void Run(int threads)
    {
        int next = 0;
        Rounds.Together(threads, thread =>
        {
            for (int first; (first = Interlocked.Add(ref next, LineagePopulationModel.BatchSize) - LineagePopulationModel.BatchSize) < Count;)
            {
                int count = Math.Min(LineagePopulationModel.BatchSize, Count - first);
                float[] outputs = model.Run(inputs.AsMemory(first * pixels, count * pixels), count);
                if (!float.IsFinite(outputs[0])) throw new InvalidOperationException("The network gave no number.");
            }
        });
    }
}
