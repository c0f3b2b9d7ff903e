using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Training.Accuracy;

/// <summary>Predictions that take no look at the frames they are judged on, or next to none.</summary>
internal static class Baselines
{
    /// <summary>The same counts for every frame: those with the least mean absolute error, lineage by lineage. Knows the truth of all frames.</summary>
    internal static IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> BestConstant(IReadOnlyCollection<LineageCounts> truth)
    {
        var constant = new LineageCounts(
            [.. FounderLineages.All.Select(lineage => truth.Select(counts => counts[lineage]).Order().ElementAt(truth.Count / 2))]);
        return truth.Select(counts => (constant, counts));
    }

    /// <summary>The constant total with the least mean error in percent.</summary>
    internal static double BestConstantShareError(IReadOnlyCollection<LineageCounts> truth) =>
        truth.Select(guess => truth.Average(counts => Math.Abs(guess.Total - counts.Total) / (double)counts.Total)).Min();

    /// <summary>
    /// The reference course, set to the true total of the first annotated frame, one minute a frame. Knows the truth of one frame and the frame
    /// interval.
    /// </summary>
    internal static IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> CourseFromFirstFrame(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        (FrameIndex first, LineageCounts counts) = truth.First();
        double[] minutes = [.. Enumerable.Range(0, (int)(course.Last.Minutes - course.First.Minutes) + 1).Select(minute => course.First.Minutes + minute)];
        double nearest = minutes.Min(Distance);
        double start = minutes.Where(minute => Distance(minute) <= nearest + 0.25).Average();
        return truth.Select(frame => (course.CountsAt(new DevelopmentalTime(start + frame.Key.Value - first.Value)), frame.Value));

        double Distance(double minute) => Math.Abs(course.Total(new DevelopmentalTime(minute)) - counts.Total);
    }
}
