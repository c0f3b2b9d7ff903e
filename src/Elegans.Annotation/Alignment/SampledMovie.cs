using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Annotation.Alignment;

/// <summary>Frames of a movie as small pictures, enough of them to find what time point each shows.</summary>
/// <param name="frames">The frames with their pictures.</param>
/// <param name="size">The size of the pictures.</param>
/// <param name="scale">Pixels of a picture for each pixel of the movie.</param>
/// <param name="tilts">Directions of the long axes of its embryos, radians from x towards y, the surest embryo first.</param>
internal sealed class SampledMovie(
    IReadOnlyList<(FrameIndex Index, float[] Picture)> frames, Size size, double scale, IReadOnlyList<double>? tilts = null)
{
    private const int PictureWidth = 160;
    private const int MaxFrames = 120;

    /// <summary>The frames with their pictures.</summary>
    internal IReadOnlyList<(FrameIndex Index, float[] Picture)> Frames { get; } = frames;

    /// <summary>The size of the pictures.</summary>
    internal Size Size { get; } = size;

    /// <summary>Pixels of a picture for each pixel of the movie.</summary>
    internal double Scale { get; } = scale;

    /// <summary>Directions of the long axes of the embryos in the movie, radians from x towards y, the surest embryo first; only of the whole movie.</summary>
    internal IReadOnlyList<double> Tilts { get; } = tilts ?? [];

    /// <summary>Takes frames of a movie, evenly over its length.</summary>
    /// <exception cref="ArgumentException">The movie has no frame with contrast.</exception>
    internal static SampledMovie Of(FrameSource movie, CancellationToken cancellation)
    {
        var frames = new List<(FrameIndex Index, float[] Picture)>();
        int stride = 1;
        Size size = default;
        double scale = 1;
        using var survey = new EmbryoSurvey();
        int looked = EmbryoSurvey.StrideFor(movie.AnnouncedFrames);
        foreach (MovieFrame frame in movie.Frames())
        {
            using (frame)
            {
                cancellation.ThrowIfCancellationRequested();
                if (frame.Index.Value == 0)
                {
                    scale = PictureWidth / (double)frame.Image.Width;
                    size = new Size(PictureWidth, Math.Max(1, (int)Math.Round(frame.Image.Height * scale)));
                }

                if (frame.Index.Value % looked == 0) survey.Look(frame.Index, frame.Image);
                if (frame.Index.Value % stride != 0 || NucleiTemplate.OfFrame(frame.Image, size) is not { } picture) continue;
                frames.Add((frame.Index, picture));
            }

            if (frames.Count <= MaxFrames) continue;
            // However long the movie, the sample stays small: keep every other frame from here on.
            stride *= 2;
            frames.RemoveAll(kept => kept.Index.Value % stride != 0);
        }

        if (frames.Count == 0) throw new ArgumentException("The movie has no frame with contrast.", nameof(movie));
        IEnumerable<FollowedEmbryo> embryos = survey.Looks == 0 ? [] : FieldOfView.Of(survey).Embryos;
        return new SampledMovie(
            frames, size, scale, [.. embryos.OrderByDescending(embryo => embryo.Confidence).Select(embryo => embryo.Middle.Angle)]);
    }

    /// <summary>As many of the frames, evenly.</summary>
    internal SampledMovie Fewer(int count) => Frames.Count <= count ? this
        : new SampledMovie([.. Enumerable.Range(0, count).Select(i => Frames[i * (Frames.Count - 1) / (count - 1)])], Size, Scale);

    /// <summary>The frames at half the size, for what need not be exact.</summary>
    internal SampledMovie Halved()
    {
        var half = new Size(Math.Max(1, Size.Width / 2), Math.Max(1, Size.Height / 2));
        return new SampledMovie([.. Frames.Select(frame => (frame.Index, Half(frame.Picture)))], half, Scale * half.Width / Size.Width);

        float[] Half(float[] picture)
        {
            using Mat whole = Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_32FC1, picture);
            using var small = new Mat();
            Cv2.Resize(whole, small, half, 0, 0, InterpolationFlags.Area);
            return MatSpans.Of<float>(small).ToArray();
        }
    }

    /// <summary>The frames turned about their middle, on a square that holds them whatever the angle.</summary>
    /// <param name="degrees">By how much, clockwise; 0 leaves them as they are.</param>
    internal SampledMovie Turned(double degrees)
    {
        if (degrees == 0) return this;
        int side = (int)Math.Ceiling(Math.Sqrt((Size.Width * Size.Width) + (Size.Height * Size.Height)));
        using Mat motion = Cv2.GetRotationMatrix2D(new Point2f((Size.Width - 1) / 2f, (Size.Height - 1) / 2f), -degrees, 1);
        motion.Set(0, 2, motion.At<double>(0, 2) + ((side - Size.Width) / 2.0));
        motion.Set(1, 2, motion.At<double>(1, 2) + ((side - Size.Height) / 2.0));
        return new SampledMovie([.. Frames.Select(frame => (frame.Index, Turn(frame.Picture)))], new Size(side, side), Scale);

        float[] Turn(float[] picture)
        {
            using Mat straight = Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_32FC1, picture);
            using var turned = new Mat();
            Cv2.WarpAffine(straight, turned, motion, new Size(side, side), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.All(picture.Min()));
            return NucleiTemplate.Normalised(MatSpans.Of<float>(turned))!;
        }
    }

    /// <summary>The frames as they were before a view of them was made.</summary>
    internal SampledMovie Upright(MovieView view) => Turned(-view.Degrees).Upright(view.QuarterTurns, view.IsMirrored);

    /// <summary>The frames before they were mirrored and turned, if they were.</summary>
    /// <param name="quarterTurns">How often they were turned by 90° clockwise.</param>
    /// <param name="isMirrored">Whether they were mirrored left to right before that.</param>
    private SampledMovie Upright(int quarterTurns, bool isMirrored)
    {
        if (quarterTurns == 0 && !isMirrored) return this;
        Size turnedSize = quarterTurns % 2 == 0 ? Size : new Size(Size.Height, Size.Width);
        return new SampledMovie([.. Frames.Select(frame => (frame.Index, Upright(frame.Picture)))], turnedSize, Scale);

        float[] Upright(float[] picture)
        {
            using Mat turned = Mat.FromPixelData(Size.Height, Size.Width, MatType.CV_32FC1, picture);
            using var upright = new Mat();
            RotateFlags back = quarterTurns == 1 ? RotateFlags.Rotate90Counterclockwise
                : quarterTurns == 2 ? RotateFlags.Rotate180
                : RotateFlags.Rotate90Clockwise;
            if (quarterTurns == 0) turned.CopyTo(upright);
            else Cv2.Rotate(turned, upright, back);
            if (isMirrored) Cv2.Flip(upright, upright, FlipMode.Y);
            return MatSpans.Of<float>(upright).ToArray();
        }
    }
}
