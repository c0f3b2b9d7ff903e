using Elegans.Evaluation;
using Elegans.Predictions;

namespace Elegans.Tests.Evaluation;

public sealed class NucleusMatchingTests
{
    [Fact]
    public void Each_nucleus_is_paired_once_with_the_closest_first()
    {
        NucleusMatch match = Match([(10, 10), (12, 10), (80, 80)], [(11.5, 10, 20), (40, 40, 20)]);
        Assert.Equal(new NucleusMatch(Matched: 1, Found: 3, Traced: 2), match);
        Assert.Equal(1 / 3.0, match.Precision, 1e-9);
        Assert.Equal(0.5, match.Recall);
        Assert.Equal(0.4, match.F1, 1e-9);
    }

    [Fact]
    public void Half_a_diameter_is_near_enough_and_more_is_not()
    {
        Assert.Equal(1, Match([(10, 10)], [(20, 10, 20)]).Matched);
        Assert.Equal(0, Match([(10, 10)], [(20.1, 10, 20)]).Matched);
        Assert.Equal(1, Match([(10, 10)], [(14.9, 10, 2)]).Matched);
    }

    [Fact]
    public void Nothing_found_where_nothing_is_is_right()
    {
        Assert.Equal(1, Match([], []).F1);
        Assert.Equal(0, Match([(1, 1)], []).F1);
        Assert.Equal(0, Match([], [(1, 1, 9)]).F1);
    }

    private static NucleusMatch Match((double X, double Y)[] found, (double X, double Y, double Diameter)[] traced) =>
        NucleusMatching.Of([.. found.Select(nucleus => new FoundNucleus(nucleus.X, nucleus.Y, 20, 1, 0))], traced);
}
