using System.Numerics;
using Elegans.Annotation;
using Elegans.Lineages;
using Elegans.Simulation.Reference;

namespace Elegans.Simulation.Tests;

public sealed class ReferenceEmbryoTests
{
    [Fact]
    public void A_drawn_embryo_grows_from_a_few_cells_to_about_350()
    {
        NucleiTrack track = Draw(1);
        Assert.InRange(Total(track, 0), 2, 8);
        Assert.InRange(Total(track, track.TimePoints.Count - 1), 330, 370);
    }

    [Fact]
    public void No_two_drawn_embryos_are_alike_and_the_same_seed_gives_the_same()
    {
        Assert.Equal(Signature(Draw(3)), Signature(Draw(3)));
        Assert.NotEqual(Signature(Draw(3)), Signature(Draw(4)));
    }

    [Fact]
    public void AB_cells_only_become_more()
    {
        NucleiTrack track = Draw(2);
        int[] counts = [.. track.TimePoints.Select(time => track.CountsAt(time)!.Value[Lineage.A])];
        Assert.Equal(counts.Order(), counts);
    }

    [Fact]
    public void The_germ_line_is_one_cell_until_it_divides_into_Z2_and_Z3()
    {
        foreach (int seed in Enumerable.Range(1, 10))
        {
            NucleiTrack track = Draw(seed);
            foreach (TimePoint time in track.TimePoints)
            {
                LineageCounts counts = track.CountsAt(time)!.Value;
                Assert.True((counts[Lineage.P], counts[Lineage.Z]) is (1, 0) or (0, 2), $"seed {seed}, {time}: {counts}");
            }
        }
    }

    [Fact]
    public void The_germ_line_divides_at_90_to_100_cells_as_in_real_embryos()
    {
        double[] cells = [.. Enumerable.Range(1, 20).Select(seed =>
        {
            NucleiTrack track = Draw(seed);
            return (double)track.CountsAt(track.TimePoints.First(time => track.CountsAt(time)!.Value[Lineage.P] == 0))!.Value.Total;
        })];
        Assert.InRange(cells.Average(), 80, 115);
    }

    [Fact]
    public void A_motion_between_two_clouds_of_points_is_found()
    {
        var random = new Random(1);
        var turn = Quaternion.CreateFromYawPitchRoll(0.4f, -1.1f, 2.5f);
        var pairs = Enumerable.Range(0, 30).Select(_ => new Vector3(random.NextSingle(), random.NextSingle() * 2, random.NextSingle() * 3))
            .Select(point => (point, (Vector3.Transform(point, turn) * 1.7f) + new Vector3(4, 5, 6))).ToList();
        RigidMotion motion = RigidMotion.Between(pairs);
        Assert.All(pairs, pair => Assert.Equal(0, Vector3.Distance(motion.Apply(pair.point), pair.Item2), 1e-3));
    }

    [Fact]
    public void The_shipped_reference_follows_from_the_real_tracks()
    {
        Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(Repository.RealData("nuclei"));
        IEnumerable<string> offered = File.ReadLines(Path.Combine(Repository.Root, "src", "Elegans.Training", "Data", "program-ledger.csv"))
            .Select(line => line.Split(',')).Where(row => row[3] == "Reference").Select(row => row[1]);
        using var folder = new TemporaryFolder();
        ReferenceEmbryoBuilder.Build(offered.Select(name => tracks[name])).Save(folder["again.csv"]);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "src", "Elegans.Simulation", "Reference", "reference-embryo.csv")),
            File.ReadAllText(folder["again.csv"]));
    }

    private static NucleiTrack Draw(int seed) => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions());

    private static int Total(NucleiTrack track, int index) => track.CountsAt(track.TimePoints[index])!.Value.Total;

    private static string Signature(NucleiTrack track) => string.Join(' ', track.TimePoints.Select(time => track.NucleiAt(time).Sum(n => n.X + (2 * n.Y))));
}
