using System.Security.Cryptography;
using Elegans.Files;
using Elegans.Models;
using Elegans.Training.Networks;

namespace Elegans.Training.Export;

/// <summary>Writes a trained network as a model package.</summary>
public static class ModelPackageWriter
{
    /// <summary>The name of the weights in a package.</summary>
    public const string WeightsName = "model.onnx";

    /// <summary>Writes weights, ledger and card; the card last, so that a package without one is known to be unfinished.</summary>
    /// <param name="folder">The package's folder; made where it is not there.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="halfPrecision">Whether to store weights as float16.</param>
    /// <param name="card">The card; its <see cref="ModelCard.Weights"/> are filled in here.</param>
    /// <param name="ledger">What bore on the weights, whose sum is filled in here; null where that is not known.</param>
    public static ModelCard Write(string folder, ResNet18 network, bool halfPrecision, ModelCard card, TrainingLedger? ledger = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        return Write(folder, ResNet18Onnx.Export(network, card.Input, halfPrecision), halfPrecision ? "float16" : "float32", card, ledger);
    }

    /// <summary>Writes weights, ledger and card.</summary>
    internal static ModelCard Write(string folder, byte[] weights, string precision, ModelCard card, TrainingLedger? ledger)
    {
        Directory.CreateDirectory(folder);
        card = card with { Weights = new WeightsFile(WeightsName, Convert.ToHexStringLower(SHA256.HashData(weights)), precision) };
        OutputFile.Write(Path.Combine(folder, WeightsName), stream => stream.Write(weights));
        if (ledger is null) File.Delete(Path.Combine(folder, TrainingLedger.FileName)); // The one of weights that stood here before.
        else ledger.WithOwn(ledger.Own with { Sha256 = card.Weights.Sha256 }).Write(folder);
        card.Write(Path.Combine(folder, ModelCard.FileName));
        return card;
    }
}
