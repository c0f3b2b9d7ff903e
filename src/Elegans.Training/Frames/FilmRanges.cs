using Elegans.Imaging;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Frames;

/// <summary>
/// How the light of a real frame is varied in training, with the range of every property. Levels and lengths are grey levels and pixels of the
/// training frame.
/// </summary>
public sealed record FilmRanges
{
    /// <summary>Factor on all grey levels, drawn by its logarithm; above 1 bright nuclei saturate.</summary>
    public ParameterRange Gain { get; init; } = new(0.5, 1.7);

    /// <summary>Grey levels added after that.</summary>
    public ParameterRange BlackLevel { get; init; } = new(-5, 8);

    /// <summary>Exponent of the grey scale, drawn by its logarithm.</summary>
    public ParameterRange Gamma { get; init; } = new(0.68, 1.45);

    /// <summary>Standard deviation of a blur; none below 0.3.</summary>
    public ParameterRange Blur { get; init; } = new(-0.6, 1.3);

    /// <summary>Standard deviation of added noise; none below zero.</summary>
    public ParameterRange Noise { get; init; } = new(-3, 7);

    /// <summary>Quality of the lossy compression, in JPEG's terms; above 100 means none.</summary>
    public ParameterRange CompressionQuality { get; init; } = new(35, 170);

    /// <summary>Varies one frame.</summary>
    /// <param name="frame">The frame, 8 bits; it stays the caller's.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>A new frame; the caller disposes it.</returns>
    internal NuclearImage Vary(Mat frame, Random random)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(random);
        using Mat light = new(), noise = new(frame.Size(), MatType.CV_32FC1);
        frame.ConvertTo(light, MatType.CV_32FC1, 1 / 255.0);
        Cv2.Pow(light, Gamma.DrawLogarithmic(random), light);
        float blur = Blur.Draw(random), spread = Noise.Draw(random);
        if (blur > 0.3) Cv2.GaussianBlur(light, light, new Size(0, 0), blur);
        light.ConvertTo(light, MatType.CV_32FC1, 255 * Gain.DrawLogarithmic(random), BlackLevel.Draw(random));
        if (spread > 0)
        {
            new NormalNoise(random).Run((int)noise.Total()).CopyTo(MatSpans.Of<float>(noise));
            Cv2.ScaleAdd(noise, spread, light, light);
        }

        var varied = new Mat();
        light.ConvertTo(varied, MatType.CV_8UC1);
        if (CompressionQuality.Draw(random) is var quality && quality > 100) return new NuclearImage(varied);
        using (varied)
        {
            Cv2.ImEncode(".jpg", varied, out byte[] compressed, new ImageEncodingParam(ImwriteFlags.JpegQuality, (int)quality));
            return new NuclearImage(Cv2.ImDecode(compressed, ImreadModes.Grayscale));
        }
    }
}
