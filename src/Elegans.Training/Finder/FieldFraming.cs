using Elegans.Embryos;
using Elegans.Imaging;
using OpenCvSharp;

namespace Elegans.Training.Finder;

/// <summary>
/// Frames a picture anew: cut around one of its embryos, which then fills the frame or is cut off by it, or padded with black or noise, as pictures
/// are that programs wrote.
/// </summary>
internal static class FieldFraming
{
    /// <summary>An embryo of which less lies inside of the frame is not asked for.</summary>
    private const double LeastInside = 0.3;

    private const int LeastSide = 100;

    /// <summary>Cuts a window around one embryo.</summary>
    /// <param name="picture">8 bits.</param>
    /// <param name="outlines">All embryos in it.</param>
    /// <param name="random">Where chance comes from.</param>
    internal static (NuclearImage Picture, EmbryoOutline[] Outlines) Cut(NuclearImage picture, EmbryoOutline[] outlines, Random random)
    {
        EmbryoOutline chosen = outlines[random.Next(outlines.Length)];
        double fills = 0.6 + (0.95 * random.NextDouble()), aspect = Math.Pow(1.6, (2 * random.NextDouble()) - 1);
        // The side that the embryo fills most is the one meant.
        double width = Math.Max(2 * chosen.HalfWidth, 2 * chosen.HalfHeight * aspect) / fills, height = width / aspect;
        double x = chosen.CentreX - (width * Middle()), y = chosen.CentreY - (height * Middle());
        Rect window = new Rect((int)x, (int)y, (int)width, (int)height) & new Rect(0, 0, picture.Width, picture.Height);
        if (window.Width < LeastSide || window.Height < LeastSide) return (new NuclearImage(picture.Pixels.Clone()), outlines);
        using Mat part = picture.Pixels[window];
        return (new NuclearImage(part.Clone()), [.. outlines.Select(outline => outline.Shifted(-window.X, -window.Y))
            .Where(outline => outline.ShareInside(window.Width, window.Height) >= LeastInside)]);

        double Middle() => random.NextDouble() < 0.5 ? 0.4 + (0.2 * random.NextDouble()) : 0.15 + (0.7 * random.NextDouble());
    }

    /// <summary>Pads a picture on all sides.</summary>
    internal static (NuclearImage Picture, EmbryoOutline[] Outlines) Pad(NuclearImage picture, EmbryoOutline[] outlines, Random random)
    {
        int most = Math.Max(picture.Width, picture.Height);
        int left = random.Next(most), right = random.Next(most), top = random.Next(most), bottom = random.Next(most);
        var padded = new Mat();
        Cv2.CopyMakeBorder(picture.Pixels, padded, top, bottom, left, right, BorderTypes.Constant, Scalar.All(0));
        if (random.Next(2) == 0)
        {
            double deviation = 1 + (6 * random.NextDouble());
            Span<byte> pixels = MatSpans.Of<byte>(padded);
            for (int i = 0; i < pixels.Length; i += 2)
            {
                // Box and Muller's two values at once.
                double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
                pixels[i] = Math.Max(pixels[i], (byte)Math.Clamp(radius * cosine, 0, 255));
                if (i + 1 < pixels.Length) pixels[i + 1] = Math.Max(pixels[i + 1], (byte)Math.Clamp(radius * sine, 0, 255));
            }
        }

        return (new NuclearImage(padded), [.. outlines.Select(outline => outline.Shifted(left, top))]);
    }
}
