using Elegans.Embryos;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Fields;

/// <summary>Lays embryos into a field: apart, or against each other.</summary>
internal static class FieldLayout
{
    private const int Attempts = 60;

    /// <summary>Lays as many embryos as were drawn, or as have room.</summary>
    internal static List<FieldEmbryo> Draw(FieldRanges ranges, IReadOnlyList<EmbryoRenderer> embryos, int width, int height, Random random)
    {
        int wanted = Math.Max(1, (int)Math.Round(ranges.Embryos.Draw(random)));
        double length = ranges.Length.DrawLogarithmic(random) * Math.Max(width, height);
        // Ellipses laid at random fill about a third of a field.
        length = Math.Min(length, Math.Sqrt((wanted > 1 ? 0.4 : 1.5) * width * height / wanted));
        double most = ranges.Overlap.High > ranges.Overlap.Low ? ranges.Overlap.Draw(random) : ranges.Overlap.Low;
        var laid = new List<FieldEmbryo>();
        for (int i = 0; i < wanted; i++)
        {
            EmbryoRenderer renderer = embryos[random.Next(embryos.Count)];
            EmbryoOutline own = renderer.OutlineIn(View.OfTrack(width, height));
            double stretch = ranges.Stretch.Draw(random), half = length * ranges.LengthFactor.Draw(random) / 2;
            double aspect = own.ShortHalfAxis / own.LongHalfAxis;
            bool touching = laid.Count > 0 && random.NextDouble() < ranges.TouchingChance;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                double angle = EmbryoOutline.Upright(random.NextDouble() * Math.PI);
                var outline = new EmbryoOutline(random.NextDouble() * width, random.NextDouble() * height, half, half * aspect, angle);
                if (touching) outline = Against(laid[random.Next(laid.Count)].Outline, outline, most, random);
                if (outline.ShareInside(width, height) < ranges.LeastInside) continue;
                // Apart means a gap, however narrow.
                EmbryoOutline space = touching ? outline : outline.Grown(1.12);
                if (laid.Any(other => other.Outline.AreaWith(space) > (touching ? most * outline.Area : 0))) continue;
                int start = (int)(ranges.Age.Draw(random) * (renderer.Track.TimePoints.Count - 1));
                var embryo = new FieldEmbryo(renderer, outline, random.Next(2) == 0, 1, start, 0.75f + (0.5f * random.NextSingle()));
                laid.Add(embryo with { Stretch = stretch });
                break;
            }
        }

        return laid;
    }

    /// <summary>Moves an outline from some direction until it touches another, or lies over it by half of what is allowed.</summary>
    private static EmbryoOutline Against(EmbryoOutline other, EmbryoOutline moved, double most, Random random)
    {
        (double sine, double cosine) = Math.SinCos(random.NextDouble() * 2 * Math.PI);
        double near = 0, far = other.LongHalfAxis + moved.LongHalfAxis;
        for (int i = 0; i < 20; i++)
        {
            double middle = (near + far) / 2;
            if (other.AreaWith(At(middle)) > most / 2 * moved.Area) near = middle;
            else far = middle;
        }

        return At(far);

        EmbryoOutline At(double distance) => moved with { CentreX = other.CentreX + (cosine * distance), CentreY = other.CentreY + (sine * distance) };
    }
}
