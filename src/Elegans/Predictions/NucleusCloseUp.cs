using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>
/// Looks for nuclei closer than the network's input shows them: the embryo is enlarged, so that the nuclei of a late one are as large as those of an
/// earlier one, and read in tiles. What is said of a place rests on a few nuclei around it, so that a tile is as good as the whole.
/// </summary>
/// <param name="input">The network's input, which a tile is.</param>
/// <param name="run">Runs the network on some tiles, tile after tile, and gives their maps; called from several threads at once.</param>
/// <remarks>Not safe for use by several threads at once: it reuses its buffers. Make one for each thread.</remarks>
internal sealed class NucleusCloseUp(InputSpecification input, Func<Memory<float>, int, float[]> run) : IDisposable
{
    /// <summary>Pixels along the edge of a tile that its neighbour reads better: as far as a cell of a map sees.</summary>
    private const int Edge = 16;

    /// <summary>
    /// An embryo of so many cells and fewer is not enlarged, and with every doubling of the cells by so much more: between what finds most nuclei, and fewest
    /// that are none, in rendered movies (0.45) and in one real movie (0.3), which was in view.
    /// </summary>
    private const double PlainCells = 24, GrowthPerDoubling = 0.33, MostEnlarged = 2.5, Step = 0.25;

    /// <summary>Two peaks closer than this share of a diameter are one nucleus, seen twice.</summary>
    private const double MinApart = 0.3;

    private readonly NucleusMapReader reader = new(input);
    private readonly Dictionary<double, (InputSpecification Input, FramePreparation Preparation, float[] Pixels)> enlarged = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, FramePreparation preparation, _) in enlarged.Values) preparation.Dispose();
    }

    /// <summary>Finds the nuclei of an embryo, and counts them: found they are closer, counted as the network was trained to see them.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="view">The embryo to cut out; null for the whole frame.</param>
    /// <param name="cells">About how many cells it has.</param>
    internal (ImmutableArray<FoundNucleus> Nuclei, double Counted) Find(NuclearImage image, EmbryoView? view, double cells)
    {
        // Enlarged beyond the frame's own pixels, noise would look like nuclei.
        double most = Math.Max(1, Math.Floor(1 / Placement(input, image, view).Scale / Step) * Step), factor = Math.Min(FactorFor(cells), most);
        (ImmutableArray<FoundNucleus> nuclei, double counted) = Look(image, view, 1);
        return (factor > 1 ? Look(image, view, factor).Nuclei : nuclei, counted);
    }

    private (ImmutableArray<FoundNucleus> Nuclei, double Counted) Look(NuclearImage image, EmbryoView? view, double factor)
    {
        (InputSpecification large, FramePreparation preparation, float[] pixels) = Enlarged(factor);
        _ = preparation.Prepare(image, view, pixels);
        InputPlacement placement = Placement(large, image, view);
        MapZone[] tiles = [.. MapZone.Tiles(large.Width, large.Height, input.Width, input.Height, Edge)];
        float[] batch = new float[tiles.Length * input.PixelCount];
        for (int i = 0; i < tiles.Length; i++) Copy(pixels, large.Width, tiles[i], batch.AsSpan(i * input.PixelCount, input.PixelCount));
        float[] maps = run(batch, tiles.Length);
        var nuclei = ImmutableArray.CreateBuilder<FoundNucleus>();
        double counted = 0;
        for (int i = 0; i < tiles.Length; i++)
        {
            ReadOnlySpan<float> map = maps.AsSpan(i * reader.Length, reader.Length);
            nuclei.AddRange(reader.Find(map, placement.ShiftedBy(-tiles[i].Left, -tiles[i].Top), image.Width, image.Height, tiles[i]));
            counted += reader.Count(map, tiles[i]);
        }

        return (Apart(nuclei), counted);
    }

    /// <summary>Leaves out what lies so close to a surer one that it is the same nucleus.</summary>
    private static ImmutableArray<FoundNucleus> Apart(IEnumerable<FoundNucleus> found)
    {
        var kept = ImmutableArray.CreateBuilder<FoundNucleus>();
        foreach (FoundNucleus nucleus in found.OrderByDescending(nucleus => nucleus.Probability).ThenBy(nucleus => nucleus.Y).ThenBy(nucleus => nucleus.X))
            if (!kept.Any(surer => Distance(surer, nucleus) < MinApart * surer.Diameter)) kept.Add(nucleus);
        return kept.ToImmutable();
    }

    private static double Distance(FoundNucleus one, FoundNucleus other) =>
        Math.Sqrt(((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));

    private static InputPlacement Placement(InputSpecification input, NuclearImage image, EmbryoView? view) =>
        view is null ? InputPlacement.OfWhole(input, image.Width, image.Height) : InputPlacement.OfEmbryo(view.Outline, input.Width, input.Height);

    /// <summary>By how much an embryo is enlarged.</summary>
    /// <param name="cells">About how many cells it has.</param>
    internal static double FactorFor(double cells) => Math.Round(
        Math.Clamp(1 + (GrowthPerDoubling * Math.Log2(Math.Max(cells, 1) / PlainCells)), 1, MostEnlarged) / Step) * Step;

    private (InputSpecification Input, FramePreparation Preparation, float[] Pixels) Enlarged(double factor)
    {
        if (enlarged.TryGetValue(factor, out (InputSpecification, FramePreparation, float[]) made)) return made;
        InputSpecification large = input with { Width = (int)(input.Width * factor), Height = (int)(input.Height * factor) };
        return enlarged[factor] = (large, new FramePreparation(large), new float[large.PixelCount]);
    }

    private void Copy(float[] pixels, int width, MapZone tile, Span<float> to)
    {
        for (int row = 0; row < input.Height; row++)
            pixels.AsSpan(((tile.Top + row) * width) + tile.Left, input.Width).CopyTo(to[(row * input.Width)..]);
    }
}
