using System.Collections.Immutable;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Training.Accuracy;

/// <summary>A change of an image that does not change what it shows.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Apply">Changes a copy of an 8-bit frame; the number makes chance repeatable.</param>
public sealed record Perturbation(string Name, Func<NuclearImage, int, NuclearImage> Apply)
{
    private const double NoiseDeviation = 10;
    private const int JpegQuality = 40;

    /// <summary>All that a model must bear.</summary>
    public static ImmutableArray<Perturbation> All { get; } =
    [
        new("turned by 30°", (image, _) => Rotated(image, 30)),
        new("turned by 90°", (image, _) => Rotated(image, 90)),
        new("turned by 200°", (image, _) => Rotated(image, 200)),
        new("mirrored", (image, _) => Changed(image, (from, to) => Cv2.Flip(from, to, FlipMode.Y))),
        new("half the size", (image, _) => Changed(image, (from, to) => Cv2.Resize(from, to, new Size(0, 0), 0.5, 0.5, InterpolationFlags.Area))),
        new("half the brightness", (image, _) => Changed(image, (from, to) => from.ConvertTo(to, -1, 0.5))),
        new("twice the brightness", (image, _) => Changed(image, (from, to) => from.ConvertTo(to, -1, 2))),
        new("gamma 0.7", (image, _) => Gamma(image, 0.7)),
        new("gamma 1.4", (image, _) => Gamma(image, 1.4)),
        new($"noise of {NoiseDeviation:F0} grey levels", Noisy),
        new($"compressed again (JPEG, quality {JpegQuality})", (image, _) => Recompressed(image)),
    ];

    private static NuclearImage Changed(NuclearImage image, Action<Mat, Mat> change)
    {
        using Mat grey = EightBit(image);
        var changed = new Mat();
        change(grey, changed);
        return new NuclearImage(changed);
    }

    private static Mat EightBit(NuclearImage image)
    {
        var grey = new Mat();
        image.Pixels.ConvertTo(grey, MatType.CV_8U, image.BitDepth == 8 ? 1 : 1 / 257.0);
        return grey;
    }

    /// <summary>Turned about its centre on a black ground large enough that nothing is cut off.</summary>
    private static NuclearImage Rotated(NuclearImage image, double degrees) => Changed(image, (from, to) =>
    {
        int width = from.Width, height = from.Height;
        double angle = degrees * Math.PI / 180, cosine = Math.Abs(Math.Cos(angle)), sine = Math.Abs(Math.Sin(angle));
        int turnedWidth = (int)Math.Ceiling((width * cosine) + (height * sine)), turnedHeight = (int)Math.Ceiling((width * sine) + (height * cosine));
        using Mat turn = Cv2.GetRotationMatrix2D(new Point2f(width / 2f, height / 2f), degrees, 1);
        turn.Set(0, 2, turn.Get<double>(0, 2) + ((turnedWidth - width) / 2.0));
        turn.Set(1, 2, turn.Get<double>(1, 2) + ((turnedHeight - height) / 2.0));
        Cv2.WarpAffine(from, to, turn, new Size(turnedWidth, turnedHeight), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
    });

    private static NuclearImage Gamma(NuclearImage image, double gamma) => Changed(image, (from, to) =>
    {
        byte[] table = [.. Enumerable.Range(0, 256).Select(level => (byte)Math.Round(255 * Math.Pow(level / 255.0, gamma)))];
        Cv2.LUT(from, table, to);
    });

    private static NuclearImage Noisy(NuclearImage image, int number) => Changed(image, (from, to) =>
    {
        using Mat noise = new(from.Size(), MatType.CV_16SC1), sum = new();
        new RNG((ulong)number + 1)
            .Fill(noise, DistributionType.Normal, InputArray.Create(new double[] { 0 }), InputArray.Create(new double[] { NoiseDeviation }));
        from.ConvertTo(sum, MatType.CV_16S);
        Cv2.Add(sum, noise, sum);
        sum.ConvertTo(to, MatType.CV_8U);
    });

    private static NuclearImage Recompressed(NuclearImage image)
    {
        using Mat grey = EightBit(image);
        Cv2.ImEncode(".jpg", grey, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, JpegQuality]);
        return new NuclearImage(Cv2.ImDecode(jpeg, ImreadModes.Grayscale));
    }
}
