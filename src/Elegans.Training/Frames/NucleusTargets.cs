using Elegans.Models;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Frames;

/// <summary>Draws what the network's maps are to say of a frame; not a number where that is not known.</summary>
/// <param name="input">The network's input.</param>
internal sealed class NucleusTargets(InputSpecification input)
{
    /// <summary>The standard deviation of the peak at a nucleus, as a share of its diameter, and at the least in cells of the map.</summary>
    private const double PeakShare = 0.2, MinPeak = 0.8;

    /// <summary>A peak is drawn to this many standard deviations.</summary>
    private const double Reach = 3;

    /// <summary>Where a peak is at least so high, the nucleus's diameter and division are asked for.</summary>
    private const double CoreHeight = 0.6;

    private readonly NucleusMapLayout layout = new(input);

    /// <summary>Numbers for one frame.</summary>
    internal int Length => layout.Length;

    /// <summary>Draws the maps of a frame.</summary>
    /// <param name="nuclei">Its nuclei, in pixels of the input; null where they are not known.</param>
    /// <param name="maps">Receives the maps.</param>
    internal void Draw(FrameNuclei? nuclei, Span<float> maps)
    {
        maps.Fill(float.NaN);
        if (nuclei is null) return;
        Fill(NucleusMap.Centre, maps);
        Fill(NucleusMap.Density, maps);
        if (nuclei.KnowsPolarBodies) Fill(NucleusMap.PolarBody, maps);
        foreach (PlacedNucleus nucleus in nuclei.Nuclei) Add(nucleus, maps);
    }

    private void Fill(NucleusMap map, Span<float> maps)
    {
        for (int y = 0; y < layout.Height; y++)
            for (int x = 0; x < layout.Width; x++) maps[layout.IndexOf(map, x, y)] = 0;
    }

    private void Add(PlacedNucleus nucleus, Span<float> maps)
    {
        double centreX = NucleusMapLayout.CellOf(nucleus.X), centreY = NucleusMapLayout.CellOf(nucleus.Y);
        double spread = Math.Max(MinPeak, PeakShare * nucleus.Diameter / NucleusMapLayout.Stride);
        (int left, int right) = Range(centreX, spread, layout.Width);
        (int top, int bottom) = Range(centreY, spread, layout.Height);
        NucleusMap peaks = nucleus.Kind == NucleusKind.PolarBody ? NucleusMap.PolarBody : NucleusMap.Centre;
        double sum = 0;
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++) sum += HeightAt(x, y);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float height = (float)HeightAt(x, y);
                ref float peak = ref maps[layout.IndexOf(peaks, x, y)];
                bool isHighest = height > peak;
                if (isHighest) peak = height;
                if (peaks == NucleusMap.PolarBody) continue;
                maps[layout.IndexOf(NucleusMap.Density, x, y)] += (float)(height / sum);
                if (!isHighest || height < CoreHeight) continue;
                maps[layout.IndexOf(NucleusMap.Diameter, x, y)] = (float)Math.Log2(nucleus.Diameter);
                maps[layout.IndexOf(NucleusMap.Dividing, x, y)] = nucleus.Kind switch
                {
                    NucleusKind.Dividing => 1,
                    NucleusKind.Interphase => 0,
                    _ => float.NaN,
                };
            }
        }

        double HeightAt(int x, int y) => Math.Exp(-(Square(x - centreX) + Square(y - centreY)) / (2 * Square(spread)));
    }

    private static (int First, int Last) Range(double centre, double spread, int cells) =>
        ((int)Math.Max(0, Math.Ceiling(centre - (Reach * spread))), (int)Math.Min(cells - 1, Math.Floor(centre + (Reach * spread))));

    private static double Square(double value) => value * value;
}
