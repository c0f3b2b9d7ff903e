using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Training.Tests.Finder;

/// <summary>A rendered embryo for the finder's tests, with its outline.</summary>
internal static class FinderPictures
{
    internal static (NuclearImage Picture, EmbryoOutline Outline) Embryo()
    {
        var embryo = new EmbryoRenderer(ReferenceEmbryo.BuiltIn.Draw(new Random(7), new DrawingOptions()));
        var random = new Random(3);
        View view = embryo.DrawView(
            new ViewRanges { LongSide = ParameterRange.Exactly(500), Filling = ParameterRange.Exactly(0.6), AnyAngleChance = 1, OffCentre = new(0.1, 0.15) },
            random);
        return (embryo.Render(embryo.Track.TimePoints[^20], view, new MicroscopeRanges().Draw(random), random), embryo.OutlineIn(view));
    }

    /// <summary>How much brighter it is inside of an outline than outside.</summary>
    internal static double Contrast(Func<int, int, double> light, int width, int height, EmbryoOutline outline)
    {
        (double inside, double outside, int within, int beyond) = (0, 0, 0, 0);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (outline.Contains(x, y)) (inside, within) = (inside + light(x, y), within + 1);
                else (outside, beyond) = (outside + light(x, y), beyond + 1);
            }
        }

        return inside / within / Math.Max(1e-6, outside / beyond);
    }
}
