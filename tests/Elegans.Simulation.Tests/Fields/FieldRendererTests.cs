using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Simulation.Tests.Fields;

public sealed class FieldRendererTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_outline_of_an_embryo_holds_its_nuclei(int seed)
    {
        using RenderedField field = TestFields.Render(
            TestFields.Plain with { Embryos = ParameterRange.Exactly(3), Length = ParameterRange.Exactly(0.35) }, seed);
        Assert.All(field.Embryos, embryo =>
        {
            List<bool> held =
                [.. embryo.Track.NucleiAt(embryo.Time).Select(nucleus => embryo.View.Project(nucleus.X, nucleus.Y))
                    .Select(at => embryo.Outline.Contains(at.X, at.Y))];
            Assert.True(held.Count(inside => inside) > 0.95 * held.Count, $"{held.Count(inside => inside)} of {held.Count}");
        });
    }

    [Fact]
    public void Light_is_where_embryos_are()
    {
        using RenderedField field = TestFields.Render(TestFields.Plain with { Embryos = ParameterRange.Exactly(2), Length = ParameterRange.Exactly(0.4) }, 4);
        Span<byte> pixels = MatSpans.Of<byte>(field.Image.Pixels);
        (double inside, double outside, int within, int without) = (0, 0, 0, 0);
        for (int i = 0; i < pixels.Length; i++)
        {
            (int x, int y) = (i % field.Image.Width, i / field.Image.Width);
            if (field.Embryos.Any(embryo => embryo.Outline.Contains(x, y))) (inside, within) = (inside + pixels[i], within + 1);
            else (outside, without) = (outside + pixels[i], without + 1);
        }

        Assert.True(inside / within > 5 * outside / without);
    }

    [Fact]
    public void The_outline_is_the_one_the_view_was_made_for()
    {
        var wanted = new EmbryoOutline(150, 120, 90, 90 * 0.6, -0.7);
        foreach (bool mirrored in (bool[])[false, true])
        {
            var embryo = new FieldEmbryo(TestFields.Embryos[0], wanted, mirrored, 1, 10, 1);
            EmbryoOutline made = embryo.Renderer.OutlineIn(embryo.ViewIn(300, 240, 0, 0, 0));
            Assert.Equal((wanted.CentreX, wanted.CentreY, wanted.LongHalfAxis), (made.CentreX, made.CentreY, made.LongHalfAxis), new Near());
            Assert.Equal(0, EmbryoOutline.Upright(made.Angle - wanted.Angle), 6);
        }
    }

    [Fact]
    public void Embryos_that_are_apart_do_not_overlap_and_touching_ones_hardly_do()
    {
        FieldRanges many = TestFields.Plain with { Embryos = ParameterRange.Exactly(6), Length = ParameterRange.Exactly(0.25) };
        foreach (double touching in (double[])[0, 1])
        {
            using RenderedField field = TestFields.Render(many with { TouchingChance = touching }, 6);
            Assert.True(field.Embryos.Count >= 3);
            IEnumerable<(RenderedEmbryo, RenderedEmbryo)> pairs =
                field.Embryos.SelectMany((one, i) => field.Embryos.Skip(i + 1).Select(other => (one, other)));
            foreach ((RenderedEmbryo one, RenderedEmbryo other) in pairs)
                Assert.True(one.Outline.AreaWith(other.Outline) <= (touching > 0 ? 0.06 : 0.02) * one.Outline.Area);
        }
    }

    [Fact]
    public void What_is_written_is_bright_and_marked_as_no_embryo()
    {
        using RenderedField field = TestFields.Render(TestFields.Plain with { WritingChance = 1, BarChance = 1, ArrowChance = 1 }, 7);
        Assert.InRange(Cv2.CountNonZero(field.NotEmbryo), 100, 20000);
        using RenderedField bare = TestFields.Render(TestFields.Plain, 7);
        Assert.Equal(0, Cv2.CountNonZero(bare.NotEmbryo));
        Assert.True(Cv2.Mean(field.Image.Pixels, field.NotEmbryo).Val0 > 100);
    }

    [Fact]
    public void The_same_seed_gives_the_same_field()
    {
        using RenderedField one = TestFields.Render(new FieldRanges(), 8), again = TestFields.Render(new FieldRanges(), 8);
        using RenderedField other = TestFields.Render(new FieldRanges(), 9);
        Assert.Equal(MatSpans.Of<byte>(one.Image.Pixels).ToArray(), MatSpans.Of<byte>(again.Image.Pixels).ToArray());
        Assert.NotEqual(MatSpans.Of<byte>(one.Image.Pixels).ToArray(), MatSpans.Of<byte>(other.Image.Pixels).ToArray());
    }

    [Fact]
    public void A_field_drifts_jumps_and_turns_as_told()
    {
        using var renderer = new FieldRenderer(TestFields.Plain with { Embryos = ParameterRange.Exactly(1) }, TestFields.Embryos, new Random(10));
        var motion = new FieldMotion(DriftX: 1, JumpFrame: 5, JumpX: 30, JumpY: -20, Turn: 0.01);
        using RenderedField first = renderer.Render(0, motion, new Random(1)), later = renderer.Render(6, motion, new Random(1));
        EmbryoOutline before = first.Embryos[0].Outline, after = later.Embryos[0].Outline;
        Assert.Equal(36, after.CentreX - before.CentreX, 3);
        Assert.Equal(-20, after.CentreY - before.CentreY, 3);
        Assert.Equal(0.06, EmbryoOutline.Upright(after.Angle - before.Angle), 3);
    }

    private sealed class Near : IEqualityComparer<(double X, double Y, double Length)>
    {
        public bool Equals((double X, double Y, double Length) one, (double X, double Y, double Length) other) =>
            Math.Abs(one.X - other.X) < 1e-6 && Math.Abs(one.Y - other.Y) < 1e-6 && Math.Abs(one.Length - other.Length) < 1e-6;

        public int GetHashCode((double X, double Y, double Length) value) => 0;
    }
}
