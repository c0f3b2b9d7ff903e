using Elegans.Embryos;

namespace Elegans.Training.Finder;

/// <summary>Draws batches of examples in an order that depends on the seed alone, each turned, mirrored and lit in a way of its own.</summary>
internal sealed class FinderBatches
{
    /// <summary>Examples of a batch.</summary>
    internal const int Size = 16;

    private const float LeastGain = 0.8f, GainRange = 0.4f;
    private const int Ways = 8;
    private readonly IReadOnlyList<FinderExample> examples;
    private readonly Random random;
    private readonly int[] order;
    private readonly (float[] Inputs, float[] Targets)[] buffers = [Buffer(), Buffer()];
    private int next, turn;

    /// <summary>Begins with the batch after some that were drawn before: who resumes goes on as if nothing had happened.</summary>
    internal FinderBatches(IReadOnlyList<FinderExample> examples, int seed, int drawn)
    {
        this.examples = examples;
        random = new Random(seed);
        order = [.. Enumerable.Range(0, examples.Count)];
        next = order.Length;
        for (int i = 0; i < drawn * Size; i++) _ = Draw();
    }

    /// <summary>The next batch: the inputs, and the targets that belong to them. They stand until the next but one is drawn.</summary>
    internal (float[] Inputs, float[] Targets) Next()
    {
        (float[] inputs, float[] targets) = buffers[turn ^= 1];
        for (int i = 0; i < Size; i++)
        {
            (FinderExample example, int way, float gain) = Draw();
            EmbryoOutline[] outlines = example.Lay(inputs.AsSpan(i * FinderInput.Length, FinderInput.Length), way, gain);
            OutlineTargets.Fill(outlines, targets.AsSpan(i * OutlineTargets.Length, OutlineTargets.Length));
        }

        return (inputs, targets);
    }

    private static (float[], float[]) Buffer() => (new float[Size * FinderInput.Length], new float[Size * OutlineTargets.Length]);

    private (FinderExample Example, int Way, float Gain) Draw()
    {
        if (next >= order.Length)
        {
            random.Shuffle(order);
            next = 0;
        }

        FinderExample example = examples[order[next++]];
        return (example, random.Next(Ways), LeastGain + (GainRange * random.NextSingle()));
    }
}
