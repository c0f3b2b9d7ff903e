using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Simulation.Distractors;

/// <summary>Renders images that are not embryos with labelled nuclei, so that a model can learn to tell.</summary>
/// <remarks>Immutable; safe for use by several threads. The same state of chance gives the same image.</remarks>
public static class DistractorRenderer
{
    private static readonly DistractorKind[] Kinds = Enum.GetValues<DistractorKind>();

    /// <summary>Renders an image of a random kind.</summary>
    /// <param name="embryo">An embryo, for images that show one differently.</param>
    /// <param name="time">One of its annotated time points.</param>
    /// <param name="views">How freely it is placed; decides the image's size as well.</param>
    /// <param name="microscopes">How nuclei look, where they are shown inverted.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>An 8-bit image; the caller disposes it.</returns>
    public static NuclearImage Render(EmbryoRenderer embryo, TimePoint time, ViewRanges views, MicroscopeRanges microscopes, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Render(Kinds[random.Next(Kinds.Length)], embryo, time, views, microscopes, random);
    }

    /// <summary>Renders an image of one kind.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="embryo">An embryo, for images that show one differently.</param>
    /// <param name="time">One of its annotated time points.</param>
    /// <param name="views">How freely it is placed; decides the image's size as well.</param>
    /// <param name="microscopes">How nuclei look, where they are shown inverted.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>An 8-bit image; the caller disposes it.</returns>
    public static NuclearImage Render(DistractorKind kind, EmbryoRenderer embryo, TimePoint time, ViewRanges views, MicroscopeRanges microscopes, Random random)
    {
        ArgumentNullException.ThrowIfNull(embryo);
        ArgumentNullException.ThrowIfNull(microscopes);
        ArgumentNullException.ThrowIfNull(random);
        View view = embryo.DrawView(views, random);
        if (kind == DistractorKind.Inverted)
        {
            using NuclearImage nuclei = embryo.Render(time, view, microscopes.Draw(random), random);
            var inverted = new Mat();
            Cv2.BitwiseNot(nuclei.Pixels, inverted);
            return new NuclearImage(inverted);
        }

        using var light = new Mat(view.Height, view.Width, MatType.CV_32FC1, Scalar.All(0));
        switch (kind)
        {
            case DistractorKind.Noise: AddNoise(light, random.NextDouble() * random.NextDouble() * view.Width / 8, 1, random); break;
            case DistractorKind.Clouds: AddClouds(light, random); break;
            case DistractorKind.Membranes: DrawMembranes(light, embryo, time, view, random); break;
            case DistractorKind.TransmittedLight: DrawTransmittedLight(light, random); break;
            case DistractorKind.Scene: DrawScene(light, random); break;
            case DistractorKind.Pattern: DrawPattern(light, random); break;
            default: DrawSpecks(light, random); break;
        }

        return Develop(light, random);
    }

    private static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());

    private static Point Anywhere(Mat light, Random random) => new(random.Next(-20, light.Width + 20), random.Next(-20, light.Height + 20));

    private static void AddNoise(Mat light, double patch, double amplitude, Random random)
    {
        int shrink = Math.Max(1, (int)(patch / 2));
        using var small = new Mat(Math.Max(2, light.Height / shrink), Math.Max(2, light.Width / shrink), MatType.CV_32FC1);
        var noise = new NormalNoise(random);
        noise.Run(small.Width * small.Height).CopyTo(MatSpans.Of<float>(small));
        if (patch > 0.5) Cv2.GaussianBlur(small, small, new Size(0, 0), Math.Max(0.5, patch / shrink));
        Cv2.MeanStdDev(small, out Scalar _, out Scalar deviation);
        using var wide = new Mat();
        Cv2.Resize(small, wide, light.Size(), 0, 0, InterpolationFlags.Linear);
        Cv2.ScaleAdd(wide, amplitude / Math.Max(deviation.Val0, 1e-6), light, light);
    }

    private static void AddClouds(Mat light, Random random)
    {
        double fall = Between(random, 0.5, 2.2), first = Between(random, 1, 4);
        int width = light.Width;
        for (double patch = first; patch < width / 2.0; patch *= 2) AddNoise(light, patch, Math.Pow(patch, fall / 2), random);
    }

    private static void DrawMembranes(Mat light, EmbryoRenderer embryo, TimePoint time, View view, Random random)
    {
        (double X, double Y)[] centres = [.. embryo.Track.NucleiAt(time).Select(nucleus => view.Project(nucleus.X, nucleus.Y))];
        int width = light.Width, height = light.Height;
        double thickness = Between(random, 1.2, 3.5), reach = Between(random, 0.1, 0.25) * width, inside = Between(random, 0, 0.3);
        Span<float> pixels = MatSpans.Of<float>(light);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double nearest = double.MaxValue, second = double.MaxValue;
                foreach ((double cx, double cy) in centres)
                {
                    double distance = ((x - cx) * (x - cx)) + ((y - cy) * (y - cy));
                    if (distance < nearest) (second, nearest) = (nearest, distance);
                    else if (distance < second) second = distance;
                }

                (nearest, second) = (Math.Sqrt(nearest), Math.Min(Math.Sqrt(second), reach + thickness));
                double border = (second - nearest) / thickness;
                pixels[(y * width) + x] = nearest > reach ? 0 : (float)(inside + Math.Exp(-border * border));
            }
        }
    }

    private static void DrawTransmittedLight(Mat light, Random random)
    {
        var centre = new Point2f(light.Width * (float)Between(random, 0.4, 0.6), light.Height * (float)Between(random, 0.4, 0.6));
        var egg = new RotatedRect(
            centre, new Size2f(light.Width * Between(random, 0.6, 0.95), light.Height * Between(random, 0.6, 0.95)), (float)Between(random, -30, 30));
        using var inside = new Mat(light.Size(), MatType.CV_32FC1, Scalar.All(0));
        Cv2.Ellipse(inside, egg, Scalar.All(1), thickness: -1);
        using var relief = new Mat();
        Cv2.GaussianBlur(inside, inside, new Size(0, 0), Between(random, 1, 4));
        Cv2.Sobel(inside, relief, MatType.CV_32FC1, 1, 1 - random.Next(2));
        AddNoise(light, Between(random, 1, 5), Between(random, 0.1, 0.4), random);
        Cv2.Multiply(light, inside, light);
        Cv2.ScaleAdd(relief, Between(random, -1.5, 1.5), light, light);
        Cv2.ScaleAdd(inside, Between(random, -0.4, 0.4), light, light);
        for (int n = random.Next(6); n > 0; n--)
            Cv2.Circle(light, Anywhere(light, random), random.Next(4, 20), Scalar.All(Between(random, -0.6, 0.6)), thickness: random.Next(2) == 0 ? -1
                : 1, LineTypes.AntiAlias);
        AddNoise(light, light.Width / 3.0, 0.15, random);
    }

    private static void DrawScene(Mat light, Random random)
    {
        AddNoise(light, light.Width / Between(random, 2, 6), 0.5, random);
        for (int n = random.Next(4, 40); n > 0; n--)
        {
            Scalar grey = Scalar.All(Between(random, -1, 1));
            double size = light.Width * Between(random, 0.03, 0.5) * random.NextDouble();
            Point at = Anywhere(light, random);
            switch (random.Next(4))
            {
                case 0:
                    Cv2.Ellipse(light, new RotatedRect(new Point2f(at.X, at.Y), new Size2f(size, size * Between(random, 0.2, 1)), random.Next(180)), grey,
                    -1, LineTypes.AntiAlias); break;
                case 1: Cv2.Line(light, at, Anywhere(light, random), grey, random.Next(1, 12), LineTypes.AntiAlias); break;
                case 2: Cv2.Rectangle(light, at, new Point(at.X + size, at.Y + (size * Between(random, 0.2, 2))), grey, -1); break;
                default:
                    Cv2.FillPoly(
                        light, [[.. Enumerable.Range(0, random.Next(3, 7)).Select(
                        _ => new Point(at.X + (int)Between(random, -size, size), at.Y + (int)Between(random, -size, size)))]], grey, LineTypes.AntiAlias);
                    break;
            }
        }

        if (random.Next(2) == 0) AddNoise(light, Between(random, 0.6, 6), Between(random, 0.02, 0.3), random);
    }

    private static void DrawPattern(Mat light, Random random)
    {
        if (random.Next(3) == 0)
        {
            light.SetTo(Scalar.All(random.Next(2)));
            Scalar ink = Scalar.All(1 - light.At<float>(0, 0));
            double scale = Between(random, 0.3, 1.2);
            int height = light.Height;
            for (int y = 12; y < height; y += (int)(34 * scale))
                Cv2.PutText(light, new string([.. Enumerable.Range(0, 40).Select(_ => (char)random.Next(32, 126))]), new Point(random.Next(30), y),
                    HersheyFonts.HersheyPlain, scale, ink, 1, LineTypes.AntiAlias);
            return;
        }

        double period = Between(random, 4, 60), angle = Between(random, 0, Math.PI), phase = random.NextDouble() * 2 * Math.PI;
        bool squares = random.Next(2) == 0, sharp = random.Next(2) == 0;
        (double sine, double cosine) = Math.SinCos(angle);
        int width = light.Width;
        Span<float> pixels = MatSpans.Of<float>(light);
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i % width, y = i / width;
            double wave = Math.Sin((2 * Math.PI * ((cosine * x) + (sine * y)) / period) + phase);
            if (squares) wave *= Math.Sin(2 * Math.PI * ((cosine * y) - (sine * x)) / period);
            pixels[i] = sharp ? Math.Sign(wave) : (float)wave;
        }
    }

    private static void DrawSpecks(Mat light, Random random)
    {
        bool rods = random.Next(2) == 0;
        for (int n = random.Next(30, 600); n > 0; n--)
        {
            Point at = Anywhere(light, random), to = rods ? new Point(at.X + random.Next(-12, 12), at.Y + random.Next(-12, 12)) : at;
            Cv2.Line(light, at, to, Scalar.All(Between(random, 0.1, 1)), thickness: 1, LineTypes.AntiAlias);
        }
    }

    /// <summary>Stretches to grey levels, with blur, noise and compression of any degree.</summary>
    private static NuclearImage Develop(Mat light, Random random)
    {
        if (random.Next(2) == 0) Cv2.GaussianBlur(light, light, new Size(0, 0), Between(random, 0.4, 2.5));
        Cv2.MinMaxLoc(light, out double low, out double high);
        double black = Between(random, -40, 120), white = Between(random, Math.Max(black, 0) + 40, 300);
        double scale = (white - black) / Math.Max(high - low, 1e-6);
        light.ConvertTo(light, MatType.CV_32FC1, scale, black - (low * scale));
        AddNoise(light, 0, Between(random, 0.1, 12), random);
        var developed = new Mat();
        light.ConvertTo(developed, MatType.CV_8UC1);
        if (random.Next(2) == 0) return new NuclearImage(developed);
        using (developed)
        {
            Cv2.ImEncode(".jpg", developed, out byte[] compressed, new ImageEncodingParam(ImwriteFlags.JpegQuality, random.Next(30, 95)));
            return new NuclearImage(Cv2.ImDecode(compressed, ImreadModes.Grayscale));
        }
    }
}
