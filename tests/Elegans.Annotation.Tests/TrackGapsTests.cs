using Elegans.Annotation;
using Elegans.Lineages;

namespace Elegans.Annotation.Tests;

public sealed class TrackGapsTests
{
    [Fact]
    public void A_whole_track_lacks_nothing()
    {
        var gaps = new TrackGaps(Track(("ABa", 1, 4), ("ABp", 1, 4), ("EMS", 1, 4), ("P2", 1, 4)));
        Assert.All(Enumerable.Range(1, 4), time => Assert.Equal(0, gaps.MissingAt(new TimePoint(time)).Total));
    }

    [Fact]
    public void A_germ_line_cell_that_tracing_lost_is_missing_from_then_on()
    {
        var gaps = new TrackGaps(Track(("ABa", 1, 9), ("ABp", 1, 9), ("Z2", 1, 5), ("Z3", 1, 9)));
        Assert.Equal(0, gaps.MissingAt(new TimePoint(5))[Lineage.Z]);
        Assert.Equal(1, gaps.MissingAt(new TimePoint(6))[Lineage.Z]);
        Assert.Equal(1, gaps.MissingAt(new TimePoint(9))[Lineage.Z]);
    }

    [Fact]
    public void A_cell_of_AB_or_MS_that_ends_may_have_died()
    {
        var gaps = new TrackGaps(Track(("ABa", 1, 9), ("ABp", 1, 9), ("MSa", 1, 5), ("MSp", 1, 9), ("E", 1, 9), ("P2", 1, 9)));
        Assert.Equal(0, gaps.MissingAt(new TimePoint(7)).Total);
    }

    [Fact]
    public void A_lineage_that_vanishes_while_others_are_traced_on_is_missing()
    {
        (string, int, int)[] ab = [.. "abcdefgh".Select(letter => ($"ABal{letter}", 1, 5))];
        var gaps = new TrackGaps(Track([.. ab, ("E", 1, 9)]));
        Assert.Equal(8, gaps.MissingAt(new TimePoint(7))[Lineage.A]);
    }

    [Fact]
    public void A_gap_between_two_observations_is_missing()
    {
        var gaps = new TrackGaps(Track(("E", 1, 3), ("E", 6, 9), ("MS", 1, 9)));
        Assert.Equal([0, 1, 1, 0], new[] { 3, 4, 5, 6 }.Select(time => gaps.MissingAt(new TimePoint(time))[Lineage.E]));
    }

    [Fact]
    public void A_sister_that_was_never_traced_is_missing()
    {
        var gaps = new TrackGaps(Track(("E", 1, 3), ("Ea", 4, 9), ("MS", 1, 9)));
        Assert.Equal(1, gaps.MissingAt(new TimePoint(5))[Lineage.E]);
    }

    [Fact]
    public void A_real_track_that_lost_its_germ_line_tells_so()
    {
        var gaps = new TrackGaps(NucleiTracks.Real("20080731_ceh-32_4_L1"));
        Assert.Equal(2, gaps.MissingAt(new TimePoint(125))[Lineage.Z]);
    }

    private static NucleiTrack Track(params (string Cell, int First, int Last)[] cells) => new("embryo", cells.SelectMany(cell =>
        Enumerable.Range(cell.First, cell.Last - cell.First + 1).Select(time => (new TimePoint(time), new Nucleus(cell.Cell, 100, 80, 10, 30, 0)))));
}
