using Elegans.Embryos;
using Elegans.Lineages;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using Elegans.Simulation.Tests.Fields;
using OpenCvSharp;

namespace Elegans.Simulation.Tests.Embryos;

public sealed class EmbryoSurveyTests
{
    private const int Frames = 120, Stride = 8;

    private static FieldRanges OneEmbryo => TestFields.Plain with
    {
        Embryos = ParameterRange.Exactly(1),
        Length = ParameterRange.Exactly(0.45),
        Age = ParameterRange.Exactly(0.15),
    };

    [Fact]
    public void The_outline_of_late_frames_is_carried_back_to_early_ones() => Expect(new FieldMotion(), 0.85);

    [Fact]
    public void An_embryo_is_followed_through_a_drift() => Expect(new FieldMotion(DriftX: 0.4, DriftY: -0.2), 0.75);

    [Fact]
    public void An_embryo_is_followed_through_a_jump_of_the_stage() => Expect(new FieldMotion(JumpFrame: 66, JumpX: 60, JumpY: -30), 0.8);

    [Fact]
    public void Writing_is_found_where_it_stands_through_the_movie()
    {
        using var renderer = new FieldRenderer(OneEmbryo with { WritingChance = 1, BarChance = 1 }, TestFields.Embryos, new Random(31));
        using var survey = new EmbryoSurvey();
        RenderedField? last = null;
        for (int frame = 0; frame < Frames; frame += Stride)
        {
            last?.Dispose();
            last = renderer.Render(frame, new FieldMotion(), new Random(frame));
            survey.Look(new FrameIndex(frame), last.Image);
        }

        using RenderedField shown = last!;
        using var masked = new Mat(shown.Image.Pixels.Size(), MatType.CV_8UC1, Scalar.All(0));
        foreach (Rect box in survey.Writing()) Cv2.Rectangle(masked, box, Scalar.All(255), -1);
        Assert.Single(survey.Embryos());
        int written = Cv2.CountNonZero(shown.NotEmbryo);
        Cv2.BitwiseAnd(masked, shown.NotEmbryo, masked);
        Assert.True(Cv2.CountNonZero(masked) > 0.7 * written);
    }

    [Fact]
    public void A_still_is_a_movie_of_one_frame()
    {
        using RenderedField field = TestFields.Render(OneEmbryo with { Age = ParameterRange.Exactly(0.9) }, 32);
        using var survey = new EmbryoSurvey();
        survey.Look(new FrameIndex(0), field.Image);
        FollowedEmbryo embryo = Assert.Single(survey.Embryos());
        Assert.InRange(embryo.OutlineAt(new FrameIndex(0)).OverlapWith(field.Embryos[0].Outline), 0.85, 1);
        Assert.True(embryo.IsIn(new FrameIndex(0)));
    }

    private static void Expect(FieldMotion motion, double overlap)
    {
        using var renderer = new FieldRenderer(OneEmbryo, TestFields.Embryos, new Random(30));
        using var survey = new EmbryoSurvey();
        var truths = new List<(FrameIndex Frame, EmbryoOutline Outline)>();
        for (int frame = 0; frame < Frames; frame += Stride)
        {
            using RenderedField field = renderer.Render(frame, motion, new Random(frame));
            survey.Look(new FrameIndex(frame), field.Image);
            truths.Add((new FrameIndex(frame), field.Embryos[0].Outline));
        }

        FollowedEmbryo followed = Assert.Single(survey.Embryos());
        Assert.All(truths, truth => Assert.InRange(followed.OutlineAt(truth.Frame).OverlapWith(truth.Outline), overlap, 1));
    }
}
