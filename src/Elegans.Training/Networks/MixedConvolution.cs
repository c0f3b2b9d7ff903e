using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Elegans.Training.Networks;

/// <summary>
/// A convolution without bias that keeps its weights in single precision and, where asked, computes in bfloat16:
/// what PyTorch's autocast does, which TorchSharp lacks. Twice as fast on processors with AVX-512 BF16.
/// </summary>
internal sealed class MixedConvolution : Module<Tensor, Tensor>
{
    /// <summary>Out × in × height × width. TorchSharp registers the field under its name, which is part of every checkpoint.</summary>
    internal readonly Parameter weight;
    private readonly long[] strides, padding;
    private readonly bool bfloat16;

    internal MixedConvolution(int from, int to, int size, int stride, bool bfloat16)
        : base(nameof(MixedConvolution))
    {
        strides = [stride, stride];
        padding = [size / 2, size / 2];
        this.bfloat16 = bfloat16;
        weight = Parameter(empty(to, from, size, size));
        _ = init.kaiming_normal_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        if (!bfloat16) return functional.conv2d(x, weight, strides: strides, padding: padding);
        using DisposeScope scope = NewDisposeScope();
        return functional.conv2d(x.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16), strides: strides, padding: padding).MoveToOuterDisposeScope();
    }
}
