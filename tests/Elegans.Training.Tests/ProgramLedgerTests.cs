using System.Text.Json;
using Elegans.Annotation;
using Elegans.Models;
using Elegans.Trainer;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Tests;

/// <summary>What all packages share was computed from embryos that judge none of them.</summary>
public sealed class ProgramLedgerTests
{
    private static string[] Offered(LedgerRole role) => [.. ProgramLedger.Entries.Where(entry => entry.Role == role).Select(entry => entry.Embryo)];

    [Theory]
    [InlineData(LedgerRole.Reference)]
    [InlineData(LedgerRole.Course)]
    public void No_embryo_that_validates_calibrates_or_tests_the_shipped_model_was_offered(LedgerRole role)
    {
        EmbryoSplit split = ModelCard.Read(Path.Combine(Repository.Root, "models", "lineage-population", ModelCard.FileName))
            .Training!.Value.GetProperty("split").Deserialize<EmbryoSplit>()!;
        string[] offered = [.. Offered(role).Select(EmbryoSplit.RecordingOf)];
        Assert.True(offered.Length > 100);
        Assert.Empty(split.Validation.Concat(split.Calibration).Concat(split.Test).Concat(split.Excluded).Select(EmbryoSplit.RecordingOf).Intersect(offered));
    }

    [Fact]
    public void The_reference_embryo_is_of_the_training_side_that_the_recipe_draws()
    {
        TrainingRecipe recipe = RecipeJson.Read(new FileInfo(Path.Combine(Repository.Root, "recipes", "lineage-population.json")));
        EmbryoSplit split = new TrainingData(NucleiFolder.Read(Repository.RealData("nuclei"))).Split(recipe);
        Assert.Equal(split.Training, Offered(LedgerRole.Reference).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_recording_that_judges_in_another_split_is_left_out_with_all_its_embryos()
    {
        var split = new EmbryoSplit { Training = ["a_L1", "b", "c", "d", "e"], Validation = ["v"], Test = ["t"] };
        var other = new EmbryoSplit { Training = ["v"], Validation = ["a_L2"], Calibration = ["b"], Test = ["c"], Excluded = ["e"] };
        Assert.Equal(["d"], TrainingSide.Of(split, [other]));
        Assert.Equal(split.Training, TrainingSide.Of(split, []));
    }
}
