using System.Collections.Immutable;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>Finds nuclei in the network's maps: the peaks of the centres that no polar body explains better.</summary>
/// <param name="input">The network's input.</param>
internal sealed class NucleusMapReader(InputSpecification input)
{
    /// <summary>Lower peaks are shoulders of others, or noise.</summary>
    private const double MinProbability = 0.2;

    /// <summary>Diameters that no nucleus has, in pixels of the input: the network says so only where it sees none.</summary>
    private const double LeastDiameter = 1, MostDiameter = 60;

    private readonly NucleusMapLayout layout = new(input);

    /// <summary>Numbers of the network's output for one frame.</summary>
    internal int Length => layout.Length;

    /// <summary>Finds the nuclei of a frame.</summary>
    /// <param name="maps">The network's output.</param>
    /// <param name="placement">Where the frame lies in the input.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="zone">The part of the input to look in; all of it unless given.</param>
    internal ImmutableArray<FoundNucleus> Find(ReadOnlySpan<float> maps, InputPlacement placement, int width, int height, MapZone? zone = null)
    {
        MapZone own = zone ?? MapZone.Whole(input);
        var found = ImmutableArray.CreateBuilder<FoundNucleus>();
        for (int y = 0; y < layout.Height; y++)
        {
            for (int x = 0; x < layout.Width; x++)
            {
                float peak = At(maps, NucleusMap.Centre, x, y);
                if (Probability(peak) < MinProbability || !IsPeak(maps, x, y, peak) || At(maps, NucleusMap.PolarBody, x, y) > peak) continue;
                double inputX = NucleusMapLayout.PixelOf(x + Offset(maps, x - 1, y, peak, x + 1, y));
                double inputY = NucleusMapLayout.PixelOf(y + Offset(maps, x, y - 1, peak, x, y + 1));
                if (!own.Owns(inputX, inputY)) continue;
                (double across, double down) = placement.ToFrame(inputX, inputY);
                if (across < -0.5 || down < -0.5 || across > width - 0.5 || down > height - 0.5) continue;
                double diameter = Math.Clamp(Math.Pow(2, At(maps, NucleusMap.Diameter, x, y)), LeastDiameter, MostDiameter) / placement.Scale;
                found.Add(new FoundNucleus(
                    across, down, diameter, Probability(peak), Probability(At(maps, NucleusMap.Dividing, x, y))));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>How many nuclei there are by their density, overlapping ones counted singly: what the centres of a crowd cannot tell apart.</summary>
    /// <param name="maps">The network's output.</param>
    /// <param name="zone">The part of the input to count in; all of it unless given.</param>
    internal double Count(ReadOnlySpan<float> maps, MapZone? zone = null)
    {
        MapZone own = zone ?? MapZone.Whole(input);
        double sum = 0;
        for (int y = 0; y < layout.Height; y++)
        {
            for (int x = 0; x < layout.Width; x++)
                if (own.Owns(NucleusMapLayout.PixelOf(x), NucleusMapLayout.PixelOf(y))) sum += SoftPlus(At(maps, NucleusMap.Density, x, y));
        }

        return sum;
    }

    private static double SoftPlus(double value) => value > 20 ? value : Math.Log(1 + Math.Exp(value));

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private float At(ReadOnlySpan<float> maps, NucleusMap map, int x, int y) => maps[layout.IndexOf(map, x, y)];

    /// <summary>Whether no neighbour is higher; of two alike, the first.</summary>
    private bool IsPeak(ReadOnlySpan<float> maps, int x, int y, float peak)
    {
        for (int dy = -1; dy <= 1; dy++)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                (int nx, int ny) = (x + dx, y + dy);
                if ((dx == 0 && dy == 0) || nx < 0 || ny < 0 || nx >= layout.Width || ny >= layout.Height) continue;
                float other = At(maps, NucleusMap.Centre, nx, ny);
                bool isBefore = dy < 0 || (dy == 0 && dx < 0);
                if (other > peak || (isBefore && other == peak)) return false;
            }
        }

        return true;
    }

    /// <summary>Where between two neighbours the peak of a parabola through the three lies, in cells: a peak's logarithm is one.</summary>
    private double Offset(ReadOnlySpan<float> maps, int beforeX, int beforeY, float peak, int afterX, int afterY)
    {
        if (beforeX < 0 || beforeY < 0 || afterX >= layout.Width || afterY >= layout.Height) return 0;
        float before = At(maps, NucleusMap.Centre, beforeX, beforeY), after = At(maps, NucleusMap.Centre, afterX, afterY);
        double bend = before - (2 * peak) + after;
        return bend >= 0 ? 0 : Math.Clamp((before - after) / (2 * bend), -0.5, 0.5);
    }
}
