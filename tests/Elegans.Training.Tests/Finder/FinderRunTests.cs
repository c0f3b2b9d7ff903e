using System.Security.Cryptography;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Training.Export;
using Elegans.Training.Finder;
using TorchSharp;
using static TorchSharp.torch;

namespace Elegans.Training.Tests.Finder;

[Collection(OneTorch.Name)]
public sealed class FinderRunTests
{
    [Fact]
    public void A_run_that_was_interrupted_and_continued_ends_with_the_weights_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        string whole = Path.Combine(folder.Path, "whole"), broken = Path.Combine(folder.Path, "broken");
        FinderRun.Train(whole, fields: 20, steps: 5, seed: 3, null, _ => { }, CancellationToken.None);
        // Rendering is not what this test is about.
        Directory.CreateDirectory(broken);
        File.Copy(Path.Combine(whole, "fields.bin"), Path.Combine(broken, "fields.bin"));
        using (var stop = new CancellationTokenSource())
        {
            _ = Assert.Throws<OperationCanceledException>(() => FinderRun.Train(
                broken, fields: 20, steps: 5, seed: 3, null, _ => { }, step => { if (step == 2) stop.Cancel(); }, stop.Token));
        }

        Assert.False(File.Exists(Path.Combine(broken, FinderRun.NetworkFile)));
        var said = new List<string>();
        FinderRun.Train(broken, fields: 20, steps: 5, seed: 3, null, said.Add, CancellationToken.None);
        Assert.Contains("continues after step 2", said);
        byte[] network = File.ReadAllBytes(Path.Combine(whole, FinderRun.NetworkFile));
        Assert.Equal(network, File.ReadAllBytes(Path.Combine(broken, FinderRun.NetworkFile)));
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(network)), File.ReadAllText(Path.Combine(whole, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_another_run_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        FinderRun.Train(folder.Path, fields: 4, steps: 0, seed: 1, null, _ => { }, CancellationToken.None);
        using var error = new StringWriter();
        Assert.Equal(3, await Trainer.TrainerProgram.RunAsync(
            ["finder", "--out", folder.Path, "--fields", "4", "--steps", "1", "--seed", "2"], TextWriter.Null, error));
        Assert.Contains("fields.bin", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("name another folder", error.ToString(), StringComparison.Ordinal);
        string message = Assert.Throws<InputException>(
            () => FinderRun.Train(folder.Path, fields: 4, steps: 7, seed: 1, null, _ => { }, CancellationToken.None)).Message;
        Assert.Contains("4 fields, 0 steps, seed 1, from random weights", message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(folder.Path, "fields.bin"), File.ReadAllBytes(Path.Combine(folder.Path, "fields.bin"))[..100_000]);
        message = Assert.Throws<InputException>(
            () => FinderRun.Train(folder.Path, fields: 4, steps: 0, seed: 1, null, _ => { }, CancellationToken.None)).Message;
        Assert.Contains("cut short", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_refined_begins_where_the_other_ended()
    {
        using var folder = new TemporaryFolder();
        string first = Path.Combine(folder.Path, "first"), second = Path.Combine(folder.Path, "second");
        FinderRun.Train(first, fields: 4, steps: 1, seed: 4, null, _ => { }, CancellationToken.None);
        string network = Path.Combine(first, FinderRun.FloatFile);
        FinderRun.Train(second, fields: 4, steps: 0, seed: 4, network, _ => { }, CancellationToken.None);
        Dictionary<string, float[]> before = OnnxWeights.Read(File.ReadAllBytes(network));
        Dictionary<string, float[]> after = OnnxWeights.Read(File.ReadAllBytes(Path.Combine(second, FinderRun.FloatFile)));
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before, tensor => Assert.Equal(tensor.Value, after[tensor.Key], (one, other) => Math.Abs(one - other) < 1e-5));
        string card = File.ReadAllText(Path.Combine(second, "README.md"));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(network)))[..8], card, StringComparison.Ordinal);
        Assert.Contains("no network", Assert.Throws<InputException>(() => FinderRun.Train(
            second, 4, 0, 4, Repository.SampleImage, _ => { }, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exported_network_says_what_the_trained_one_says()
    {
        _ = manual_seed(5);
        using var network = new FinderNetwork(bfloat16: false);
        network.eval();
        using IDisposable quiet = no_grad();
        // As a trained one: statistics that are not those of the beginning.
        foreach ((string name, Tensor values) in network.named_buffers().Where(buffer => buffer.buffer.is_floating_point()))
            _ = name.EndsWith("var", StringComparison.Ordinal) ? values.uniform_(0.5, 2) : values.uniform_(-0.2, 0.2);
        foreach ((_, TorchSharp.Modules.Parameter values) in network.named_parameters().Where(each => each.parameter.dim() == 1))
            _ = values.add_(rand_like(values), 0.3);
        float[] input = Field(1);
        using Tensor said = network.call(tensor(input, [1, FinderInput.Planes, FinderInput.Side, FinderInput.Side]));
        float[] expected = said.contiguous().data<float>().ToArray();
        IReadOnlyDictionary<string, float[]> weights = FoldedFinder.Of(network);
        float[] exported = Run(FinderOnnx.Export(weights), input);
        // Whole numbers of eight bits are coarser.
        float[] whole = Run(FinderOnnx.Quantise(weights, [input, Field(2)], CancellationToken.None), input);
        const int plane = OutlineMaps.Side * OutlineMaps.Side;
        for (int map = 0; map < OutlineMaps.Maps; map++)
        {
            float[] one = expected[(map * plane)..((map + 1) * plane)];
            double spread = one.Max() - one.Min();
            Assert.True(spread > 0);
            Assert.All(one.Zip(exported.Skip(map * plane)), pair => Assert.Equal(pair.First, pair.Second, 0.002 * spread));
            Assert.True(one.Zip(whole.Skip(map * plane)).Average(pair => Math.Abs(pair.First - pair.Second)) < 0.05 * spread);
        }

        static float[] Field(int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, FinderInput.Length).Select(_ => random.NextSingle())];
        }

        static float[] Run(byte[] model, float[] input)
        {
            float[] maps = new float[OutlineMaps.Length];
            using var network = new OutlineNetwork(model);
            network.Run(input, maps);
            return maps;
        }
    }
}
