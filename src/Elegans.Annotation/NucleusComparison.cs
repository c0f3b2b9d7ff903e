using System.Collections.Immutable;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Predictions;

namespace Elegans.Annotation;

/// <summary>The nuclei that were found in a movie held against a track, stage by stage. Polar bodies are in no track: found ones count as wrong.</summary>
public static class NucleusComparison
{
    /// <summary>The stages, by traced cells: division by division it becomes harder to tell nuclei apart.</summary>
    private static readonly (int Min, int Max)[] Stages = [(2, 30), (31, 100), (101, 200), (201, 350), (351, int.MaxValue)];

    /// <summary>Compares every annotated frame in which nuclei were looked for.</summary>
    /// <param name="readings">What was read.</param>
    /// <param name="track">The traced nuclei, in pixels of the movie.</param>
    /// <param name="alignment">Which frame shows which time point.</param>
    /// <returns>The stages that have frames; none where the model does not look for nuclei.</returns>
    public static ImmutableArray<NucleusStage> Of(IEnumerable<FrameReading> readings, NucleiTrack track, FrameAlignment alignment)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(track);
        var frames = new List<(int Traced, NucleusMatch Match, double Counted)>();
        foreach (FrameReading reading in readings.Where(reading => reading.ShowsNuclei))
        {
            if (reading.Nuclei is not { } found || reading.Counted is not { } counted || alignment.TimePointIn(reading.Frame) is not { } time
                || !track.IsAnnotated(time)) continue;
            (double X, double Y, double Diameter)[] traced =
                [.. track.NucleiAt(time).Select(nucleus => ((double)nucleus.X, (double)nucleus.Y, (double)nucleus.Diameter))];
            frames.Add((traced.Length, NucleusMatching.Of(found, traced), counted));
        }

        return [.. Stages.Select(stage => (stage, Frames: frames.Where(frame => frame.Traced >= stage.Min && frame.Traced <= stage.Max).ToList()))
            .Where(each => each.Frames.Count > 0)
            .Select(each => new NucleusStage(
                each.stage.Min, each.stage.Max, each.Frames.Count,
                each.Frames.Aggregate(default(NucleusMatch), (sum, frame) => sum.And(frame.Match)),
                each.Frames.Average(frame => Math.Abs(frame.Counted - frame.Traced) / frame.Traced),
                each.Frames.Average(frame => (frame.Counted / frame.Traced) - 1)))];
    }
}
