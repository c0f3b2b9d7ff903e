using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Rendering;

namespace Elegans.Simulation.Appearance;

/// <summary>Measures how nuclei look in a traced movie, real or rendered: what the renderer's ranges are set by, and checked with.</summary>
public static class AppearanceSurvey
{
    private const int EveryFrame = 4, Layers = 5, ProfilePoints = 8;
    private static readonly (int Min, int Max)[] Stages = [(1, 30), (31, 100), (101, 200), (201, 1000)];

    /// <summary>Surveys a movie, stage by stage; a stage without frames is left out.</summary>
    /// <param name="movie">The movie, 8 bits.</param>
    /// <param name="track">Its nuclei, in pixels of the movie.</param>
    /// <param name="alignment">Which time point a frame shows.</param>
    public static IReadOnlyList<StageAppearance> Of(FrameSource movie, NucleiTrack track, FrameAlignment alignment)
    {
        ArgumentNullException.ThrowIfNull(movie);
        ArgumentNullException.ThrowIfNull(track);
        var envelope = new EmbryoEnvelope(track);
        var samples = Stages.Select(_ => new Sample()).ToArray();
        foreach (MovieFrame frame in movie.Frames())
        {
            using (frame)
            {
                if (frame.Index.Value % EveryFrame != 0 || frame.Image.BitDepth != 8) continue;
                if (alignment.TimePointIn(frame.Index) is not { } time || track.CountsAt(time) is not { Total: > 0 } counts) continue;
                samples[Array.FindIndex(Stages, stage => counts.Total <= stage.Max)].Add(frame.Image, track.NucleiAt(time), envelope);
            }
        }

        return [.. Stages.Zip(samples).Where(pair => pair.Second.Frames > 0).Select(pair => pair.Second.Appearance(pair.First))];
    }

    /// <summary>What is gathered of one stage.</summary>
    private sealed class Sample
    {
        private readonly List<double> white = [], noise = [], saturated = [];
        private readonly List<(Lineage Lineage, int Layer, int Ring, double Brightness)> nuclei = [];
        private readonly List<double>[] profile = [.. Enumerable.Range(0, ProfilePoints).Select(_ => new List<double>())];

        internal int Frames => white.Count;

        internal void Add(NuclearImage image, IReadOnlyList<Nucleus> all, EmbryoEnvelope envelope)
        {
            byte[] pixels = MatSpans.Of<byte>(image.Pixels).ToArray(), sorted = [.. pixels.Order()];
            double dark = sorted[sorted.Length / 20], bright = Math.Max(dark + 1, sorted[(int)(sorted.Length * 0.998)]);
            white.Add(bright);
            saturated.Add(sorted.Count(level => level >= 250) / (double)sorted.Length);
            noise.Add(Deviation(
                [.. Enumerable.Range(0, Math.Min(40, image.Height)).SelectMany(y => pixels[(y * image.Width)..((y * image.Width) + Math.Min(40, image.Width))])
                .Select(level => (double)level)]));
            foreach (Nucleus nucleus in all)
            {
                if (nucleus.Lineage is not { } lineage || Ring(pixels, image, nucleus, 0.1) is not { } centre) continue;
                int layer = Math.Min(Layers - 1, (int)(Layers * envelope.Depth(nucleus.Z)));
                int ring = Math.Min(Layers - 1, (int)(Layers * envelope.Eccentricity(nucleus.X, nucleus.Y)));
                nuclei.Add((lineage, layer, ring, (centre - dark) / (bright - dark)));
                if (all.Any(other => other.Cell != nucleus.Cell
                    && Math.Sqrt(Math.Pow(other.X - nucleus.X, 2) + Math.Pow(other.Y - nucleus.Y, 2)) < 0.75 * (other.Diameter + nucleus.Diameter))) continue;
                for (int i = 0; i < ProfilePoints; i++)
                    if (Ring(pixels, image, nucleus, ((2 * i) + 1) / 16.0) is { } level) profile[i].Add((level - dark) / Math.Max(1, centre - dark));
            }
        }

        internal StageAppearance Appearance((int Min, int Max) stage)
        {
            double[] ab = [.. nuclei.Where(n => n.Lineage == Lineage.A).Select(n => n.Brightness)];
            return new StageAppearance
            {
                MinCells = stage.Min,
                MaxCells = stage.Max,
                Frames = Frames,
                Nuclei = nuclei.Count,
                WhiteLevel = white.Average(),
                CornerNoise = noise.Average(),
                Saturated = saturated.Average(),
                Lineages = [.. FounderLineages.All.Select(lineage => Mean(nuclei.Where(n => n.Lineage == lineage)))],
                Depth = [.. Enumerable.Range(0, Layers).Select(layer => Mean(nuclei.Where(n => n.Layer == layer)))],
                Rings = [.. Enumerable.Range(0, Layers).Select(ring => Mean(nuclei.Where(n => n.Ring == ring)))],
                Profile = [.. profile.Select(levels => levels.Count > 0 ? levels.Average() : double.NaN)],
                SpreadOfAB = ab.Length > 1 ? Deviation(ab) / ab.Average() : double.NaN,
            };
        }

        /// <summary>Mean grey level on a ring around a nucleus, at a share of its diameter from its centre; null where the ring leaves the frame.</summary>
        private static double? Ring(byte[] pixels, NuclearImage image, Nucleus nucleus, double share)
        {
            const int directions = 24;
            double sum = 0;
            for (int i = 0; i < directions; i++)
            {
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * i / directions);
                int x = (int)Math.Round(nucleus.X + (share * nucleus.Diameter * cosine)), y = (int)Math.Round(nucleus.Y + (share * nucleus.Diameter * sine));
                if (x < 0 || y < 0 || x >= image.Width || y >= image.Height) return null;
                sum += pixels[(y * image.Width) + x];
            }

            return sum / directions;
        }

        private static double Mean(IEnumerable<(Lineage Lineage, int Layer, int Ring, double Brightness)> some) =>
            some.Select(n => n.Brightness).DefaultIfEmpty(double.NaN).Average();

        private static double Deviation(double[] values)
        {
            double mean = values.Average();
            return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        }
    }
}
