using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Annotation.Courses;

/// <summary>Computes the reference course from traced wild-type embryos.</summary>
/// <remarks>
/// Embryos are aligned in two steps. First each one's time is shifted and scaled so that it has 26 and 170 cells when all
/// embryos have on average. Then, three times over, the <see cref="DevelopmentalClock"/> finds every embryo's ages from
/// its true counts on the course so far, which lets the time axis bend, and the course is averaged again. Zero is where
/// the mean embryo has three and a half cells, the beginning of the four-cell stage; a minute is what the median embryo
/// lives from one image to the next.
/// </remarks>
public static class ReferenceCourseBuilder
{
    private const int EarlyCells = 26, LateCells = 170;
    private const int MinEmbryos = 12;
    private const int BendingRounds = 3;
    private const double FourCellStage = 3.5, Clocked = 24, ClockedLast = 350, MinutesClocked = 160;
    private const int CrossingSteps = 20_000;

    /// <summary>True counts need no allowance for reading errors, only for an embryo that runs a little ahead in one lineage.</summary>
    private static readonly ClockSettings OnTruth = new() { ReadingError = [0.06, 0.12, 0.12, 0.2, 0.15, 0.2, 0.25], ErrorsTogether = 2, PaceDrift = 0.012 };

    /// <summary>Builds the course.</summary>
    /// <param name="tracks">Wild-type embryos, in an order that is always the same. Those not traced from 26 to 170 cells are left out.</param>
    /// <exception cref="ArgumentException">Too few embryos are traced far enough.</exception>
    public static ReferenceCourse Build(IEnumerable<NucleiTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        AgedEmbryo[] embryos = [.. tracks.Select(track => AgedEmbryo.Of(track, EarlyCells, LateCells)).OfType<AgedEmbryo>()];
        if (embryos.Length < MinEmbryos) throw new ArgumentException(
            $"Only {embryos.Length} embryo(s) are traced from {EarlyCells} to {LateCells} cells; {MinEmbryos} are needed.", nameof(tracks));
        ReferenceCourse course = Average(embryos);
        for (int round = 0; round < BendingRounds; round++)
        {
            var clock = new DevelopmentalClock(course, OnTruth);
            embryos = [.. embryos.AsParallel().AsOrdered().Select(embryo => embryo.AgedBy(clock))];
            course = Average(embryos);
        }

        return course;
    }

    private static ReferenceCourse Average(AgedEmbryo[] embryos)
    {
        double start = Crossing(embryos, FourCellStage), factor = MinutesClocked / (Crossing(embryos, ClockedLast) - Crossing(embryos, Clocked));
        AgedEmbryo[] scaled = [.. embryos.Select(embryo => embryo.Scaled(start, factor))];
        var means = new List<ImmutableArray<double>>();
        var spreads = new List<ImmutableArray<double>>();
        int first = (int)Math.Floor(scaled.Min(embryo => embryo.Ages[0])), last = (int)Math.Ceiling(scaled.Max(embryo => embryo.Ages[^1])), begun = 0;
        for (int minute = first; minute <= last; minute++)
        {
            (double Mean, double Spread)?[] lineages = [.. FounderLineages.All.Select(lineage => Moment(scaled, lineage, minute))];
            if (lineages.Any(lineage => lineage is null))
            {
                if (means.Count == 0) continue;
                break;
            }

            if (means.Count == 0) begun = minute;
            means.Add([.. lineages.Select(lineage => lineage!.Value.Mean)]);
            spreads.Add([.. lineages.Select(lineage => lineage!.Value.Spread)]);
        }

        return new ReferenceCourse(embryos.Length, begun, means, spreads);
    }

    private static (double Mean, double Spread)? Moment(AgedEmbryo[] embryos, Lineage lineage, double minute)
    {
        double[] counts = [.. embryos.Select(embryo => embryo.At(lineage, minute)).OfType<double>()];
        if (counts.Length < MinEmbryos) return null;
        // A few embryos with lost or misnamed cells must not move the course: the outermost twentieth on either side is left out.
        Array.Sort(counts);
        int cut = counts.Length / 20;
        counts = counts[cut..^cut];
        double mean = counts.Average();
        return (mean, Math.Sqrt(counts.Average(count => (count - mean) * (count - mean))));
    }

    /// <summary>The first age at which the embryos have a number of cells on average.</summary>
    private static double Crossing(AgedEmbryo[] embryos, double cells)
    {
        double first = embryos.Min(embryo => embryo.Ages[0]), last = embryos.Max(embryo => embryo.Ages[^1]);
        for (int step = 0; step <= CrossingSteps; step++)
        {
            double age = first + ((last - first) * step / CrossingSteps);
            double[] totals = [.. embryos.Select(embryo => embryo.TotalAt(age)).OfType<double>()];
            if (totals.Length >= MinEmbryos && totals.Average() >= cells) return age;
        }

        throw new ArgumentException($"The embryos are not traced to {cells} cells.", nameof(embryos));
    }
}
