using System.Numerics.Tensors;

namespace Elegans.Clock;

/// <summary>
/// Finds how old the embryo is in every frame of a movie: the most likely way through the reference course, given what was
/// read frame by frame. An embryo only grows older, and its pace changes slowly.
/// </summary>
/// <remarks>
/// A hidden Markov model over age and pace, decoded by the forward-backward algorithm (Rabiner 1989,
/// https://doi.org/10.1109/5.18626): exact on its grid, no start needed, and it tells how sure it is. Immutable; safe for use by several threads.
/// </remarks>
public sealed class DevelopmentalClock
{
    private const double Step = 0.5;
    private const int Before = 40;
    private const int PacesPerDoubling = 8;
    private const double SlowestPace = -3.5, FastestPace = 4.0;
    private const int MostNodes = 500;

    /// <summary>How many nodes the first pass takes as one, and from how many nodes on: it finds the usual pace only.</summary>
    private const int CoarseNode = 4, LeastNodes = 80;

    /// <summary>No frame rules out any age by itself: however wild it is, the frames around it can overrule it.</summary>
    private const float LeastLikelihood = 1e-6f;

    /// <summary>No state is ever ruled out, so that a movie that contradicts itself still has a most likely course.</summary>
    private const float LeastProbability = 1e-30f;
    private readonly ReferenceCourse course;
    private readonly ClockSettings settings;
    private readonly int ages, paces;
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
        paces = (int)((FastestPace - SlowestPace) * PacesPerDoubling) + 1;
        expected = new float[Lineages.Count][];
        precision = new float[Lineages.Count][];
        logNormaliser = new float[ages];
        foreach (Lineage lineage in Lineages.All)
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
    public static void WarmUp() => _ = new DevelopmentalClock(ReferenceCourse.BuiltIn, new ClockSettings()).Decode([new float[Lineages.Count], new float[Lineages.Count]]);

    /// <summary>Finds the age of the embryo in every frame.</summary>
    /// <param name="readings">For each frame the number of cells of each lineage, not rounded; null where nothing could be read.</param>
    /// <param name="interval">Minutes between frames; null where that is not known.</param>
    /// <returns>For each frame its time; empty where no frame could be read.</returns>
    public IReadOnlyList<ClockTime> Decode(IReadOnlyList<float[]?> readings, double? interval = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (readings.All(reading => reading is null)) return [];
        int framesInNode = ((readings.Count - 1) / MostNodes) + 1;
        float[][] fits = [.. readings.Chunk(framesInNode).Select(Fit)];
        // Readings err together for some minutes, so how much each one tells depends on the pace: a first, coarser pass finds it.
        int joined = fits.Length < LeastNodes ? 1 : CoarseNode;
        float[][] coarse = joined == 1 ? fits : [.. fits.Chunk(joined).Select(Sum)];
        double guess = framesInNode * joined * (interval ?? 1);
        double typicalPace = Median(Smooth(coarse, WeightAt(guess, framesInNode * joined), framesInNode * joined, interval).Select(node => node.Pace)) / joined;
        return Spread(Smooth(fits, WeightAt(typicalPace, framesInNode), framesInNode, interval), readings.Count, framesInNode);
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
            for (int lineage = 0; lineage < Lineages.Count; lineage++)
            {
                double off = Math.Log2(1 + Math.Max(0, reading[lineage])) - expected[lineage][age];
                sum += off * off * precision[lineage][age];
            }

            misfits.Add(Math.Sqrt(sum / Lineages.Count));
        }

        misfits.Sort();
        return misfits.Count > 0 ? misfits[misfits.Count * 3 / 4] : null;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double PaceOf(int pace) => Math.Pow(2, SlowestPace + (pace / (double)PacesPerDoubling));

    private DevelopmentalTime TimeOf(int age) => new(course.First.Minutes + ((age - Before) * Step));

    /// <summary>The logarithm of how well the readings of one node fit every age; what lies past the course fits as an outlier does.</summary>
    private float[] Fit(float[]?[] readings)
    {
        float[] sum = new float[ages];
        double freedom = settings.Tails + Lineages.Count;
        foreach (float[]? reading in readings)
        {
            if (reading is null) continue;
            float[] distance = new float[ages];
            for (int lineage = 0; lineage < Lineages.Count; lineage++)
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

    /// <summary>
    /// Forward and backward over all nodes. Of the forward states only every so many-th is kept and those between are computed
    /// again when the backward states reach them: a third more work for a fifth of the memory, and the very same numbers.
    /// </summary>
    private Node[] Smooth(float[][] fits, double weight, int framesInNode, double? interval)
    {
        float[][] likelihoods = [.. fits.Select(fit => Likelihood(fit, weight))];
        int length = (int)Math.Ceiling(Math.Sqrt(fits.Length));
        float[][] kept = States((fits.Length + length - 1) / length), stretch = States(length);
        float[] mixed = new float[ages * paces], moved = new float[ages * paces], backward = new float[ages * paces];
        Begin(kept[0], framesInNode, interval);
        Weigh(kept[0], likelihoods[0]);
        for (int first = length; first < fits.Length; first += length)
        {
            float[] state = stretch[0];
            kept[(first / length) - 1].CopyTo(state, 0);
            for (int node = first - length + 1; node <= first; node++) StepForward(state, node < first ? state : kept[first / length], mixed, likelihoods[node]);
        }

        var path = new Node[fits.Length];
        Array.Fill(backward, 1f);
        for (int first = (kept.Length - 1) * length; first >= 0; first -= length)
        {
            int last = Math.Min(first + length, fits.Length) - 1;
            kept[first / length].CopyTo(stretch[0], 0);
            for (int node = first + 1; node <= last; node++) StepForward(stretch[node - first - 1], stretch[node - first], mixed, likelihoods[node]);
            for (int node = last; node >= first; node--)
            {
                path[node] = Summarise(stretch[node - first], backward);
                Weigh(backward, likelihoods[node]);
                Retreat(backward, moved);
                MixPaces(moved, backward);
            }
        }

        return path;
    }

    private float[][] States(int count) => [.. Enumerable.Range(0, count).Select(_ => new float[ages * paces])];

    private void StepForward(float[] from, float[] to, float[] mixed, float[] likelihood)
    {
        MixPaces(from, mixed);
        Advance(mixed, to);
        Weigh(to, likelihood);
    }

    private static float[] Likelihood(float[] fit, double weight)
    {
        float best = TensorPrimitives.Max<float>(fit);
        return [.. fit.Select(value => Math.Max(LeastLikelihood, MathF.Exp((float)((value - best) * weight))))];
    }

    private void Begin(float[] state, int framesInNode, double? interval)
    {
        double middle = settings.UsualPace + Math.Log2((interval ?? 1) * framesInNode), spread = interval is null ? settings.PaceSpread : settings.KnownPaceSpread;
        for (int pace = 0; pace < paces; pace++)
        {
            double off = (Math.Log2(PaceOf(pace)) - middle) / spread;
            state.AsSpan(pace * ages, ages).Fill((float)Math.Exp(-0.5 * off * off));
        }
    }

    /// <summary>The pace drifts to a neighbouring one now and then; the operation is its own transpose.</summary>
    private void MixPaces(float[] from, float[] to)
    {
        for (int pace = 0; pace < paces; pace++)
        {
            double drift = settings.PaceDrift / Math.Log(2) * PacesPerDoubling;
            float leave = (float)Math.Min(0.3, 0.5 * drift * drift * PaceOf(pace));
            Span<float> row = to.AsSpan(pace * ages, ages);
            float stay = 1;
            row.Clear();
            foreach (int other in (ReadOnlySpan<int>)[pace - 1, pace + 1])
            {
                if (other < 0 || other >= paces) continue;
                TensorPrimitives.MultiplyAdd(from.AsSpan(other * ages, ages), leave, row, row);
                stay -= leave;
            }

            TensorPrimitives.MultiplyAdd(from.AsSpan(pace * ages, ages), stay, row, row);
        }
    }

    /// <summary>Every age grows by its pace; what passes the end of the course stays past it.</summary>
    private void Advance(float[] from, float[] to)
    {
        for (int pace = 0; pace < paces; pace++)
        {
            (int whole, float share) = StepsOf(pace);
            ReadOnlySpan<float> old = from.AsSpan(pace * ages, ages);
            Span<float> row = to.AsSpan(pace * ages, ages);
            row.Clear();
            if (whole < ages) TensorPrimitives.MultiplyAdd(old[..(ages - whole)], 1 - share, row[whole..], row[whole..]);
            if (whole + 1 < ages) TensorPrimitives.MultiplyAdd(old[..(ages - whole - 1)], share, row[(whole + 1)..], row[(whole + 1)..]);
            row[^1] += TensorPrimitives.Sum(old[Math.Max(0, ages - whole)..]) + (whole < ages ? share * old[ages - 1 - whole] : 0);
        }
    }

    private void Retreat(float[] from, float[] to)
    {
        for (int pace = 0; pace < paces; pace++)
        {
            (int whole, float share) = StepsOf(pace);
            ReadOnlySpan<float> later = from.AsSpan(pace * ages, ages);
            Span<float> row = to.AsSpan(pace * ages, ages);
            row.Fill(later[^1]);
            if (whole >= ages) continue;
            Span<float> within = row[..(ages - whole)];
            TensorPrimitives.Multiply(later[whole..], 1 - share, within);
            TensorPrimitives.MultiplyAdd(later[(whole + 1)..], share, within[..^1], within[..^1]);
            within[^1] += share * later[^1];
        }
    }

    private static (int Whole, float Share) StepsOf(int pace)
    {
        double steps = PaceOf(pace) / Step;
        return ((int)steps, (float)(steps - Math.Floor(steps)));
    }

    private void Weigh(float[] state, float[] likelihood)
    {
        for (int pace = 0; pace < paces; pace++)
        {
            Span<float> row = state.AsSpan(pace * ages, ages);
            TensorPrimitives.Multiply(row, likelihood, row);
        }

        float sum = TensorPrimitives.Sum<float>(state);
        TensorPrimitives.Divide(state, sum, state);
        TensorPrimitives.Max(state, LeastProbability, state);
    }

    private Node Summarise(float[] forward, float[] backward)
    {
        // In double precision: where past and future disagree, their product is far below what a float can hold.
        double[] byAge = new double[ages], joint = new double[ages], later = new double[ages];
        double paceSum = 0, total = 0;
        for (int pace = 0; pace < paces; pace++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(forward.AsSpan(pace * ages, ages), joint);
            TensorPrimitives.ConvertTruncating<float, double>(backward.AsSpan(pace * ages, ages), later);
            TensorPrimitives.Multiply<double>(joint, later, joint);
            TensorPrimitives.Add<double>(byAge, joint, byAge);
            double mass = TensorPrimitives.Sum<double>(joint);
            total += mass;
            paceSum += mass * PaceOf(pace);
        }

        double within = 0, sum = 0, squares = 0;
        for (int age = 0; age < ages; age++)
        {
            double minutes = TimeOf(age).Minutes;
            within += age < ages - 1 ? byAge[age] : 0;
            sum += byAge[age] * minutes;
            squares += byAge[age] * minutes * minutes;
        }

        double mean = sum / total;
        return new Node(mean, Math.Sqrt(Math.Max(0, (squares / total) - (mean * mean))), paceSum / total, 1 - (within / total));
    }

    /// <summary>From nodes back to frames, along straight lines between the nodes' middles; past the course at the pace it was left with.</summary>
    private static ClockTime[] Spread(Node[] path, int frames, int framesInNode)
    {
        var times = new ClockTime[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            double place = Math.Clamp(((frame + 0.5) / framesInNode) - 0.5, 0, path.Length - 1);
            int below = Math.Min((int)place, path.Length - 1), above = Math.Min(below + 1, path.Length - 1);
            double share = place - below;
            Node a = path[below], b = path[above];
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

    private readonly record struct Node(double Minutes, double Spread, double Pace, double Beyond);
}
