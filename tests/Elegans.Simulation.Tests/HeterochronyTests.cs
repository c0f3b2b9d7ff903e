using Elegans.Annotation;
using Elegans.Lineages;
using Elegans.Simulation.Abnormal;
using Elegans.Simulation.Reference;

namespace Elegans.Simulation.Tests;

public sealed class HeterochronyTests
{
    private static readonly NucleiTrack Normal = ReferenceEmbryo.BuiltIn.Draw(new Random(5), new DrawingOptions { Name = "normal" });

    [Fact]
    public void A_lineage_that_lags_has_fewer_cells_and_the_others_have_as_many_as_before()
    {
        NucleiTrack lagging = Heterochrony.Of(Normal, Lineage.M, Normal.TimePoints[0], pace: 0.5)!;
        TimePoint late = Normal.TimePoints[^20];
        LineageCounts normal = Normal.CountsAt(late)!.Value, lags = lagging.CountsAt(late)!.Value;
        Assert.InRange(lags[Lineage.M], 1, normal[Lineage.M] / 2);
        Assert.All(FounderLineages.All.Where(lineage => lineage != Lineage.M), lineage => Assert.Equal(normal[lineage], lags[lineage]));
    }

    [Fact]
    public void A_lineage_that_stops_keeps_its_number()
    {
        TimePoint onset = Normal.TimePoints[60];
        NucleiTrack stopped = Heterochrony.Of(Normal, Lineage.C, onset, pace: 0)!;
        Assert.Equal(Normal.CountsAt(onset)!.Value[Lineage.C], stopped.CountsAt(Normal.TimePoints[^1])!.Value[Lineage.C]);
    }

    [Fact]
    public void A_lineage_that_hurries_ends_the_track_where_its_own_ends()
    {
        NucleiTrack hurrying = Heterochrony.Of(Normal, Lineage.E, Normal.TimePoints[0], pace: 1.5)!;
        Assert.True(hurrying.TimePoints.Count < Normal.TimePoints.Count);
    }

    [Fact]
    public void A_lineage_that_does_not_occur_cannot_be_changed() =>
        Assert.Null(Heterochrony.Of(new NucleiTrack("young", [(new TimePoint(1), new Nucleus("ABa", 1, 1, 1, 30, 0))]), Lineage.D, new TimePoint(1), 0.5));
}
