using Elegans.Embryos;
using Elegans.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Elegans.Training.Finder;

/// <summary>
/// The finder's network: a small residual network that sees the whole field at its coarsest, and whose levels are added up again from coarse to fine
/// (feature pyramid, Lin et al. 2017, https://doi.org/10.1109/CVPR.2017.106), with the maps of <see cref="OutlineMaps"/> on the finest.
/// </summary>
internal sealed class FinderNetwork : Module<Tensor, Tensor>
{
    /// <summary>Channels of the pyramid.</summary>
    internal const int Width = 48;

    /// <summary>The blocks of the way down: channels before and after, and what the resolution is divided by.</summary>
    internal static readonly (int From, int To, int Stride)[] Blocks =
        [(32, 32, 2), (32, 64, 2), (64, 64, 1), (64, 96, 2), (96, 96, 1), (96, 128, 2), (128, 128, 1), (128, 128, 1)];

    /// <summary>After which blocks a level of the pyramid begins, the coarsest first.</summary>
    internal static readonly int[] Levels = [7, 4, 2, 0];

    internal readonly MixedConvolution stem;
    internal readonly BatchNorm2d stemNorm;
    internal readonly ModuleList<ResidualBlock> blocks = [];
    internal readonly ModuleList<Conv2d> laterals = [];
    internal readonly ModuleList<MixedConvolution> joins = [];
    internal readonly ModuleList<BatchNorm2d> joinNorms = [];
    internal readonly Conv2d head;

    internal FinderNetwork(bool bfloat16)
        : base(nameof(FinderNetwork))
    {
        stem = new MixedConvolution(FinderInput.Planes, Blocks[0].From, 3, 2, bfloat16);
        stemNorm = BatchNorm2d(Blocks[0].From);
        foreach ((int from, int to, int stride) in Blocks) blocks.Add(new ResidualBlock(from, to, stride, bfloat16));
        foreach (int level in Levels) laterals.Add(Conv2d(Blocks[level].To, Width, 1));
        // One after each level that is added, and one more before the maps.
        for (int i = 0; i < Levels.Length; i++)
        {
            joins.Add(new MixedConvolution(Width, Width, 3, 1, bfloat16));
            joinNorms.Add(BatchNorm2d(Width));
        }

        head = Conv2d(Width, OutlineMaps.Maps, 1);
        using IDisposable quiet = no_grad();
        _ = head.bias!.narrow(0, OutlineMaps.Centre, 1).fill_(-4);
        RegisterComponents();
    }

    /// <summary>Batch × planes × side × side to batch × maps × a quarter of it.</summary>
    public override Tensor forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        x = stemNorm.call(stem.call(x)).relu_();
        var levels = new Tensor[Blocks.Length];
        for (int i = 0; i < Blocks.Length; i++) levels[i] = x = blocks[i].call(x);
        Tensor joined = Lateral(0, levels);
        for (int i = 1; i < Levels.Length; i++)
        {
            Tensor up = functional.interpolate(joined, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
            joined = Join(i - 1, up.add(Lateral(i, levels)));
        }

        joined = Join(Levels.Length - 1, joined);
        return head.call(joined.to(ScalarType.Float32)).MoveToOuterDisposeScope();
    }

    private Tensor Lateral(int level, Tensor[] levels) => laterals[level].call(levels[Levels[level]].to(ScalarType.Float32));

    private Tensor Join(int number, Tensor x) => joinNorms[number].call(joins[number].call(x)).relu_();
}
