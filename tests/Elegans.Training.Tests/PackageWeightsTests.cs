using Elegans.Models;
using Elegans.Training.Export;
using Elegans.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests;

[Collection(OneTorch.Name)]
public sealed class PackageWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_network_put_back_from_its_package_says_what_it_said()
    {
        using ResNet18 network = TestNetworks.Warm(5), restored = new();
        ModelPackageWriter.Write(folder.Path, network, halfPrecision: false, TestNetworks.Card());
        _ = random.manual_seed(1);
        using Tensor batch = randn(8, 1, 64, 96);
        PackageWeights.Restore(ModelPackage.Read(folder.Path), restored, batches: 2, _ => batch);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable quiet = no_grad();
        network.eval();
        restored.eval();
        float[] before = network.call(batch).Counts.data<float>().ToArray(), after = restored.call(batch).Counts.data<float>().ToArray();
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 0.002f * (1 + MathF.Abs(pair.First))));
        Assert.True(before.Distinct().Count() > before.Length / 2);
    }

    [Fact]
    public void A_package_of_another_architecture_is_refused()
    {
        using ResNet18 network = TestNetworks.Warm(5), other = new();
        ModelPackageWriter.Write(folder.Path, network, halfPrecision: false, TestNetworks.Card());
        ModelPackage package = ModelPackage.Read(folder.Path);
        string renamed = System.Text.Encoding.Latin1.GetString(package.Weights).Replace("head.bias", "tail.bias", StringComparison.Ordinal);
        ModelPackage stranger = Rewritten(package, System.Text.Encoding.Latin1.GetBytes(renamed));
        using Tensor batch = zeros(1, 1, 64, 96);
        Assert.Contains("another network", Assert.Throws<ModelPackageException>(() => PackageWeights.Restore(stranger, other, 1, _ => batch)).Message,
            StringComparison.Ordinal);
    }

    private ModelPackage Rewritten(ModelPackage package, byte[] weights)
    {
        File.WriteAllBytes(Path.Combine(folder.Path, package.Card.Weights.File), weights);
        (package.Card with { Weights = package.Card.Weights with { Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights)) } })
            .Write(Path.Combine(folder.Path, ModelCard.FileName));
        return ModelPackage.Read(folder.Path);
    }
}
