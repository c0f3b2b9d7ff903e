using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Simulation.Fields;

/// <summary>
/// A field of view with several embryos, each of its own age, in one maximum projection through one microscope; with what else such
/// pictures show, and with exact truth. The same field can be rendered at every frame of a movie.
/// </summary>
/// <remarks>The same arguments and the same state of chance give the same field. Dispose it when done.</remarks>
internal sealed class FieldRenderer : IDisposable
{
    private readonly int width, height;
    private readonly List<FieldEmbryo> embryos;
    private readonly FieldClutter clutter;
    private readonly FieldWriting writing;
    private readonly Microscope microscope;
    private readonly float unevenness;
    private readonly double lightFrom;
    private readonly Rect inside;
    private readonly NuclearImage? secondCamera;

    internal FieldRenderer(FieldRanges ranges, IReadOnlyList<EmbryoRenderer> embryos, Random random)
    {
        double longSide = ranges.LongSide.Draw(random), aspect = ranges.AspectRatio.Draw(random);
        (width, height) = ((int)longSide, (int)(longSide / aspect));
        microscope = ranges.Microscopes.Draw(random);
        this.embryos = FieldLayout.Draw(ranges, embryos, width, height, random);
        clutter = FieldClutter.Draw(ranges, this.embryos, width, height, random);
        writing = new FieldWriting(ranges, width, height, random);
        unevenness = Math.Max(0, ranges.UnevenLight.Draw(random));
        lightFrom = random.NextDouble() * 2 * Math.PI;
        int border = random.NextDouble() < ranges.BorderChance ? random.Next(4, Math.Max(5, height / 12)) : 0;
        inside = new Rect(border, border, width - (2 * border), height - (2 * border));
        if (random.NextDouble() < ranges.SecondCameraChance) secondCamera = DistractorRenderer.Render(
            DistractorKind.TransmittedLight, embryos[0], embryos[0].Track.TimePoints[0], new ViewRanges { LongSide = ParameterRange.Exactly(width) },
            ranges.Microscopes, random);
    }

    /// <summary>How many embryos were laid.</summary>
    internal int EmbryoCount => embryos.Count;

    /// <inheritdoc/>
    public void Dispose()
    {
        writing.Dispose();
        secondCamera?.Dispose();
    }

    /// <summary>Renders one frame.</summary>
    /// <param name="frame">Which frame of a movie; embryos are as much older as frames have passed.</param>
    /// <param name="motion">How the field moves.</param>
    /// <param name="noise">Where the noise of this frame comes from.</param>
    internal RenderedField Render(int frame, FieldMotion motion, Random noise)
    {
        (double shiftX, double shiftY) = motion.ShiftAt(frame);
        using var projection = new Mat(height, width, MatType.CV_32FC1, Scalar.All(0));
        var shown = new List<RenderedEmbryo>();
        float exposure = embryos.Select(embryo => microscope.ExposureAt(embryo.Renderer.CellsAt(embryo.TimeAt(frame)))).DefaultIfEmpty(100).Max();
        double glow = 1;
        foreach (FieldEmbryo embryo in embryos)
        {
            View view = embryo.ViewIn(width, height, shiftX, shiftY, motion.Turn * frame);
            TimePoint time = embryo.TimeAt(frame);
            float brightness = embryo.Brightness * microscope.ExposureAt(embryo.Renderer.CellsAt(time)) / exposure;
            Microscope own = microscope with { Seed = unchecked(microscope.Seed + (shown.Count * 7919)) };
            Add(projection, embryo.Renderer, time, view, own, brightness, noise);
            glow = embryo.Renderer.GlowRadius(view);
            shown.Add(new RenderedEmbryo(
                embryo.Renderer.OutlineIn(view), embryo.Renderer.Track, time, view, [.. embryo.Renderer.NucleiIn(time, view, own)]));
        }

        clutter.Paint(projection, new ProjectionCanvas(projection, microscope, new NormalNoise(noise)), shiftX, shiftY);
        AddUnevenLight(projection);
        Mat exposed = new Camera(microscope, noise).ExposeRaw(projection, exposure, glow);
        var mask = new Mat(exposed.Size(), MatType.CV_8UC1, Scalar.All(0));
        using (var border = new Mat(exposed.Size(), MatType.CV_8UC1, Scalar.All(255)))
        {
            border[inside].SetTo(Scalar.All(0));
            exposed.SetTo(Scalar.All(0), border);
            Cv2.Max(mask, border, mask);
        }

        (exposed, mask) = BesideSecondCamera(exposed, mask);
        writing.Draw(exposed, mask, frame);
        if (microscope.CompressionQuality is { } quality) exposed = Camera.Compress(exposed, quality);
        return new RenderedField(new NuclearImage(exposed), shown, mask);
    }

    private static void Add(Mat projection, EmbryoRenderer renderer, TimePoint time, View view, Microscope microscope, float brightness, Random noise)
    {
        Embryos.EmbryoOutline outline = renderer.OutlineIn(view).Grown(1.4);
        var around = new Rect(
            (int)(outline.CentreX - outline.HalfWidth), (int)(outline.CentreY - outline.HalfHeight),
            (int)(2 * outline.HalfWidth) + 2, (int)(2 * outline.HalfHeight) + 2);
        Rect area = around & new Rect(0, 0, projection.Width, projection.Height);
        if (area.Width <= 0 || area.Height <= 0) return;
        using var own = new Mat(area.Height, area.Width, MatType.CV_32FC1, Scalar.All(0));
        View local = view with { Width = area.Width, Height = area.Height, ToX = view.ToX - area.X, ToY = view.ToY - area.Y };
        renderer.Paint(own, time, local, microscope, noise);
        using Mat target = projection[area];
        using Mat lit = own * brightness;
        Cv2.Max(target, lit, target);
    }

    private void AddUnevenLight(Mat projection)
    {
        if (unevenness <= 0) return;
        (double sine, double cosine) = Math.SinCos(lightFrom);
        Span<float> light = MatSpans.Of<float>(projection);
        for (int i = 0; i < light.Length; i++)
        {
            double along = (((i % width / (double)width) - 0.5) * cosine) + (((i / width / (double)height) - 0.5) * sine);
            light[i] += (float)(unevenness * (0.5 + (0.7 * along)));
        }
    }

    private (Mat Exposed, Mat Mask) BesideSecondCamera(Mat exposed, Mat mask)
    {
        if (secondCamera is null) return (exposed, mask);
        using (exposed)
        using (mask)
        {
            using var beside = new Mat();
            Cv2.Resize(secondCamera.Pixels, beside, exposed.Size(), 0, 0, InterpolationFlags.Area);
            using var marked = new Mat(exposed.Size(), MatType.CV_8UC1, Scalar.All(255));
            Mat both = new(), bothMasks = new();
            Cv2.HConcat([exposed, beside], both);
            Cv2.HConcat([mask, marked], bothMasks);
            return (both, bothMasks);
        }
    }
}
