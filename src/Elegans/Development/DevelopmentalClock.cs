using System.Numerics.Tensors;
using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>
/// Finds how old the embryo is in every frame of a movie: the most likely way through the reference course, given what was
/// read frame by frame. An embryo only grows older, and its pace changes slowly.
/// </summary>
/// <remarks>
/// Tells how well every frame fits every age of the course; <see cref="AgePaceChain"/> finds the way through them. Immutable; safe for use by several threads.
/// </remarks>
public sealed class DevelopmentalClock
{
    private const double Step = 0.5;
    private const int Before = 40;
    private const int MaxNodes = 500;

    /// <summary>How many nodes the first pass takes as one, and from how many nodes on: it finds the usual pace only.</summary>
    private const int CoarseNode = 4, MinNodes = 80;

    private readonly ReferenceCourse course;
    private readonly ClockSettings settings;
    private readonly int ages;
    private readonly AgePaceChain chain;
    private readonly float[][] expected, precision;
    private readonly float[] logNormaliser;

    /// <summary>Sets up a clock.</summary>
    /// <param name="course">The course of normal development.</param>
    /// <param name="settings">What is taken for granted of readings and of time.</param>
    public DevelopmentalClock(ReferenceCourse course, ClockSettings settings)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(settings);
        (this.course, this.settings) = (course, settings);
        // One age more than the course has: whatever is older.
        ages = Before + (int)((course.Last.Minutes - course.First.Minutes) / Step) + 2;
        chain = new AgePaceChain(ages, Step, course.First.Minutes - (Before * Step), settings);
        expected = new float[FounderLineages.Count][];
        precision = new float[FounderLineages.Count][];
        logNormaliser = new float[ages];
        foreach (Lineage lineage in FounderLineages.All)
        {
            expected[(int)lineage] = new float[ages];
            precision[(int)lineage] = new float[ages];
            for (int age = 0; age < ages; age++)
            {
                DevelopmentalTime time = TimeOf(age);
                double mean = course.Mean(lineage, time), error = settings.ReadingError[(int)lineage];
                double spread = course.Spread(lineage, time) / ((1 + mean) * Math.Log(2));
                double variance = (error * error) + (spread * spread);
                expected[(int)lineage][age] = (float)Math.Log2(1 + mean);
                precision[(int)lineage][age] = (float)(1 / variance);
                logNormaliser[age] -= (float)(0.5 * Math.Log(variance));
            }
        }
    }

    /// <summary>
    /// Has the runtime compile the clock's arithmetic, which takes a tenth of a second once in a program: for programs that
    /// wait for something else before they decode their first movie.
    /// </summary>
    internal static void WarmUp() => _ = new DevelopmentalClock(ReferenceCourse.BuiltIn, new ClockSettings())
        .Decode([new float[FounderLineages.Count], new float[FounderLineages.Count]]);

    /// <summary>Finds the age of the embryo in every frame.</summary>
    /// <param name="readings">For each frame the number of cells of each lineage, not rounded; null where nothing could be read.</param>
    /// <param name="interval">Minutes between frames; null where that is not known.</param>
    /// <returns>For each frame its time; empty where no frame could be read.</returns>
    public IReadOnlyList<ClockTime> Decode(IReadOnlyList<float[]?> readings, double? interval = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (readings.All(reading => reading is null)) return [];
        int framesInNode = ((readings.Count - 1) / MaxNodes) + 1;
        float[][] fits = [.. readings.Chunk(framesInNode).Select(Fit)];
        // Readings err together for some minutes, so how much each one says depends on the pace: a first, coarser pass finds it.
        int joined = fits.Length < MinNodes ? 1 : CoarseNode;
        float[][] coarse = joined == 1 ? fits : [.. fits.Chunk(joined).Select(Sum)];
        double guess = framesInNode * joined * (interval ?? 1);
        double typicalPace = Median(
            chain.Smooth(coarse, WeightAt(guess, framesInNode * joined), framesInNode * joined, interval).Select(node => node.Pace)) / joined;
        return Spread(chain.Smooth(fits, WeightAt(typicalPace, framesInNode), framesInNode, interval), readings.Count, framesInNode);
    }

    /// <summary>How much the fit of a node's frames counts, where the embryo grows so much older from node to node.</summary>
    private double WeightAt(double minutesInNode, int framesInNode) => Math.Min(1, minutesInNode / settings.ErrorsTogether) / framesInNode;

    private static float[] Sum(float[][] fits)
    {
        float[] sum = [.. fits[0]];
        foreach (float[] fit in fits.Skip(1)) TensorPrimitives.Add(sum, fit, sum);
        return sum;
    }

    /// <summary>
    /// How far readings lie from the course at the ages found, in units of the error that is taken for granted (root mean
    /// square over lineages): a quarter of the frames lie farther. A few wild frames do not move it; a lineage that goes its
    /// own way for a quarter of the movie does.
    /// </summary>
    /// <param name="readings">The readings that were decoded.</param>
    /// <param name="times">What <see cref="Decode"/> found.</param>
    /// <returns>Null where no frame within the course was read.</returns>
    public double? Misfit(IReadOnlyList<float[]?> readings, IReadOnlyList<ClockTime> times)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(times);
        var misfits = new List<double>();
        for (int frame = 0; frame < readings.Count; frame++)
        {
            if (readings[frame] is not { } reading || times[frame].Beyond > 0.5) continue;
            int age = Math.Clamp((int)Math.Round((times[frame].Time.Minutes - course.First.Minutes) / Step) + Before, 0, ages - 2);
            double sum = 0;
            for (int lineage = 0; lineage < FounderLineages.Count; lineage++)
            {
                double off = Math.Log2(1 + Math.Max(0, reading[lineage])) - expected[lineage][age];
                sum += off * off * precision[lineage][age];
            }

            misfits.Add(Math.Sqrt(sum / FounderLineages.Count));
        }

        misfits.Sort();
        return misfits.Count > 0 ? misfits[misfits.Count * 3 / 4] : null;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private DevelopmentalTime TimeOf(int age) => new(course.First.Minutes + ((age - Before) * Step));

    /// <summary>The logarithm of how well the readings of one node fit every age; what lies past the course fits as an outlier does.</summary>
    private float[] Fit(float[]?[] readings)
    {
        float[] sum = new float[ages];
        double freedom = settings.Tails + FounderLineages.Count;
        foreach (float[]? reading in readings)
        {
            if (reading is null) continue;
            float[] distance = new float[ages];
            for (int lineage = 0; lineage < FounderLineages.Count; lineage++)
            {
                float value = MathF.Log2(1 + MathF.Max(0, reading[lineage]));
                for (int age = 0; age < ages; age++)
                {
                    float off = value - expected[lineage][age];
                    distance[age] += off * off * precision[lineage][age];
                }
            }

            for (int age = 0; age < ages; age++) sum[age] += logNormaliser[age] - (float)(freedom / 2 * Math.Log(1 + (distance[age] / settings.Tails)));
        }

        return sum;
    }

    /// <summary>From nodes back to frames, along straight lines between the nodes' middles; past the course at the pace it was left with.</summary>
    private static ClockTime[] Spread(AgedNode[] path, int frames, int framesInNode)
    {
        var times = new ClockTime[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            double place = Math.Clamp(((frame + 0.5) / framesInNode) - 0.5, 0, path.Length - 1);
            int below = Math.Min((int)place, path.Length - 1), above = Math.Min(below + 1, path.Length - 1);
            double share = place - below;
            AgedNode a = path[below], b = path[above];
            times[frame] = new ClockTime(
                new DevelopmentalTime(((1 - share) * a.Minutes) + (share * b.Minutes)),
                ((1 - share) * a.Spread) + (share * b.Spread),
                (((1 - share) * a.Pace) + (share * b.Pace)) / framesInNode,
                ((1 - share) * a.Beyond) + (share * b.Beyond));
        }

        for (int frame = 1; frame < frames; frame++)
            if (times[frame].Time < times[frame - 1].Time) times[frame] = times[frame] with { Time = times[frame - 1].Time };
        return times;
    }
}
