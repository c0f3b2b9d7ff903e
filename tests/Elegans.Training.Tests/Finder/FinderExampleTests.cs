using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Training.Finder;

namespace Elegans.Training.Tests.Finder;

public sealed class FinderExampleTests
{
    [Fact]
    public void Turned_and_mirrored_in_every_way_the_outline_stays_around_the_embryo()
    {
        (NuclearImage picture, EmbryoOutline outline) = FinderPictures.Embryo();
        using (picture)
        using (var sight = new EmbryoSight())
        {
            float[] input = new float[FinderInput.Length];
            double scale = sight.Fill(picture, null, input);
            var example = FinderExample.Of(input, [outline.Scaled(scale)]);
            double contrast = ContrastOf(input, outline.Scaled(scale));
            Assert.True(contrast > 5);
            for (int way = 0; way < 8; way++)
            {
                float[] laid = new float[FinderInput.Length];
                EmbryoOutline turned = Assert.Single(example.Lay(laid, way, 1));
                Assert.InRange(ContrastOf(laid, turned) / contrast, 0.97, 1.03);
            }
        }

        static double ContrastOf(float[] laid, EmbryoOutline around) => FinderPictures.Contrast(
            (x, y) => Math.Max(0, laid[(y * FinderInput.Side) + x]), FinderInput.Side, FinderInput.Side, around);
    }

    [Fact]
    public void What_the_network_should_say_reads_back_as_the_same_outlines()
    {
        EmbryoOutline[] outlines = [new(60, 70, 50, 30, 0.4), new(140, 80, 36, 24, -1.2), new(200, 200, 14, 9, 1.5), new(3, 220, 40, 25, 0)];
        const int plane = OutlineMaps.Side * OutlineMaps.Side;
        float[] targets = new float[OutlineTargets.Maps * plane];
        OutlineTargets.Fill(outlines, targets);
        float[] maps = new float[OutlineMaps.Length];
        targets.AsSpan(0, OutlineMaps.Fit * plane).CopyTo(maps);
        for (int i = 0; i < plane; i++)
        {
            double near = Math.Clamp(targets[i], 1e-6, 1 - 1e-6);
            (maps[i], maps[(OutlineMaps.Fit * plane) + i]) = ((float)Math.Log(near / (1 - near)), 4);
        }

        List<SeenEmbryo> seen = OutlineMaps.Read(maps);
        Assert.Equal(outlines.Length, seen.Count);
        Assert.All(outlines, outline => Assert.True(seen.Max(other => other.Outline.OverlapWith(outline)) > 0.97));
    }

    [Fact]
    public void A_cut_and_a_padded_picture_take_their_outlines_along()
    {
        (NuclearImage picture, EmbryoOutline outline) = FinderPictures.Embryo();
        using (picture)
        {
            double contrast = ContrastOf(picture, outline);
            int cuts = 0;
            for (int seed = 0; seed < 8; seed++)
            {
                (NuclearImage padded, EmbryoOutline[] around) = FieldFraming.Pad(picture, [outline], new Random(seed));
                using (padded) Assert.True(ContrastOf(padded, Assert.Single(around)) > contrast);
                (NuclearImage cut, around) = FieldFraming.Cut(picture, [outline], new Random(seed));
                using (cut)
                {
                    if (cut.Width < picture.Width) cuts++;
                    Assert.True(ContrastOf(cut, Assert.Single(around)) > 2);
                }
            }

            Assert.InRange(cuts, 6, 8);
        }

        static double ContrastOf(NuclearImage shown, EmbryoOutline around)
        {
            byte[] pixels = MatSpans.Of<byte>(shown.Pixels).ToArray();
            return FinderPictures.Contrast((x, y) => pixels[(y * shown.Width) + x], shown.Width, shown.Height, around);
        }
    }
}
