using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using Elegans.Simulation.Tests.Fields;
using OpenCvSharp;

namespace Elegans.Simulation.Tests.Embryos;

public sealed class EmbryoFinderTests : IDisposable
{
    private readonly EmbryoFinder finder = new();

    public void Dispose() => finder.Dispose();

    [Theory]
    [InlineData(0.16)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void One_embryo_of_any_size_is_found_and_nothing_else(double length)
    {
        using RenderedField field = TestFields.Render(
            TestFields.Plain with { Embryos = ParameterRange.Exactly(1), Length = ParameterRange.Exactly(length), LengthFactor = ParameterRange.Exactly(1) },
            31);
        SeenEmbryo seen = Assert.Single(finder.Find(field.Image).Embryos);
        Assert.InRange(seen.Outline.OverlapWith(Assert.Single(field.Embryos).Outline), 0.8, 1);
        Assert.True(seen.Confidence > 0.4);
    }

    [Fact]
    public void Four_embryos_apart_are_found()
    {
        using RenderedField field = TestFields.Render(TestFields.Plain with { Embryos = ParameterRange.Exactly(4), Length = ParameterRange.Exactly(0.3) }, 22);
        Assert.Equal(4, field.Embryos.Count);
        Expect(field, 0.8);
    }

    [Fact]
    public void Two_embryos_that_touch_are_told_apart()
    {
        using RenderedField field = TestFields.Render(
            TestFields.Plain with { Embryos = ParameterRange.Exactly(2), Length = ParameterRange.Exactly(0.4), TouchingChance = 1 }, 33);
        Assert.Equal(2, field.Embryos.Count);
        Expect(field, 0.75);
    }

    [Fact]
    public void An_embryo_cut_off_by_the_border_is_completed()
    {
        using RenderedField whole = TestFields.Render(
            TestFields.Plain with { Embryos = ParameterRange.Exactly(1), Length = ParameterRange.Exactly(0.7), LengthFactor = ParameterRange.Exactly(1) }, 24);
        EmbryoOutline truth = whole.Embryos[0].Outline;
        int left = (int)(truth.CentreX - (0.4 * truth.HalfWidth));
        using Mat cut = whole.Image.Pixels[new Rect(left, 0, whole.Image.Width - left, whole.Image.Height)].Clone();
        using var frame = new NuclearImage(cut.Clone());
        SeenEmbryo seen = Assert.Single(finder.Find(frame).Embryos);
        EmbryoOutline shifted = truth.Shifted(-left, 0);
        Assert.InRange(seen.Outline.ShareInside(frame.Width, frame.Height), 0.5, 0.9);
        Assert.InRange(seen.Outline.OverlapWith(shifted), 0.75, 1);
    }

    [Fact]
    public void Writing_and_a_bar_are_masked_and_are_no_embryo()
    {
        using RenderedField field = TestFields.Render(
            TestFields.Plain with { Embryos = ParameterRange.Exactly(1), Length = ParameterRange.Exactly(0.4), WritingChance = 1, BarChance = 1 }, 25);
        Expect(field, 0.8);
        using var masked = new Mat(field.Image.Pixels.Size(), MatType.CV_8UC1, Scalar.All(0));
        foreach (Rect box in finder.Find(field.Image).Writing) Cv2.Rectangle(masked, box, Scalar.All(255), -1);
        using var both = new Mat();
        Cv2.BitwiseAnd(masked, field.NotEmbryo, both);
        Assert.True(Cv2.CountNonZero(both) > 0.8 * Cv2.CountNonZero(field.NotEmbryo));
    }

    [Fact]
    public void In_noise_and_in_black_there_is_no_embryo()
    {
        using var noise = new Mat(300, 400, MatType.CV_8UC1);
        Cv2.SetTheRNG(5);
        Cv2.Randn(noise, Scalar.All(10), Scalar.All(4));
        using var grey = new NuclearImage(noise.Clone());
        Assert.Empty(finder.Find(grey).Embryos);
        using var black = new NuclearImage(new Mat(300, 400, MatType.CV_8UC1, Scalar.All(0)));
        Assert.Empty(finder.Find(black).Embryos);
    }

    [Fact]
    public void Sixteen_bits_give_the_same_outline_as_eight()
    {
        using RenderedField field = TestFields.Render(TestFields.Plain with { Embryos = ParameterRange.Exactly(1), Length = ParameterRange.Exactly(0.5) }, 26);
        var deep = new Mat();
        field.Image.Pixels.ConvertTo(deep, MatType.CV_16UC1, 13, 400);
        using var frame = new NuclearImage(deep);
        Assert.InRange(Assert.Single(finder.Find(frame).Embryos).Outline.OverlapWith(Assert.Single(finder.Find(field.Image).Embryos).Outline), 0.95, 1);
    }

    private void Expect(RenderedField field, double overlap)
    {
        List<EmbryoOutline> seen = [.. finder.Find(field.Image).Embryos.Select(embryo => embryo.Outline)];
        Assert.Equal(field.Embryos.Count, seen.Count);
        Assert.All(field.Embryos, embryo => Assert.InRange(seen.Max(outline => outline.OverlapWith(embryo.Outline)), overlap, 1));
    }
}
