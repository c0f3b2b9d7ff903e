using Elegans.Lineages;
using Elegans.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Elegans.Training.Networks;

/// <summary>
/// ResNet18 (He et al. 2016, https://doi.org/10.1109/CVPR.2016.90) over one grey channel: one output for each lineage, and one for whether the
/// frame shows labelled nuclei at all. Beside them, where asked, maps that say where nuclei are: one more block and a layer over the features of a quarter
/// of the resolution, which see no further than a few nuclei.
/// </summary>
public sealed class ResNet18 : Module<Tensor, (Tensor Counts, Tensor? Nuclei)>
{
    /// <summary>Blocks before the branch of the maps: a quarter of the input's resolution, 64 channels.</summary>
    internal const int BlocksBeforeMaps = 2;

    internal readonly MixedConvolution conv1;
    internal readonly BatchNorm2d bn1;
    internal readonly ModuleList<ResidualBlock> blocks;
    internal readonly Linear fc;
    internal readonly ResidualBlock? nuclei;
    internal readonly Conv2d? maps;
    private readonly MaxPool2d pool;

    /// <summary>Seven scaled counts, then the log-odds that the frame shows labelled nuclei.</summary>
    public static int Outputs { get; } = FounderLineages.Count + 1;

    /// <summary>Creates the network with random weights, from TorchSharp's random generator.</summary>
    /// <param name="bfloat16">Whether convolutions compute in bfloat16. Weights are in single precision either way.</param>
    /// <param name="findsNuclei">Whether it gives maps of nuclei.</param>
    public ResNet18(bool bfloat16 = false, bool findsNuclei = false)
        : base(nameof(ResNet18))
    {
        conv1 = new MixedConvolution(1, 64, 7, 2, bfloat16);
        bn1 = BatchNorm2d(64);
        pool = MaxPool2d(3, stride: 2, padding: 1);
        blocks = new ModuleList<ResidualBlock>(
            new ResidualBlock(64, 64, 1, bfloat16), new ResidualBlock(64, 64, 1, bfloat16),
            new ResidualBlock(64, 128, 2, bfloat16), new ResidualBlock(128, 128, 1, bfloat16),
            new ResidualBlock(128, 256, 2, bfloat16), new ResidualBlock(256, 256, 1, bfloat16),
            new ResidualBlock(256, 512, 2, bfloat16), new ResidualBlock(512, 512, 1, bfloat16));
        fc = Linear(512, Outputs);
        if (findsNuclei)
        {
            nuclei = new ResidualBlock(64, 64, 1, bfloat16);
            maps = Conv2d(64, NucleusMapLayout.Channels, 1);
            // Most places hold nothing: begin there, or the first steps would only learn that.
            using IDisposable quiet = no_grad();
            _ = maps.bias!.fill_(-3);
            long packed = NucleusMapLayout.Channels / NucleusMapLayout.Maps;
            _ = maps.bias!.narrow(0, (long)NucleusMap.Diameter * packed, packed).fill_(3);
        }

        RegisterComponents();
    }

    /// <summary>Reads a batch of frames.</summary>
    /// <param name="x">Batch × 1 × height × width.</param>
    /// <returns>
    /// Batch × 8: seven scaled counts, then the log-odds that the frame shows labelled nuclei. And batch × channels × height × width, the maps of nuclei;
    /// null where it has none.
    /// </returns>
    public override (Tensor Counts, Tensor? Nuclei) forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        x = pool.call(bn1.call(conv1.call(x)).relu_());
        foreach (ResidualBlock block in blocks.Take(BlocksBeforeMaps)) x = block.call(x);
        Tensor? places = nuclei is null ? null : maps!.call(nuclei.call(x).to(ScalarType.Float32));
        foreach (ResidualBlock block in blocks.Skip(BlocksBeforeMaps)) x = block.call(x);
        return (fc.call(x.mean([2, 3]).to(ScalarType.Float32)).MoveToOuterDisposeScope(), places?.MoveToOuterDisposeScope());
    }

    /// <summary>Multiplications of the convolutions for one frame.</summary>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="findsNuclei">Whether the maps of nuclei are computed too.</param>
    internal static long MultiplicationsOf(int width, int height, bool findsNuclei = false)
    {
        (int w, int h) = (Half(width), Half(height));
        long sum = 64L * 49 * w * h;
        (w, h) = (Half(w), Half(h));
        if (findsNuclei) sum += ((2 * 9L * 64 * 64) + (64L * NucleusMapLayout.Channels)) * w * h;
        for ((int from, int to) = (64, 64); to <= 512; (from, to) = (to, 2 * to))
        {
            if (to > 64) (w, h) = (Half(w), Half(h));
            long shortcut = to > 64 ? (long)from * to : 0;
            sum += ((9L * from * to) + (3 * 9L * to * to) + shortcut) * w * h;
        }

        return sum;

        static int Half(int side) => (side + 1) / 2;
    }

    /// <summary>Makes this network's weights and statistics equal to another's.</summary>
    /// <param name="other">The other network.</param>
    public void CopyFrom(ResNet18 other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using IDisposable quiet = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (((_, Tensor to), (_, Tensor from)) in Tensors().Zip(other.Tensors())) _ = to.copy_(from);
    }

    /// <summary>Moves this network's weights and statistics part of the way to another's.</summary>
    internal void MoveTowards(ResNet18 other, double share)
    {
        using IDisposable quiet = torch.no_grad();
        foreach (((_, Tensor to), (_, Tensor from)) in Tensors().Zip(other.Tensors()))
        {
            if (to.is_floating_point()) _ = to.mul_(1 - share).add_(from, share);
            else _ = to.copy_(from);
        }
    }

    /// <summary>Parameters and running statistics, in a fixed order.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> Tensors() =>
        named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(named_buffers().Select(b => (b.name, b.buffer)));
}
