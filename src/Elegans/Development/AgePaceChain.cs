using System.Numerics.Tensors;

namespace Elegans.Development;

/// <summary>
/// A hidden Markov model over age and pace, decoded by the forward-backward algorithm (Rabiner 1989,
/// https://doi.org/10.1109/5.18626): exact on its grid, no start needed, and it reports how sure it is.
/// </summary>
/// <param name="ages">How many ages there are; the last stands for whatever is older.</param>
/// <param name="step">Minutes from one age to the next.</param>
/// <param name="firstMinutes">The first age.</param>
/// <param name="settings">What is taken for granted of time.</param>
/// <remarks>Immutable; safe for use by several threads.</remarks>
internal sealed class AgePaceChain(int ages, double step, double firstMinutes, ClockSettings settings)
{
    private const int PacesPerDoubling = 8;
    private const double SlowestPace = -3.5, FastestPace = 4.0;

    /// <summary>No frame rules out any age by itself: however wild it is, the frames around it can overrule it.</summary>
    private const float MinLikelihood = 1e-6f;

    /// <summary>No state is ever ruled out, so that a movie that contradicts itself still has a most likely course.</summary>
    private const float MinProbability = 1e-30f;

    /// <summary>Past this, no pace of the grid is left as a number that a float holds.</summary>
    private const double MaxUnlikeliness = 40;
    private readonly int paces = (int)((FastestPace - SlowestPace) * PacesPerDoubling) + 1;

    /// <summary>
    /// Forward and backward over all nodes. Of the forward states only every so many-th is kept and those between are computed
    /// again when the backward states reach them: a third more work for a fifth of the memory, and the very same numbers.
    /// </summary>
    /// <param name="fits">For each node, the logarithm of how well it fits every age.</param>
    /// <param name="weight">How much a fit counts.</param>
    /// <param name="framesInNode">How many frames a node stands for.</param>
    /// <param name="interval">Minutes between frames; null where that is not known.</param>
    internal AgedNode[] Smooth(float[][] fits, double weight, int framesInNode, double? interval)
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
            for (int node = first - length + 1; node <= first; node++) StepForward(
                state, node < first ? state : kept[first / length], mixed, likelihoods[node]);
        }

        var path = new AgedNode[fits.Length];
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
                ExpectPaces(moved, backward);
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
        return [.. fit.Select(value => Math.Max(MinLikelihood, MathF.Exp((float)((value - best) * weight))))];
    }

    private void Begin(float[] state, int framesInNode, double? interval)
    {
        double middle = settings.UsualPace + Math.Log2((interval ?? 1) * framesInNode), spread = interval is null ? settings.PaceSpread
            : settings.KnownPaceSpread;
        // Where every pace is far from the usual one, as with an hour between frames, the nearest still counts.
        double nearest = Enumerable.Range(0, paces).Min(pace => Unlikeliness(pace));
        double allowed = nearest > MaxUnlikeliness ? nearest : 0;
        for (int pace = 0; pace < paces; pace++) state.AsSpan(pace * ages, ages).Fill((float)Math.Exp(allowed - Unlikeliness(pace)));

        double Unlikeliness(int pace)
        {
            double off = (Math.Log2(PaceOf(pace)) - middle) / spread;
            return 0.5 * off * off;
        }
    }

    /// <summary>
    /// The pace drifts to a neighbouring one now and then: every pace gives to its neighbours as much as it loses, so that no
    /// probability is made or lost, and on average the pace stays.
    /// </summary>
    private void MixPaces(float[] from, float[] to)
    {
        Array.Clear(to);
        for (int pace = 0; pace < paces; pace++)
        {
            ReadOnlySpan<float> old = from.AsSpan(pace * ages, ages);
            (float leave, float stay) = DriftOf(pace);
            Give(old, stay, to, pace);
            if (pace > 0) Give(old, leave, to, pace - 1);
            if (pace < paces - 1) Give(old, leave, to, pace + 1);
        }

        void Give(ReadOnlySpan<float> old, float share, float[] mixed, int pace)
        {
            Span<float> row = mixed.AsSpan(pace * ages, ages);
            TensorPrimitives.MultiplyAdd(old, share, row, row);
        }
    }

    /// <summary>The transpose of <see cref="MixPaces"/>: what every pace expects of the paces that it may drift to.</summary>
    private void ExpectPaces(float[] later, float[] to)
    {
        for (int pace = 0; pace < paces; pace++)
        {
            Span<float> row = to.AsSpan(pace * ages, ages);
            (float leave, float stay) = DriftOf(pace);
            TensorPrimitives.Multiply(later.AsSpan(pace * ages, ages), stay, row);
            if (pace > 0) TensorPrimitives.MultiplyAdd(later.AsSpan((pace - 1) * ages, ages), leave, row, row);
            if (pace < paces - 1) TensorPrimitives.MultiplyAdd(later.AsSpan((pace + 1) * ages, ages), leave, row, row);
        }
    }

    /// <summary>How likely a pace becomes each neighbouring one from node to node, and how likely it stays.</summary>
    private (float Leave, float Stay) DriftOf(int pace)
    {
        double drift = settings.PaceDrift / Math.Log(2) * PacesPerDoubling;
        float leave = (float)Math.Min(0.3, 0.5 * drift * drift * PaceOf(pace));
        int neighbours = (pace > 0 ? 1 : 0) + (pace < paces - 1 ? 1 : 0);
        return (leave, 1 - (neighbours * leave));
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

    /// <summary>The transpose of <see cref="Advance"/>.</summary>
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

    private (int Whole, float Share) StepsOf(int pace)
    {
        double steps = PaceOf(pace) / step;
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
        TensorPrimitives.Max(state, MinProbability, state);
    }

    private AgedNode Summarise(float[] forward, float[] backward)
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
            double minutes = firstMinutes + (age * step);
            within += age < ages - 1 ? byAge[age] : 0;
            sum += byAge[age] * minutes;
            squares += byAge[age] * minutes * minutes;
        }

        double mean = sum / total;
        return new AgedNode(mean, Math.Sqrt(Math.Max(0, (squares / total) - (mean * mean))), paceSum / total, 1 - (within / total));
    }

    private static double PaceOf(int pace) => Math.Pow(2, SlowestPace + (pace / (double)PacesPerDoubling));
}
