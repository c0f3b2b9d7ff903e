using Elegans.Annotation;
using Elegans.Predictions;
using Elegans.Simulation;
using Elegans.Training.Run;
using PublicApiGenerator;

namespace Elegans.Packages.Tests;

/// <summary>
/// The public API of every package as it is recorded beside this test: a change of it is seen, and meant. Where one is meant, run
/// the test with ELEGANS_RECORD_API=1, and say in CHANGELOG.md what it breaks.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(LineagePopulationModel))]
    [InlineData(typeof(Elegans.Annotation.NucleiTrack))]
    [InlineData(typeof(Elegans.Simulation.SimulatedMovie))]
    [InlineData(typeof(Elegans.Training.Run.ModelTrainer))]
    public void It_is_as_recorded(Type known)
    {
        string name = known.Assembly.GetName().Name!, path = Path.Combine(Repository.Root, "tests", "Elegans.Packages.Tests", "PublicApi", $"{name}.txt");
        string now = known.Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("ELEGANS_RECORD_API") == "1") File.WriteAllText(path, now);
        Assert.Equal(File.ReadAllText(path), now);
    }
}
