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
    private const double GroundDeviation = 2;
    private const int JpegQuality = 40;

    /// <summary>All that a model must bear.</summary>
    public static ImmutableArray<Perturbation> All { get; } =
    [
        new("turned by 30°", (image, _) => Rotated(image, 30)),
        new("turned by 90°", (image, _) => Rotated(image, 90)),
        new("turned by 200°", (image, _) => Rotated(image, 200)),
        new("mirrored", (image, _) => Changed(image, (from, to) => Cv2.Flip(from, to, FlipMode.Y))),
        new("half the size", (image, _) => Changed(image, (from, to) => Cv2.Resize(from, to, new Size(0, 0), 0.5, 0.5, InterpolationFlags.Area))),
        new("margins, twice the width", (image, number) => Framed(image, number, 2)),
        new("margins, four times the width", (image, number) => Framed(image, number, 4)),
        new("time stamp and scale bar", Written),
        new("beside its mirror image", (image, _) => BesideMirrored(image)),
        new("turned by 30°, margins, noise, time stamp and bar", (image, number) => InTurn(
            image, number, (frame, _) => Rotated(frame, 30), (frame, n) => Framed(frame, n, 2), Noisy, Written)),
        new("turned by 120°, beside its mirror image, margins, time stamp and bar", (image, number) => InTurn(
            image, number, (frame, _) => Rotated(frame, 120), (frame, _) => BesideMirrored(frame), (frame, n) => Framed(frame, n, 1.5), Written)),
        new("half the brightness", (image, _) => Changed(image, (from, to) => from.ConvertTo(to, -1, 0.5))),
        new("twice the brightness", (image, _) => Changed(image, (from, to) => from.ConvertTo(to, -1, 2))),
        new("gamma 0.7", (image, _) => Gamma(image, 0.7)),
        new("gamma 1.4", (image, _) => Gamma(image, 1.4)),
        new($"noise of {NoiseDeviation:F0} grey levels", Noisy),
        new($"compressed again (JPEG, quality {JpegQuality})", (image, _) => Recompressed(image)),
    ];

    /// <summary>One change after the other.</summary>
    private static NuclearImage InTurn(NuclearImage image, int number, params ReadOnlySpan<Func<NuclearImage, int, NuclearImage>> changes)
    {
        NuclearImage changed = changes[0](image, number);
        foreach (Func<NuclearImage, int, NuclearImage> change in changes[1..])
        {
            using NuclearImage before = changed;
            changed = change(before, number);
        }

        return changed;
    }

    private static NuclearImage BesideMirrored(NuclearImage image) => Changed(image, (from, to) =>
    {
        using var mirrored = new Mat();
        Cv2.Flip(from, mirrored, FlipMode.Y);
        Cv2.HConcat([from, mirrored], to);
    });

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

    /// <summary>In a larger frame, off its middle, on a ground as dark as its own and nearly without noise.</summary>
    private static NuclearImage Framed(NuclearImage image, int number, double factor) => Changed(image, (from, to) =>
    {
        var size = new Size((int)(from.Width * factor), (int)(from.Height * factor));
        using Mat corner = new(from, new Rect(0, 0, Math.Min(8, from.Width), Math.Min(8, from.Height))), wide = new(size, MatType.CV_16SC1);
        new RNG((ulong)number + 1).Fill(
            wide, DistributionType.Normal, InputArray.Create(new[] { Cv2.Mean(corner).Val0 }), InputArray.Create(new double[] { GroundDeviation }));
        wide.ConvertTo(to, MatType.CV_8U);
        // A part of an image holds all of its memory until it is disposed.
        using Mat place = new(to, new Rect((size.Width - from.Width) / 2, (size.Height - from.Height) / 3, from.Width, from.Height));
        from.CopyTo(place);
    });

    /// <summary>With minutes and seconds burnt into its top and a bar into its bottom, as laboratories do.</summary>
    private static NuclearImage Written(NuclearImage image, int number) => Changed(image, (from, to) =>
    {
        from.CopyTo(to);
        double letters = from.Height / 640.0;
        Cv2.PutText(
            to, FormattableString.Invariant($"{number / 60:00}:{number % 60:00}:00"), new Point(from.Width / 90, from.Height / 18),
            HersheyFonts.HersheySimplex, letters, Scalar.All(255), Math.Max(1, (int)(2 * letters)), LineTypes.AntiAlias);
        Cv2.Rectangle(
            to, new Rect(from.Width * 4 / 5, from.Height * 19 / 20, from.Width / 6, Math.Max(2, from.Height / 64)), Scalar.All(255), -1);
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
