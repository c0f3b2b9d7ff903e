using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Training.Augmentations;

/// <summary>
/// Shifts every pixel by a smooth random field (Simard et al. 2003, https://doi.org/10.1109/ICDAR.2003.1227801): even noise
/// in [-1, 1], smoothed by <see cref="Sigma"/>, times <see cref="Alpha"/>.
/// </summary>
public sealed record ElasticTransform : Augmentation
{
    /// <summary>The strength of the field, in pixels, before smoothing weakens it.</summary>
    public double Alpha { get; init; } = 30;

    /// <summary>The standard deviation of the smoothing, in pixels.</summary>
    public double Sigma { get; init; } = 6;

    internal override void Check()
    {
        base.Check();
        Require(Alpha >= 0, $"an alpha of {Alpha}; it is not negative");
        Require(Sigma > 0, $"a sigma of {Sigma}; it is positive");
    }

    /// <inheritdoc/>
    internal override bool MovesPixels => true;

    private protected override Mat Apply(Mat frame, Random random)
    {
        using Mat x = Map(frame.Size(), random, along: true), y = Map(frame.Size(), random, along: false);
        var changed = new Mat();
        Cv2.Remap(frame, changed, x, y, InterpolationFlags.Linear, BorderTypes.Reflect101);
        return changed;
    }

    /// <summary>Where each pixel comes from, along one axis.</summary>
    private Mat Map(Size size, Random random, bool along)
    {
        using var noise = new Mat(size, MatType.CV_8UC1);
        random.NextBytes(MatSpans.Of<byte>(noise));
        var map = new Mat();
        noise.ConvertTo(map, MatType.CV_32FC1, 2 / 255.0, -1);
        Cv2.GaussianBlur(map, map, new Size(0, 0), Sigma);
        Span<float> shift = MatSpans.Of<float>(map);
        float strength = (float)Alpha;
        for (int row = 0, pixel = 0; row < size.Height; row++)
            for (int column = 0; column < size.Width; column++, pixel++) shift[pixel] = (strength * shift[pixel]) + (along ? column : row);
        return map;
    }
}
