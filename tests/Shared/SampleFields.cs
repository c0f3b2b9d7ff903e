using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests;

/// <summary>Fields of view composed of the sample movie, whose counts are known: every so manyth of its frames, placed on a larger ground.</summary>
internal static class SampleFields
{
    /// <summary>Every so manyth frame of the sample: 15 of 146.</summary>
    public const int Step = 10;

    /// <summary>As dark as the ground of the sample, and as noisy.</summary>
    private const double Ground = 3, Noise = 1.5;

    private static readonly Lazy<Mat[]> Sample = new(() => [.. Decode()]);

    /// <summary>The size of the sample's frames.</summary>
    public static Size SampleSize => Sample.Value[0].Size();

    /// <summary>How many frames there are.</summary>
    public static int Count => Sample.Value.Length;

    /// <summary>The frames as they are; the caller's own.</summary>
    public static IEnumerable<Mat> Plain() => Sample.Value.Select(frame => frame.Clone());

    /// <summary>A movie of one embryo or several: the sample's frames, each placed on a ground of its own noise.</summary>
    /// <param name="width">Width of the ground in pixels.</param>
    /// <param name="height">Height of the ground in pixels.</param>
    /// <param name="places">Where the embryos are put.</param>
    public static IEnumerable<Mat> Frames(int width, int height, params Place[] places)
    {
        for (int i = 0; i < Count; i++)
        {
            Mat field = GroundOf(width, height, i);
            foreach (Place place in places)
                if (i >= place.From) Put(field, Sample.Value[place.IsReversed ? Count - 1 - i : i], place);
            yield return field;
        }
    }

    /// <summary>Writes a time, a bar and its length into each frame, as software of microscopes does.</summary>
    public static IEnumerable<Mat> WithWriting(this IEnumerable<Mat> frames)
    {
        int minutes = 0;
        foreach (Mat frame in frames)
        {
            minutes += Step;
            Cv2.PutText(
                frame, FormattableString.Invariant($"00:{minutes / 60:00}:{minutes % 60:00}"), new Point(8, 22), HersheyFonts.HersheySimplex, 0.6,
                Scalar.All(255), 2);
            Cv2.Rectangle(frame, new Rect(frame.Width - 90, frame.Height - 16, 80, 6), Scalar.All(255), -1);
            Cv2.PutText(frame, "10 um", new Point(frame.Width - 80, frame.Height - 22), HersheyFonts.HersheySimplex, 0.5, Scalar.All(255), 1);
            yield return frame;
        }
    }

    /// <summary>Puts what stands still into each frame: a white border, thick letters and a box.</summary>
    public static IEnumerable<Mat> WithBorderAndLabels(this IEnumerable<Mat> frames)
    {
        foreach (Mat frame in frames)
        {
            Cv2.Rectangle(frame, new Rect(0, 0, frame.Width, frame.Height), Scalar.All(235), 5);
            Cv2.PutText(frame, "WT", new Point(14, 54), HersheyFonts.HersheySimplex, 1.3, Scalar.All(250), 9);
            Cv2.Rectangle(frame, new Rect(frame.Width - 56, frame.Height - 50, 36, 28), Scalar.All(240), -1);
            yield return frame;
        }
    }

    /// <summary>Writes a stack of pages without loss, and disposes the frames.</summary>
    public static string SaveStack(string path, IEnumerable<Mat> frames)
    {
        Mat[] pages = [.. frames];
        Assert.True(Cv2.ImWrite(path, pages));
        foreach (Mat page in pages) page.Dispose();
        return path;
    }

    private static Mat GroundOf(int width, int height, int seed)
    {
        using var real = new Mat(height, width, MatType.CV_32FC1);
        new RNG((ulong)(seed + 1)).Fill(
            real, DistributionType.Normal, InputArray.Create(new double[] { Ground }), InputArray.Create(new double[] { Noise }));
        var ground = new Mat();
        real.ConvertTo(ground, MatType.CV_8UC1);
        return ground;
    }

    /// <summary>Puts a frame down so that the brighter of it and what is there shows.</summary>
    private static void Put(Mat field, Mat frame, Place place)
    {
        using var scaled = new Mat();
        Cv2.Resize(frame, scaled, new Size(0, 0), place.Scale, place.Scale, place.Scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        using Mat turn = Cv2.GetRotationMatrix2D(new Point2f((scaled.Width - 1) / 2f, (scaled.Height - 1) / 2f), -place.Degrees, 1);
        turn.Set(0, 2, turn.At<double>(0, 2) + place.X - ((scaled.Width - 1) / 2.0));
        turn.Set(1, 2, turn.At<double>(1, 2) + place.Y - ((scaled.Height - 1) / 2.0));
        using var placed = new Mat();
        Cv2.WarpAffine(scaled, placed, turn, field.Size(), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(0));
        Cv2.Max(field, placed, field);
    }

    private static IEnumerable<Mat> Decode()
    {
        foreach (MovieFrame frame in FrameSource.Open(Repository.SampleMovie).Frames())
        {
            using (frame)
                if (frame.Index.Value % Step == 0) yield return frame.Image.Pixels.Clone();
        }
    }

    /// <summary>Where an embryo is put.</summary>
    /// <param name="X">Middle of the sample's frame, pixels from the left.</param>
    /// <param name="Y">Middle of the sample's frame, pixels from the top.</param>
    /// <param name="Scale">Pixels for one of the sample.</param>
    /// <param name="Degrees">How far it is turned clockwise.</param>
    public sealed record Place(double X, double Y, double Scale = 1, double Degrees = 0)
    {
        /// <summary>The first frame it is in.</summary>
        public int From { get; init; }

        /// <summary>Whether it is shown from its last frame to its first, so that it can be told from another.</summary>
        public bool IsReversed { get; init; }
    }
}
