using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Finder;

/// <summary>Renders what the finder's network learns from: fields of view with all their mess, single embryos, and pictures that show none.</summary>
/// <remarks>Embryos are drawn from the reference embryo. The same seed and number give the same example, on any number of threads.</remarks>
internal sealed class FinderFields(int seed)
{
    /// <summary>Embryos to draw from; those that the finder is judged by have other seeds.</summary>
    private const int Embryos = 40, FirstEmbryo = 100_000;

    /// <summary>The share of pictures that show no embryo, and of those that show one as EPIC filmed.</summary>
    private const double DistractorShare = 0.08, SingleShare = 0.22;

    /// <summary>The chance that a field, and that a picture of one embryo, is cut; and that any is padded.</summary>
    private const double CutField = 0.4, CutSingle = 0.5, Padded = 0.12;

    private static readonly ViewRanges Views = new() { LongSide = new ParameterRange(180, 720) };
    private static readonly MicroscopeRanges Microscopes = new();

    private readonly Lazy<EmbryoRenderer>[] embryos = [.. Enumerable.Range(FirstEmbryo, Embryos).Select(number => new Lazy<EmbryoRenderer>(() =>
        new EmbryoRenderer(ReferenceEmbryo.BuiltIn.Draw(new Random(number), new DrawingOptions { Start = new ParameterRange(-62, -58) }))))];

    /// <summary>Renders one example.</summary>
    internal FinderExample Render(int number, EmbryoSight sight)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        (NuclearImage picture, EmbryoOutline[] outlines) = Draw(random);
        if (random.NextDouble() < Padded) (picture, outlines) = Instead(FieldFraming.Pad);
        using (picture)
        {
            float[] input = new float[FinderInput.Length];
            double scale = sight.Fill(picture, null, input);
            return FinderExample.Of(input, outlines.Select(outline => outline.Scaled(scale)));
        }

        (NuclearImage, EmbryoOutline[]) Instead(Func<NuclearImage, EmbryoOutline[], Random, (NuclearImage, EmbryoOutline[])> change)
        {
            using NuclearImage before = picture;
            return change(before, outlines, random);
        }
    }

    private (NuclearImage Picture, EmbryoOutline[] Outlines) Draw(Random random)
    {
        double kind = random.NextDouble();
        EmbryoRenderer embryo = Embryo(random);
        TimePoint time = embryo.Track.TimePoints[(int)(Math.Pow(random.NextDouble(), 1.3) * embryo.Track.TimePoints.Count)];
        if (kind < DistractorShare) return (DistractorRenderer.Render(embryo, time, new ViewRanges(), Microscopes, random), []);
        if (kind < DistractorShare + SingleShare)
        {
            View view = embryo.DrawView(Views, random);
            NuclearImage single = embryo.Render(time, view, Microscopes.Draw(random), random);
            return MaybeCut(single, [embryo.OutlineIn(view)], CutSingle, random);
        }

        FieldRanges ranges = Ranges(random);
        using var renderer = new FieldRenderer(ranges, [.. Enumerable.Range(0, 4).Select(_ => Embryo(random))], random);
        using RenderedField field = renderer.Render(0, new FieldMotion(), random);
        return MaybeCut(
            new NuclearImage(field.Image.Pixels.Clone()), [.. field.Embryos.Select(each => each.Outline)], CutField, random);
    }

    private static (NuclearImage Picture, EmbryoOutline[] Outlines) MaybeCut(NuclearImage picture, EmbryoOutline[] outlines, double chance, Random random)
    {
        if (outlines.Length == 0 || random.NextDouble() >= chance) return (picture, outlines);
        using (picture) return FieldFraming.Cut(picture, outlines, random);
    }

    private EmbryoRenderer Embryo(Random random) => embryos[random.Next(Embryos)].Value;

    private static FieldRanges Ranges(Random random)
    {
        bool messy = random.NextDouble() < 0.6;
        double most = random.NextDouble() < 0.25 ? 1 : random.NextDouble() < 0.8 ? 5 : 12;
        var ranges = new FieldRanges
        {
            LongSide = new ParameterRange(200, 900),
            Embryos = new ParameterRange(1, most),
            Length = most == 1 ? new(0.09, 0.95) : most > 5 ? new(0.09, 0.45) : new(0.09, 0.75),
            TouchingChance = random.NextDouble() < 0.5 ? 0 : 0.8,
            Overlap = random.NextDouble() < 0.4 ? new ParameterRange(0.02, 0.7) : ParameterRange.Exactly(0.02),
            LeastInside = random.NextDouble() < 0.25 ? 0.5 : 0.97,
            // A field is of embryos of about one age as often as of all ages; the young ones are the harder.
            Age = random.NextDouble() < 0.5 ? new(0, 1) : Around(Math.Pow(random.NextDouble(), 1.5)),
        };
        return messy ? ranges : ranges with
        {
            WritingChance = 0,
            BarChance = 0,
            ArrowChance = 0,
            SecondCameraChance = 0,
            BorderChance = 0,
            Debris = ParameterRange.Exactly(0),
            Bacteria = ParameterRange.Exactly(0),
            DeadEmbryos = ParameterRange.Exactly(0),
            UnevenLight = ParameterRange.Exactly(0),
        };
    }

    private static ParameterRange Around(double age) => new(Math.Max(0, age - 0.08), Math.Min(1, age + 0.08));
}
