using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Models;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Training.Frames;

/// <summary>
/// Embryos cut out of rendered fields of view the way prediction cuts them: other embryos, writing and bars hidden, debris left. Outlines are a
/// little wrong, as the finder's are, and now and then something that should be hidden is not.
/// </summary>
/// <param name="sampler">Draws the embryo and the time point.</param>
/// <param name="recipe">The network's input, how microscopes vary.</param>
internal sealed class CutOutFrames(FrameSampler sampler, Recipe.TrainingRecipe recipe) : IFrameSource, IDisposable
{
    /// <summary>Fields are drawn until one has an embryo; one that is too full for any is rare.</summary>
    private const int Attempts = 20;

    /// <summary>How often something that should be hidden is seen.</summary>
    private const double SeenChance = 0.1;

    /// <summary>Writing this large is a border or a second camera's picture, which the finder leaves out in other ways.</summary>
    private const double MaxWritingShare = 0.2;

    /// <summary>Gaps between the letters of a line, pixels.</summary>
    private const int LetterGap = 7;

    /// <summary>
    /// How far outlines lie from the true ones, chosen and not measured: the centre by so much of the length at most, each axis by such a factor, the angle by
    /// so many radians. How well the finder's outlines fit is in docs/field.md.
    /// </summary>
    private const double CentreError = 0.03, LeastFactor = 0.93, MostFactor = 1.09, AngleError = 0.12;

    private readonly EmbryoCrop cutter = new();

    /// <inheritdoc/>
    public TrainingFrame Draw(Random random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (DrawField(random) is { } frame) return frame;
        }

        throw new InvalidOperationException("No rendered field of view has room for an embryo.");
    }

    /// <inheritdoc/>
    public void Dispose() => cutter.Dispose();

    private TrainingFrame? DrawField(Random random)
    {
        (TracedEmbryo Embryo, TimePoint Time)[] drawn = [.. Enumerable.Range(0, 3).Select(_ => sampler.Draw(random))];
        ImmutableArray<TimePoint> times = [.. drawn[0].Embryo.Track.TimePoints];
        var ranges = new FieldRanges
        {
            LongSide = new ParameterRange(220, 460),
            Embryos = new ParameterRange(0.5, 3.5),
            Length = new ParameterRange(0.35, 0.95),
            Age = ParameterRange.Exactly(times.IndexOf(drawn[0].Time) / (double)Math.Max(1, times.Length - 1)),
            TouchingChance = 0.4,
            LeastInside = 0.97,
            SecondCameraChance = 0,
            Microscopes = recipe.Microscopes,
        };
        using var renderer = new FieldRenderer(ranges, [.. drawn.Select(each => each.Embryo.Renderer)], random);
        if (renderer.EmbryoCount == 0) return null;
        using RenderedField field = renderer.Render(0, new FieldMotion(), random);
        RenderedEmbryo shown = field.Embryos[random.Next(field.Embryos.Count)];
        TracedEmbryo traced = drawn.First(each => each.Embryo.Track == shown.Track).Embryo;
        if (!traced.IsUsable(shown.Time)) return null;
        EmbryoOutline outline = AsFound(shown.Outline, random);
        var view = new EmbryoView(
            outline,
            [.. field.Embryos.Where(other => other != shown && random.NextDouble() >= SeenChance).Select(other => AsFound(other.Outline, random))],
            [.. WritingOf(field).Where(_ => random.NextDouble() >= SeenChance)]);
        using var crop = new Mat();
        cutter.Cut(field.Image, view, recipe.Input.Width, recipe.Input.Height, crop);
        var levels = new Mat();
        crop.ConvertTo(levels, MatType.CV_8UC1);
        var nuclei = new FrameNuclei(shown.Nuclei, KnowsPolarBodies: true);
        return new TrainingFrame(
            new NuclearImage(levels), traced.TruthAt(shown.Time), nuclei.MovedBy(InputPlacement.OfEmbryo(outline, recipe.Input.Width, recipe.Input.Height)));
    }

    private static EmbryoOutline AsFound(EmbryoOutline truth, Random random) => truth with
    {
        CentreX = truth.CentreX + (2 * truth.LongHalfAxis * Error(CentreError, random)),
        CentreY = truth.CentreY + (2 * truth.LongHalfAxis * Error(CentreError, random)),
        LongHalfAxis = truth.LongHalfAxis * new ParameterRange(LeastFactor, MostFactor).Draw(random),
        ShortHalfAxis = truth.ShortHalfAxis * new ParameterRange(LeastFactor, MostFactor).Draw(random),
        Angle = EmbryoOutline.Upright(truth.Angle + Error(AngleError, random)),
    };

    private static double Error(double most, Random random) => most * ((2 * random.NextDouble()) - 1);

    /// <summary>Rectangles around what was written, letters of a line together.</summary>
    private static List<Rect> WritingOf(RenderedField field)
    {
        using var lines = new Mat();
        using Mat gap = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(LetterGap, LetterGap));
        Cv2.MorphologyEx(field.NotEmbryo, lines, MorphTypes.Close, gap);
        using Mat labels = new(), boxes = new(), centres = new();
        int count = Cv2.ConnectedComponentsWithStats(lines, labels, boxes, centres);
        var found = new List<Rect>();
        for (int i = 1; i < count; i++)
        {
            var box = new Rect(boxes.At<int>(i, 0), boxes.At<int>(i, 1), boxes.At<int>(i, 2), boxes.At<int>(i, 3));
            if (box.Width * box.Height <= MaxWritingShare * lines.Width * lines.Height) found.Add(box);
        }

        return found;
    }
}
