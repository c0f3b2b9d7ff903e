using System.Text.Json;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Data;
using Elegans.Training.Networks;
using Elegans.Training.Recipe;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests;

/// <summary>Networks for tests.</summary>
internal static class TestNetworks
{
    /// <summary>A network whose normalisation has seen data, so that folding it makes a difference.</summary>
    public static ResNet18 Warm(int seed, bool findsNuclei = false)
    {
        _ = random.manual_seed(seed);
        var network = new ResNet18(findsNuclei: findsNuclei);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        network.train();
        for (int i = 0; i < 3; i++) _ = network.call(randn(4, 1, 64, 96));
        network.eval();
        return network;
    }

    /// <summary>The card of a package that was trained by a recipe, on a split.</summary>
    public static ModelCard Card(TrainingRecipe? recipe = null, EmbryoSplit? split = null) => new()
    {
        Format = ModelCard.CurrentFormat,
        Name = "test",
        Version = "0",
        Lineages = FounderLineages.All,
        Input = new InputSpecification(),
        Scaling = new TargetScaling(),
        ValidRange = new CellRange(2, 350),
        Weights = new WeightsFile("", "", ""),
        Training = JsonSerializer.SerializeToElement(new
        {
            recipe = recipe ?? new TrainingRecipe(),
            split = split ?? new EmbryoSplit { Training = ["a"], Validation = ["b"], Test = ["c"] },
        }),
    };
}
