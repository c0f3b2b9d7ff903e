using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Recipe;

namespace Elegans.Training.Frames;

/// <summary>Renders batches. The same number always gives the same batch, so that a resumed run sees what it would have seen.</summary>
internal sealed class BatchRenderer(IFrameSource source, TrainingRecipe recipe, int stream) : IDisposable
{
    private readonly FramePreparation preparation = new(recipe.Input);
    private readonly int pixels = recipe.Input.PixelCount;
    private readonly NucleusTargets? places = recipe.NucleusWeight > 0 ? new NucleusTargets(recipe.Input) : null;

    public void Dispose() => preparation.Dispose();

    internal Batch Render(long number, int size)
    {
        var random = new Random(HashCodeOf(recipe.Seed, stream, number));
        return Fill(number, size, _ => source.Draw(random), dispose: true);
    }

    /// <summary>A batch of these frames, which stay the caller's.</summary>
    internal Batch Prepare(IReadOnlyList<TrainingFrame> frames) => Fill(0, frames.Count, i => frames[i], dispose: false);

    private Batch Fill(long number, int size, Func<int, TrainingFrame> frameAt, bool dispose)
    {
        float[] frames = new float[size * pixels], targets = new float[size * FounderLineages.Count], showsNuclei = new float[size];
        float[]? maps = places is null ? null : new float[size * places.Length];
        for (int i = 0; i < size; i++)
        {
            TrainingFrame frame = frameAt(i);
            _ = preparation.Prepare(frame.Image, frames.AsSpan(i * pixels, pixels));
            places?.Draw(
                frame.Nuclei?.MovedBy(InputPlacement.OfWhole(recipe.Input, frame.Image.Width, frame.Image.Height)),
                maps.AsSpan(i * places.Length, places.Length));
            if (dispose) frame.Dispose();
            showsNuclei[i] = frame.Truth.Counts is null ? 0 : 1;
            foreach (Lineage lineage in FounderLineages.All)
                targets[(i * FounderLineages.Count) + (int)lineage] = frame.Truth.IsKnown(lineage)
                    ? recipe.Scaling.Scale(lineage, frame.Truth.Counts!.Value[lineage]) : float.NaN;
        }

        return new Batch(number, frames, targets, showsNuclei, maps);
    }

    /// <summary>A mixing of three numbers that is the same on every run, unlike <see cref="HashCode"/> (SplitMix64's finaliser).</summary>
    private static int HashCodeOf(int seed, int stream, long number)
    {
        unchecked
        {
            ulong mixed = ((ulong)(uint)seed << 40) ^ ((ulong)(uint)stream << 32) ^ (ulong)number;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return (int)((mixed ^ (mixed >> 31)) & int.MaxValue);
        }
    }
}
