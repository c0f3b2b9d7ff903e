using System.Text.Json;
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
        Assert.Equal(Embryos.Order(), Sides(split).SelectMany(side => side).Order());
        Assert.All(Embryos.GroupBy(EmbryoSplit.RecordingOf), recording => Assert.Single(Sides(split), side => side.Intersect(recording).Any()));
        Assert.NotEmpty(split.Validation);
        Assert.NotEmpty(split.Test);
        Assert.NotEmpty(split.Calibration);
    }

    [Fact]
    public void The_calibration_side_is_taken_from_what_was_trained_on_and_changes_no_other_side()
    {
        // Drawn by the rule of before there was such a side.
        EmbryoSplit split = Draw(1);
        string[][] recordings = [.. Embryos.Order(StringComparer.Ordinal).Where(name => !name.Contains("07_gene", StringComparison.Ordinal))
            .GroupBy(EmbryoSplit.RecordingOf).Select(group => group.ToArray())];
        new Random(1).Shuffle(recordings);
        int aside = (int)Math.Round(0.1 * recordings.Length);
        Assert.Equal(recordings[..aside].SelectMany(names => names).Order(StringComparer.Ordinal), split.Validation);
        Assert.Equal(recordings[aside..(2 * aside)].SelectMany(names => names).Order(StringComparer.Ordinal), split.Test);
        Assert.Equal(aside, split.Calibration.GroupBy(EmbryoSplit.RecordingOf).Count());
    }

    [Fact]
    public void Of_too_few_recordings_none_calibrates()
    {
        EmbryoSplit split = EmbryoSplit.Draw(["a", "b", "c"], _ => false, 0.1, 1);
        Assert.Empty(split.Calibration);
        Assert.Throws<InvalidOperationException>(() => split.WithCalibration());
    }

    [Fact]
    public void A_split_without_a_calibration_side_gets_one_of_its_test_side_by_names_alone()
    {
        var old = new EmbryoSplit { Training = ["t"], Validation = ["v"], Test = ["e", "d", "c_L2", "c_L1", "b", "a"] };
        EmbryoSplit split = old.WithCalibration();
        Assert.Equal(["a", "c_L1", "c_L2", "d"], split.Calibration);
        Assert.Equal(["b", "e"], split.Test);
        Assert.Equal(old.Validation, split.Validation);
        Assert.Same(split, split.WithCalibration());
    }

    [Fact]
    public void A_split_that_was_written_before_there_was_a_calibration_side_is_read_with_none() =>
        Assert.Empty(JsonSerializer.Deserialize<EmbryoSplit>("""{ "Training": ["a"], "Validation": ["b"], "Test": ["c"] }""")!.Calibration);

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

    private static string[][] Sides(EmbryoSplit split) => [[.. split.Training], [.. split.Validation], [.. split.Calibration], [.. split.Test],
        [.. split.Excluded]];

    private static EmbryoSplit Draw(int seed) => EmbryoSplit.Draw(Embryos, name => name.Contains("07_gene", StringComparison.Ordinal), 0.1, seed);
}
