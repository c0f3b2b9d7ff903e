using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>
/// Whether the number of an embryo's cells grows as that of a normal embryo does: along the reference course at one pace, whatever pace that is. It
/// rests on totals as they were read frame by frame, so that what it says is measured and not looked up.
/// </summary>
/// <remarks>
/// Another temperature changes the pace of development and leaves the relative times of divisions as they are (Nair et al. 2013,
/// https://doi.org/10.1242/dev.098012). A lineage that divides too late or too often is seen only as far as it changes the total.
/// Immutable; safe for use by several threads.
/// </remarks>
public sealed class SteadyGrowth
{
    /// <summary>Longer movies are taken together, so that the search takes the same time.</summary>
    private const int MaxNodes = 250;

    /// <summary>Readings beyond this share of what the course ends with come too near to the end of what the network knows.</summary>
    private const double EndShare = 0.8;

    /// <summary>
    /// Single readings are off by more than an abnormal embryo is: of the residuals over so long the median counts, and over so many frames at least; but
    /// never over most of the movie, or an embryo that stands still would be a normal one that is slow.
    /// </summary>
    private const double WindowMinutes = 25, MostOfMovie = 0.25;
    private const int WindowNodes = 5;

    /// <summary>Beginnings of fewer frames are not asked on their own.</summary>
    private const int LeastBeginning = 25;

    /// <summary>A movie shows so many minutes of development at least, and not many times as long as the course.</summary>
    private const double LeastMinutes = 10, MostCourses = 4;

    /// <summary>How closely the search looks first, and how often and by how much closer after that.</summary>
    private const double PaceRatio = 1.08, AgeStep = 3, Closer = 4;
    private const int Closers = 2, Neighbours = 4;

    private static readonly Lazy<SteadyGrowth> Shipped = new(() => new SteadyGrowth(ReferenceCourse.BuiltIn));
    private readonly double[] expected;
    private readonly double first;

    /// <summary>Sets up what a normal embryo does.</summary>
    /// <param name="course">The course of normal development.</param>
    public SteadyGrowth(ReferenceCourse course)
    {
        ArgumentNullException.ThrowIfNull(course);
        first = course.First.Minutes;
        expected = [.. Enumerable.Range(0, (int)(course.Last.Minutes - first) + 1)
            .Select(minute => Doublings(course.Total(new DevelopmentalTime(first + minute))))];
    }

    /// <summary>The growth of the course that ships with this library.</summary>
    public static SteadyGrowth BuiltIn => Shipped.Value;

    /// <summary>
    /// How far the totals lie from the course at the pace that fits them best: the greatest median over 25 minutes of development, in doublings. Asked of the
    /// whole movie, of its first half, quarter and so on: an embryo that stopped long ago would be a slow one to whoever sees only the end.
    /// </summary>
    /// <param name="totals">The total of every frame, not rounded; null where nothing was read.</param>
    /// <returns>Null where too few frames were read to say.</returns>
    public double? Departure(IReadOnlyList<double?> totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        List<Node> nodes = NodesOf(totals, out _);
        return nodes.Count < WindowNodes ? null : Beginnings(nodes).Max(DepartureOf);
    }

    /// <summary>What departs from normal growth, and from when on.</summary>
    /// <param name="totals">The total of every frame, not rounded; null where nothing was read.</param>
    /// <param name="limit">Up to how many doublings normal embryos depart (<see cref="Departure"/>).</param>
    /// <returns>Null where nothing does, or too few frames were read to say.</returns>
    public GrowthDeviation? Judge(IReadOnlyList<double?> totals, double limit)
    {
        ArgumentNullException.ThrowIfNull(totals);
        List<Node> nodes = NodesOf(totals, out int framesInNode);
        if (nodes.Count < WindowNodes) return null;
        double departure = Beginnings(nodes).Max(DepartureOf);
        if (departure <= limit) return null;
        // The longest beginning that is normal tells the pace; what comes after it is what departs. The shortest that departs bounds it.
        int normal = WindowNodes, tooLong = Beginnings(nodes).Last(beginning => DepartureOf(beginning) > limit).Count;
        while (tooLong - normal > 1)
        {
            int middle = (normal + tooLong) / 2;
            if (DepartureOf(nodes[..middle]) > limit) tooLong = middle;
            else normal = middle;
        }

        Line line = Fit(nodes[..normal]);
        double[] residuals = Smoothed(nodes, line);
        int from = Array.FindIndex(residuals, Math.Max(0, normal - WindowOf(line, nodes.Count)), residual => Math.Abs(residual) > limit);
        if (from < 0) from = normal;
        // What is told is what it does first: later it may overtake.
        int end = from;
        while (end + 1 < nodes.Count && Math.Sign(residuals[end + 1]) == Math.Sign(residuals[from])) end++;
        int worst = Enumerable.Range(from, end - from + 1).MaxBy(node => Math.Abs(residuals[node]));
        double expectedThere = ExpectedAt(line, nodes[worst].Place);
        return new GrowthDeviation
        {
            From = new FrameIndex(nodes[from].Place * framesInNode),
            IsFewer = residuals[from] < 0,
            Worst = new FrameIndex(nodes[worst].Place * framesInNode),
            Measured = Cells(expectedThere + residuals[worst]),
            Expected = Cells(expectedThere),
            Departure = departure,
            Start = new DevelopmentalTime(line.Start),
            Pace = line.Pace / framesInNode,
        };
    }

    /// <summary>The whole movie, its first half, its first quarter and so on.</summary>
    private static IEnumerable<List<Node>> Beginnings(List<Node> nodes)
    {
        yield return nodes;
        for (int length = nodes.Count / 2; length >= LeastBeginning; length /= 2) yield return nodes[..length];
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Doublings(double cells) => Math.Log2(1 + Math.Max(0, cells));

    private static double Cells(double doublings) => Math.Pow(2, doublings) - 1;

    /// <summary>The frames up to where the totals come near to the end of the course, in nodes.</summary>
    private List<Node> NodesOf(IReadOnlyList<double?> totals, out int framesInNode)
    {
        framesInNode = ((totals.Count - 1) / MaxNodes) + 1;
        var nodes = new List<Node>();
        double end = Doublings(EndShare * Cells(expected[^1]));
        foreach ((int place, double?[] frames) in totals.Chunk(framesInNode).Index())
        {
            double[] read = [.. frames.OfType<double>().Select(Doublings).Order()];
            if (read.Length == 0) continue;
            // The course knows no fewer cells than it begins with.
            nodes.Add(new Node(place, Math.Max(expected[0], read[read.Length / 2])));
            // A single reading may be wild: three in a row are none.
            if (nodes.Count >= 3 && nodes[^3..].All(node => node.Doublings > end)) break;
        }

        return nodes;
    }

    private double ExpectedAt(Line line, int place)
    {
        double minute = Math.Clamp(line.Start + (line.Pace * place) - first, 0, expected.Length - 1);
        int below = Math.Min((int)minute, expected.Length - 2);
        return expected[below] + ((minute - below) * (expected[below + 1] - expected[below]));
    }

    /// <summary>The start and the pace whose course is nearest to the readings, by the sum of absolute distances: wild ones do not turn it.</summary>
    private Line Fit(List<Node> nodes)
    {
        int span = Math.Max(1, nodes[^1].Place);
        double length = expected.Length - 1, least = LeastMinutes / span, most = MostCourses * length / span;
        (double Loss, Line Line) best = (double.MaxValue, default);
        for (double pace = least; pace <= most; pace *= PaceRatio)
            for (double start = first - (pace * span); start <= first + length; start += AgeStep) Try(new Line(start, pace));
        (double ratio, double step) = (PaceRatio, AgeStep);
        for (int closer = 0; closer < Closers; closer++)
        {
            (ratio, step) = (Math.Pow(ratio, 1 / Closer), step / Closer);
            Line around = best.Line;
            // A pace turns the line around the movie's middle, or a good start would be lost with every pace that is tried.
            for (int i = -Neighbours; i <= Neighbours; i++)
            {
                double pace = around.Pace * Math.Pow(ratio, i), turned = around.Start + ((around.Pace - pace) * span / 2);
                for (int k = -Neighbours; k <= Neighbours; k++) Try(new Line(turned + (k * step), pace));
            }
        }

        return best.Line;

        void Try(Line line)
        {
            double loss = 0;
            foreach (Node node in nodes)
            {
                loss += Math.Abs(node.Doublings - ExpectedAt(line, node.Place));
                if (loss >= best.Loss) return;
            }

            best = (loss, line);
        }
    }

    private double DepartureOf(List<Node> nodes) => Smoothed(nodes, Fit(nodes)).Max(Math.Abs);

    private static int WindowOf(Line line, int nodes) => (int)Math.Round(
        Math.Clamp(WindowMinutes / line.Pace, WindowNodes, Math.Max(WindowNodes, MostOfMovie * nodes)));

    /// <summary>The median distance around every node: above the course where it is positive. At the ends it is that of the last whole window.</summary>
    private double[] Smoothed(List<Node> nodes, Line line)
    {
        int window = WindowOf(line, nodes.Count);
        double[] residuals = [.. nodes.Select(node => node.Doublings - ExpectedAt(line, node.Place))];
        return [.. Enumerable.Range(0, nodes.Count).Select(node => Median(residuals.AsSpan(Math.Clamp(node - (window / 2), 0, nodes.Count - window), window)))];
    }

    /// <summary>What was read of some frames that follow each other.</summary>
    /// <param name="Place">Which node of the movie.</param>
    /// <param name="Doublings">The median total, as log2(1 + cells).</param>
    private readonly record struct Node(int Place, double Doublings);

    /// <summary>An embryo that develops at one pace.</summary>
    /// <param name="Start">Developmental time of the movie's first node, in minutes.</param>
    /// <param name="Pace">Minutes of development from node to node.</param>
    private readonly record struct Line(double Start, double Pace);
}
