using System.Collections.Immutable;
using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Training.Accuracy.Baselines;

/// <summary>Predictions that are looked up in the reference course, and take next to no look at the frames.</summary>
internal static class CoursePredictions
{
    /// <summary>The frame at this many cells is the one that a hand looks for: it is easy to count, and well before most divisions.</summary>
    private const int CountedByHand = 24;

    /// <summary>The course from the age of the first annotated frame on, one minute a frame, as EPIC filmed.</summary>
    internal static BaselineErrors FromFirstFrame(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        (FrameIndex first, LineageCounts counts) = truth.First();
        double start = CourseByTotal.BuiltIn.TimeOf(counts.Total).Minutes;
        return BaselineErrors.Of("course from the first frame", "the first frame's true total, one minute a frame", truth.Select(
            frame => (ReferenceCourse.BuiltIn.CountsAt(new DevelopmentalTime(start + frame.Key.Value - first.Value)), frame.Value)));
    }

    /// <summary>
    /// Two totals counted by hand, of the first frame nearest to <see cref="CountedByHand"/> cells and of the last annotated one; their ages on the
    /// course; and a straight line between the ages, and beyond. (A straight line in the logarithm of the total does far worse: 31 to 59 % on the public
    /// movies.)
    /// </summary>
    internal static BaselineErrors TwoCountsByHand(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        (FrameIndex frame, LineageCounts few) = NearestToHandCount(truth)[0];
        return BaselineErrors.Of("two counts by hand", "two true totals", StraightLine(truth, frame.Value, few.Total));
    }

    /// <summary>
    /// The same, but that the hand also looks for the last frame of as many cells, and takes the middle: the course has that count for minutes, too, and
    /// its middle is meant.
    /// </summary>
    internal static BaselineErrors ThreeCountsByHand(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        KeyValuePair<FrameIndex, LineageCounts>[] alike = NearestToHandCount(truth);
        return BaselineErrors.Of("three counts by hand", "three true totals",
            StraightLine(truth, (alike[0].Key.Value + alike[^1].Key.Value) / 2.0, alike[0].Value.Total));
    }

    /// <summary>The lineages of a normal embryo that has the true total: what any claim about lineages must beat.</summary>
    internal static BaselineErrors AtTrueTotal(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth) =>
        BaselineErrors.Of("course at the true total", "every frame's true total",
            truth.Values.Select(counts => (CourseByTotal.BuiltIn.CountsAt(counts.Total), counts)));

    private static KeyValuePair<FrameIndex, LineageCounts>[] NearestToHandCount(ImmutableSortedDictionary<FrameIndex, LineageCounts> truth)
    {
        int nearest = truth.MinBy(frame => Math.Abs(frame.Value.Total - CountedByHand)).Value.Total;
        return [.. truth.Where(frame => frame.Value.Total == nearest)];
    }

    private static IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> StraightLine(
        ImmutableSortedDictionary<FrameIndex, LineageCounts> truth, double early, int few)
    {
        (FrameIndex late, LineageCounts many) = truth.Last();
        double from = CourseByTotal.BuiltIn.TimeOf(few).Minutes, to = CourseByTotal.BuiltIn.TimeOf(many.Total).Minutes;
        double pace = (to - from) / Math.Max(1, late.Value - early);
        return truth.Select(frame => (ReferenceCourse.BuiltIn.CountsAt(new DevelopmentalTime(from + (pace * (frame.Key.Value - early)))), frame.Value));
    }
}
