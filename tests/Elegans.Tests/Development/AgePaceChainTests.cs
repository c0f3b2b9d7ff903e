using Elegans.Development;

namespace Elegans.Tests.Development;

/// <summary>The chain against the same model written out as one large matrix in double precision.</summary>
public sealed class AgePaceChainTests
{
    private const int Ages = 12, Paces = 61, PacesPerDoubling = 8;
    private const double Step = 0.5, First = 3, SlowestPace = -3.5;
    private static readonly ClockSettings Settings = new() { PaceDrift = 0.2 };

    [Fact]
    public void Every_state_goes_somewhere_with_a_probability_of_one_in_all()
    {
        double[,] matrix = Transitions();
        for (int from = 0; from < Ages * Paces; from++) Assert.Equal(1, Enumerable.Range(0, Ages * Paces).Sum(to => matrix[from, to]), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(23)]
    public void Ages_paces_and_their_spread_are_those_of_the_whole_matrix(int nodes)
    {
        var random = new Random(nodes);
        // Readings that wander: fits are not so sharp that one state takes all.
        float[][] fits = [.. Enumerable.Range(0, nodes).Select(node => Enumerable.Range(0, Ages)
            .Select(age => (float)(-0.5 * Math.Pow(age - (0.4 * node) - random.NextDouble(), 2))).ToArray())];
        AgedNode[] found = new AgePaceChain(Ages, Step, First, Settings).Smooth(fits, 1, 1, null);
        (double Minutes, double Spread, double Pace, double Beyond)[] expected = Dense(fits);
        for (int node = 0; node < nodes; node++)
        {
            Assert.Equal(expected[node].Minutes, found[node].Minutes, 1e-3);
            Assert.Equal(expected[node].Spread, found[node].Spread, 1e-3);
            Assert.Equal(1, expected[node].Pace / found[node].Pace, 1e-3);
            Assert.Equal(expected[node].Beyond, found[node].Beyond, 1e-3);
        }
    }

    [Fact]
    public void Without_anything_read_the_pace_stays_what_it_was_expected_to_be()
    {
        float[][] nothing = [.. Enumerable.Range(0, 200).Select(_ => new float[Ages])];
        AgedNode[] path = new AgePaceChain(Ages, Step, First, new ClockSettings()).Smooth(nothing, 1, 1, 1);
        Assert.InRange(Math.Abs(Math.Log2(path[^1].Pace / path[0].Pace)), 0, 0.03);
    }

    private static double PaceOf(int pace) => Math.Pow(2, SlowestPace + (pace / (double)PacesPerDoubling));

    private static int At(int pace, int age) => (pace * Ages) + age;

    /// <summary>First the pace drifts, then the age grows by it; what passes the end stays in the last age.</summary>
    private static double[,] Transitions()
    {
        double[,] matrix = new double[Ages * Paces, Ages * Paces];
        double drift = Settings.PaceDrift / Math.Log(2) * PacesPerDoubling;
        for (int pace = 0; pace < Paces; pace++)
        {
            double leave = Math.Min(0.3, 0.5 * drift * drift * PaceOf(pace));
            foreach (int next in new[] { pace - 1, pace, pace + 1 }.Where(next => next is >= 0 and < Paces))
            {
                double change = next == pace ? 1 - (leave * ((pace > 0 ? 1 : 0) + (pace < Paces - 1 ? 1 : 0))) : leave;
                double steps = PaceOf(next) / Step, share = steps - Math.Floor(steps);
                for (int age = 0; age < Ages; age++)
                {
                    matrix[At(pace, age), At(next, Math.Min(Ages - 1, age + (int)steps))] += change * (1 - share);
                    matrix[At(pace, age), At(next, Math.Min(Ages - 1, age + (int)steps + 1))] += change * share;
                }
            }
        }

        return matrix;
    }

    private static (double Minutes, double Spread, double Pace, double Beyond)[] Dense(float[][] fits)
    {
        const int States = Ages * Paces;
        double[,] matrix = Transitions();
        double[][] forward = new double[fits.Length][], backward = new double[fits.Length][];
        forward[0] = Normal([.. Enumerable.Range(0, States).Select(state => Start(state / Ages) * Fit(0, state))]);
        for (int node = 1; node < fits.Length; node++)
            forward[node] = Normal(
                [.. Enumerable.Range(0, States)
                .Select(to => Fit(node, to) * Enumerable.Range(0, States).Sum(from => forward[node - 1][from] * matrix[from, to]))]);
        backward[^1] = [.. Enumerable.Repeat(1.0, States)];
        for (int node = fits.Length - 2; node >= 0; node--)
            backward[node] = Normal(
                [.. Enumerable.Range(0, States)
                .Select(from => Enumerable.Range(0, States).Sum(to => matrix[from, to] * Fit(node + 1, to) * backward[node + 1][to]))]);
        return [.. Enumerable.Range(0, fits.Length).Select(node =>
        {
            double[] both = Normal([.. forward[node].Zip(backward[node], (past, future) => past * future)]);
            double mean = Mean(state => First + (state % Ages * Step)), squares = Mean(state => Math.Pow(First + (state % Ages * Step), 2));
            return (mean, Math.Sqrt(squares - (mean * mean)), Mean(state => PaceOf(state / Ages)), Mean(state => state % Ages == Ages - 1 ? 1 : 0));

            double Mean(Func<int, double> of) => Enumerable.Range(0, States).Sum(state => both[state] * of(state));
        })];

        double Fit(int node, int state) => Math.Max(1e-6, Math.Exp(fits[node][state % Ages] - fits[node].Max()));

        static double Start(int pace) => Math.Exp(-0.5 * Math.Pow((Math.Log2(PaceOf(pace)) - Settings.UsualPace) / Settings.PaceSpread, 2));
    }

    private static double[] Normal(double[] values)
    {
        double sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }
}
