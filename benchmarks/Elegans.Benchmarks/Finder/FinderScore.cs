using Elegans.Embryos;

namespace Elegans.Benchmarks.Finder;

/// <summary>How many embryos were found, how many invented, and how well outlines fit; an outline counts from an IoU of a half.</summary>
internal sealed class FinderScore
{
    private const double Same = 0.5;
    private readonly List<double> overlaps = [];

    internal int Frames { get; private set; }

    internal int Truths { get; private set; }

    internal int Found { get; private set; }

    internal int Invented { get; private set; }

    internal double MeanOverlap => overlaps.Count == 0 ? double.NaN : overlaps.Average();

    internal void Add(IReadOnlyList<EmbryoOutline> truths, IReadOnlyList<EmbryoOutline> seen)
    {
        Frames++;
        Truths += truths.Count;
        List<EmbryoOutline> left = [.. seen];
        foreach (EmbryoOutline truth in truths)
        {
            if (left.Count == 0) break;
            EmbryoOutline best = left.MaxBy(truth.OverlapWith);
            double overlap = truth.OverlapWith(best);
            if (overlap < Same) continue;
            Found++;
            overlaps.Add(overlap);
            left.Remove(best);
        }

        Invented += left.Count;
    }

    public override string ToString() => FormattableString.Invariant(
        $"found {100.0 * Found / Math.Max(1, Truths),5:F1} % of {Truths,4}  invented {100.0 * Invented / Math.Max(1, Truths),5:F1} %  IoU {MeanOverlap:F3}");
}
