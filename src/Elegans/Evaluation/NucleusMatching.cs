using Elegans.Predictions;

namespace Elegans.Evaluation;

/// <summary>
/// Pairs found nuclei with traced ones, one to one, the closest pairs first: a pair lies within half the traced diameter, or a few pixels where that is less.
/// </summary>
public static class NucleusMatching
{
    /// <summary>Middles this close are the same nucleus, however small it is: tracing by hand is no better. Pixels of the frame.</summary>
    public const double LeastReach = 5;

    /// <summary>Pairs the nuclei of one frame.</summary>
    /// <param name="found">The nuclei that were found.</param>
    /// <param name="traced">The middles and diameters of those that were traced, in the same pixels.</param>
    public static NucleusMatch Of(IReadOnlyList<FoundNucleus> found, IReadOnlyList<(double X, double Y, double Diameter)> traced)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(traced);
        var pairs = new List<(double Distance, int Found, int Traced)>();
        for (int i = 0; i < found.Count; i++)
        {
            for (int j = 0; j < traced.Count; j++)
            {
                double distance = Math.Sqrt(Square(found[i].X - traced[j].X) + Square(found[i].Y - traced[j].Y));
                if (distance <= Math.Max(LeastReach, traced[j].Diameter / 2)) pairs.Add((distance, i, j));
            }
        }

        HashSet<int> foundTaken = [], tracedTaken = [];
        foreach ((_, int i, int j) in pairs.Order())
        {
            if (foundTaken.Contains(i) || tracedTaken.Contains(j)) continue;
            foundTaken.Add(i);
            tracedTaken.Add(j);
        }

        return new NucleusMatch(foundTaken.Count, found.Count, traced.Count);
    }

    private static double Square(double value) => value * value;
}
