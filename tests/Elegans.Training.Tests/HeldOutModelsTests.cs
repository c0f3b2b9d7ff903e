using Elegans.Models;
using Elegans.Training.Accuracy;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class HeldOutModelsTests : IDisposable
{
    private static readonly EmbryoSplit Split = new() { Training = ["a"], Validation = ["b"], Test = ["c"], Excluded = ["film_L1", "film_L2", "other"] };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_movie_is_judged_by_a_model_that_saw_nothing_of_its_recording()
    {
        using var models = new HeldOutModels([Package("all", "film_L1", "other"), Package("without-other", "film_L1"), Package("without-film", "other")]);
        Assert.Equal("without-film", models.For("film_L1").Model.Card.Version);
        Assert.Equal("without-film", models.For("film_L2").Model.Card.Version); // the same recording as film_L1
        Assert.Equal("without-other", models.For("other").Model.Card.Version);
        Assert.StartsWith("held out", models.For("other").Training, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_every_model_saw_the_recording_that_is_said()
    {
        using var models = new HeldOutModels([Package("all", "film_L1", "other")]);
        Assert.StartsWith("IN TRAINING: real frames of film_L1", models.For("film_L2").Training, StringComparison.Ordinal);
        Assert.StartsWith("IN TRAINING: renderings of a", models.For("a").Training, StringComparison.Ordinal);
    }

    private string Package(string name, params string[] realMovies)
    {
        using ResNet18 network = TestNetworks.Warm(1);
        string path = Path.Combine(folder.Path, name);
        var account = new LedgerAccount().With([new LedgerEntry("a", "a", null, LedgerRole.Weights), .. realMovies.Select(
            movie => new LedgerEntry(EmbryoSplit.RecordingOf(movie), movie, $"{movie}.mov", LedgerRole.Weights))]);
        ModelPackageWriter.Write(path, network, halfPrecision: true, TestNetworks.Card(new TrainingRecipe { RealMovies = [.. realMovies] }, Split) with
        {
            Version = name,
        }, TrainingLedger.Of(account));
        return path;
    }
}
