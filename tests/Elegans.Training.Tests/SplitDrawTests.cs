using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Simulation.Reference;
using Elegans.Training.Data;
using Elegans.Training.Recipe;

namespace Elegans.Training.Tests;

public sealed class SplitDrawTests
{
    private static readonly NucleiTrack Track = ReferenceEmbryo.BuiltIn.Draw(new Random(1), new DrawingOptions { Name = "any", MaxFrames = 3 });

    [Fact]
    public void A_laboratorys_only_movie_is_trained_on_where_other_embryos_can_validate()
    {
        EmbryoSplit split = Data(["film", .. Others(10)], films: ["film"]).Split(new TrainingRecipe());
        Assert.Contains("film", split.Training);
        Assert.NotEmpty(split.Validation);
        Assert.NotEmpty(split.Calibration);
    }

    [Fact]
    public void Films_are_divided_where_nothing_else_can_validate()
    {
        EmbryoSplit split = Data(["a", "b", "c", "d"], films: ["a", "b", "c", "d"]).Split(new TrainingRecipe());
        Assert.NotEmpty(split.Training);
        Assert.NotEmpty(split.Validation);
    }

    [Fact]
    public void A_given_role_goes_before_a_film_and_takes_its_recording_with_it()
    {
        TrainingData data = Data(["film_L1", "film_L2", .. Others(10)], films: ["film_L1"], new() { ["film_L2"] = SplitSide.Test });
        EmbryoSplit split = data.Split(new TrainingRecipe());
        Assert.Contains("film_L1", split.Test);
        Assert.Contains("film_L2", split.Test);
    }

    [Fact]
    public void The_recipe_excludes_before_any_role()
    {
        EmbryoSplit split = Data(["film", .. Others(10)], films: ["film"], new() { ["film"] = SplitSide.Training }).Split(new TrainingRecipe
        {
            Exclude = ["film"],
        });
        Assert.Equal(["film"], split.Excluded);
    }

    [Fact]
    public void A_run_keeps_the_sides_of_the_weights_it_starts_from()
    {
        EmbryoSplit before = new() { Training = ["other1"], Validation = ["other2"], Test = ["other3", "film"], Excluded = ["new"] };
        EmbryoSplit split = Data(["film", "new", "other1", "other2", "other3"], films: ["film"]).Split(new TrainingRecipe(), before);
        Assert.Equal(["new", "other1"], split.Training);
        Assert.Equal(["other2"], split.Validation);
        Assert.Equal(["film", "other3"], split.Test);
    }

    [Fact]
    public void Too_few_recordings_are_refused_with_what_helps()
    {
        string problem = Assert.Throws<ArgumentException>(() => Data(["a", "b"], films: ["a"]).Split(new TrainingRecipe())).Message;
        Assert.StartsWith("2 recording(s) are too few", problem, StringComparison.Ordinal);
    }

    private static string[] Others(int count) => [.. Enumerable.Range(1, count).Select(number => $"other{number}")];

    private static TrainingData Data(string[] embryos, string[] films, Dictionary<string, SplitSide>? roles = null) => new(
        embryos.ToDictionary(name => name, _ => Track),
        [.. films.Select(name => new AnnotatedMovie($"{name}.mov", Renamed(name), EmbryoSplit.RecordingOf(name), FrameAlignment.Epic))])
    {
        Roles = roles ?? [],
    };

    private static NucleiTrack Renamed(string name) =>
        ReferenceEmbryo.BuiltIn.Draw(new Random(1), new DrawingOptions { Name = name, MaxFrames = 3 });
}
