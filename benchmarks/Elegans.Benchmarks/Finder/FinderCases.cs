using System.Diagnostics;
using Elegans.Annotation;
using Elegans.Embryos;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Benchmarks.Finder;

/// <summary>What the finder of embryos is measured on: rendered fields, images that show none, real movies, and time.</summary>
internal sealed class FinderCases : IDisposable
{
    private readonly EmbryoFinder finder = new();
    private readonly EmbryoRenderer[] embryos =
        [.. Enumerable.Range(0, 8).Select(seed => new EmbryoRenderer(
            ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Start = new ParameterRange(-62, -58) })))];

    /// <summary>Embryos and noise, and nothing else.</summary>
    internal static FieldRanges Plain => new()
    {
        WritingChance = 0,
        BarChance = 0,
        ArrowChance = 0,
        SecondCameraChance = 0,
        BorderChance = 0,
        TouchingChance = 0,
        Debris = ParameterRange.Exactly(0),
        Bacteria = ParameterRange.Exactly(0),
        DeadEmbryos = ParameterRange.Exactly(0),
        UnevenLight = ParameterRange.Exactly(0),
    };

    /// <inheritdoc/>
    public void Dispose() => finder.Dispose();

    /// <summary>Single frames of rendered fields.</summary>
    internal FinderScore Stills(FieldRanges ranges, int fields)
    {
        var score = new FinderScore();
        for (int i = 0; i < fields; i++)
        {
            var random = new Random(1000 + i);
            using var renderer = new FieldRenderer(ranges, embryos, random);
            using RenderedField field = renderer.Render(0, new FieldMotion(), random);
            score.Add([.. field.Embryos.Select(embryo => embryo.Outline)], [.. finder.Find(field.Image).Embryos.Select(seen => seen.Outline)]);
        }

        return score;
    }

    /// <summary>Movies of rendered fields, pooled over time; early frames and later ones.</summary>
    internal (FinderScore Early, FinderScore Later) Movies(FieldRanges ranges, FieldMotion motion, int movies)
    {
        (FinderScore early, FinderScore later) = (new FinderScore(), new FinderScore());
        for (int n = 0; n < movies; n++)
        {
            using var renderer = new FieldRenderer(ranges, embryos, new Random(n));
            using var survey = new EmbryoSurvey();
            var truths = new List<(FrameIndex Frame, List<EmbryoOutline> Outlines)>();
            for (int frame = 0; frame < 160; frame += 7)
            {
                using RenderedField field = renderer.Render(frame, motion, new Random(frame));
                survey.Look(new FrameIndex(frame), field.Image);
                truths.Add((new FrameIndex(frame), [.. field.Embryos.Select(embryo => embryo.Outline)
                    .Where(outline => outline.ShareInside(field.Image.Width, field.Image.Height) > 0.8)]));
            }

            IReadOnlyList<FollowedEmbryo> found = survey.Embryos();
            foreach ((FrameIndex frame, List<EmbryoOutline> outlines) in truths)
                (frame.Value < 40 ? early : later).Add(outlines, [.. found.Where(e => e.IsIn(frame)).Select(e => e.OutlineAt(frame))]);
        }

        return (early, later);
    }

    /// <summary>How many embryos are seen in images of a kind that shows none.</summary>
    internal double Distractors(DistractorKind kind, int images)
    {
        int seen = 0;
        for (int i = 0; i < images; i++)
        {
            var random = new Random(i);
            EmbryoRenderer embryo = embryos[i % embryos.Length];
            TimePoint time = embryo.Track.TimePoints[random.Next(embryo.Track.TimePoints.Count)];
            using NuclearImage image = DistractorRenderer.Render(kind, embryo, time, new ViewRanges(), new MicroscopeRanges(), random);
            if (finder.Find(image).Embryos.Any(found => found.Confidence >= EmbryoPath.MinBegin)) seen++;
        }

        return seen / (double)images;
    }

    /// <summary>Milliseconds a frame, the best of several rounds.</summary>
    internal double Cost(int width, int height)
    {
        FieldRanges ranges = Plain with
        {
            LongSide = ParameterRange.Exactly(width),
            AspectRatio = ParameterRange.Exactly(width / (double)height),
            Age = new ParameterRange(0.2, 0.9),
            Embryos = ParameterRange.Exactly(2),
        };
        var images = new List<NuclearImage>();
        for (int i = 0; i < 6; i++)
        {
            var random = new Random(i);
            using var renderer = new FieldRenderer(ranges, embryos, random);
            images.Add(renderer.Render(0, new FieldMotion(), random).Image);
        }

        double best = double.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            var clock = Stopwatch.StartNew();
            foreach (NuclearImage image in images) finder.Find(image);
            best = Math.Min(best, clock.Elapsed.TotalMilliseconds / images.Count);
        }

        foreach (NuclearImage image in images) image.Dispose();
        return best;
    }
}
