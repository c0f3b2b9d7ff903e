using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Elegans.Training.Networks;

/// <summary>The basic block of He et al. 2016 (https://doi.org/10.1109/CVPR.2016.90): two 3×3 convolutions beside a shortcut.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    internal readonly MixedConvolution conv1, conv2;
    internal readonly BatchNorm2d bn1, bn2;
    internal readonly MixedConvolution? shortcut;
    internal readonly BatchNorm2d? shortcutNorm;

    internal ResidualBlock(int from, int to, int stride, bool bfloat16)
        : base(nameof(ResidualBlock))
    {
        conv1 = new MixedConvolution(from, to, 3, stride, bfloat16);
        bn1 = BatchNorm2d(to);
        conv2 = new MixedConvolution(to, to, 3, 1, bfloat16);
        bn2 = BatchNorm2d(to);
        Stride = stride;
        if (stride != 1 || from != to)
        {
            shortcut = new MixedConvolution(from, to, 1, stride, bfloat16);
            shortcutNorm = BatchNorm2d(to);
        }

        RegisterComponents();
    }

    internal int Stride { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = bn1.call(conv1.call(x)).relu_();
        y = bn2.call(conv2.call(y));
        y = y.add(shortcut is null ? x : shortcutNorm!.call(shortcut.call(x)));
        return y.relu_().MoveToOuterDisposeScope();
    }
}
