using Elegans.Training.Data;

namespace Elegans.Training.Tests;

public sealed class EmbryoSplitTests
{
    private static readonly string[] Embryos = [.. Enumerable.Range(0, 60)
        .SelectMany(i => (string[])[$"2008{i:00}_gene-{i}_L1", $"2008{i:00}_gene-{i}_L2", $"2009{i:00}_other"])];

    [Theory]
    [InlineData("20080731_ceh-32_4_L1", "20080731_ceh-32_4")]
    [InlineData("20080731_ceh-32_4_L12", "20080731_ceh-32_4")]
    [InlineData("20071217_ceh-432x3", "20071217_ceh-432x3")]
    [InlineData("20081013_L3_gene", "20081013_L3_gene")]
    public void A_recording_is_an_embryos_name_without_its_number(string embryo, string recording) => Assert.Equal(recording, EmbryoSplit.RecordingOf(embryo));

    [Fact]
    public void Every_embryo_is_on_exactly_one_side_and_a_recording_is_never_divided()
    {
        EmbryoSplit split = Draw(1);
        Assert.Equal(Embryos.Order(), split.Training.Concat(split.Validation).Concat(split.Test).Concat(split.Excluded).Order());
        string[][] sides = [[.. split.Training], [.. split.Validation], [.. split.Test], [.. split.Excluded]];
        Assert.All(Embryos.GroupBy(EmbryoSplit.RecordingOf), recording => Assert.Single(sides, side => side.Intersect(recording).Any()));
        Assert.NotEmpty(split.Validation);
        Assert.NotEmpty(split.Test);
    }

    [Fact]
    public void An_excluded_embryo_takes_its_whole_recording_with_it() =>
        Assert.Equal(["200805_gene-5_L1", "200805_gene-5_L2"], EmbryoSplit.Draw(Embryos, name => name == "200805_gene-5_L2", 0.1, 1).Excluded);

    [Fact]
    public void The_seed_decides_the_split()
    {
        Assert.Equal(Draw(1).Validation, Draw(1).Validation);
        Assert.NotEqual(Draw(1).Validation, Draw(2).Validation);
    }

    [Fact]
    public void Too_few_recordings_cannot_be_split() => Assert.Throws<ArgumentException>(() => EmbryoSplit.Draw(["a_L1", "a_L2", "b"], _ => false, 0.1, 1));

    private static EmbryoSplit Draw(int seed) => EmbryoSplit.Draw(Embryos, name => name.Contains("07_gene", StringComparison.Ordinal), 0.1, seed);
}
