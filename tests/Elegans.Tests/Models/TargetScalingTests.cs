using CsCheck;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Tests.Models;

public sealed class TargetScalingTests
{
    private static readonly TargetScaling Scaling = new();

    [Fact]
    public void No_cells_are_minus_one_and_the_ceiling_is_one() => Assert.All(FounderLineages.All, lineage =>
    {
        Assert.Equal(-1, Scaling.Scale(lineage, 0));
        Assert.Equal(1, Scaling.Scale(lineage, Scaling.Ceilings[(int)lineage]), 1e-6f);
    });

    [Fact]
    public void Unscaling_undoes_scaling() => Gen.Enum<Lineage>()
        .SelectMany(lineage => Gen.Int[0, Scaling.Ceilings[(int)lineage]].Select(count => (lineage, count))).Sample((lineage, count) =>
        Math.Abs(Scaling.Unscale(lineage, Scaling.Scale(lineage, count)) - count) < 0.01 + (count * 1e-4));

    [Fact]
    public void No_output_however_wild_gives_a_negative_or_infinite_count() =>
        Gen.Select(Gen.Enum<Lineage>(), Gen.Float[-1e6f, 1e6f]).Sample((lineage, output) =>
        Scaling.Unscale(lineage, output) is >= 0 and < 1e6f);
}
