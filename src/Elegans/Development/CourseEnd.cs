namespace Elegans.Development;

/// <summary>
/// Finds from when on an embryo is older than the course. The clock alone does not: readings of older embryos stand near the course's end or fall again
/// as the embryo folds, so that it seems to stand still there. One that does stand still there cannot be told from it.
/// </summary>
internal static class CourseEnd
{
    /// <summary>An age so near to the end is taken for it: there, counts hardly grow.</summary>
    private const double Near = 2;

    /// <summary>Where the last wave of divisions begins, in minutes before the end; and how many times as long as usual the way from there may take;
    /// chosen, not measured.</summary>
    private const double LastWave = 34, MostTimes = 1.25;

    /// <summary>Marks the frames from which on the embryo is past the end; it never comes back.</summary>
    /// <param name="course">The course.</param>
    /// <param name="times">The age found in every frame.</param>
    internal static IReadOnlyList<ClockTime> Mark(ReferenceCourse course, IReadOnlyList<ClockTime> times) => PassedIn(course, times) is not { } passed ? times
        : [.. times.Select((time, frame) => frame < passed ? time : time with { Beyond = 1 })];

    private static int? PassedIn(ReferenceCourse course, IReadOnlyList<ClockTime> times)
    {
        double end = course.Last.Minutes;
        int[] passed =
        [
            .. new[] { Find(times, time => time.Beyond > 0.5), After(Near, 1), After(LastWave, MostTimes) }.OfType<int>().Where(frame => frame < times.Count),
        ];
        return passed.Length > 0 ? passed.Min() : null;

        int? After(double before, double slack)
        {
            if (Find(times, time => time.Time.Minutes >= end - before) is not { } there || there == 0) return null;
            double[] paces = [.. times.Take(there).Select(time => time.Pace).Order()];
            double pace = paces[paces.Length / 2];
            return pace > 0 ? there + (int)Math.Ceiling(Math.Min(times.Count, slack * before / pace)) : null;
        }
    }

    private static int? Find(IReadOnlyList<ClockTime> times, Func<ClockTime, bool> holds)
    {
        for (int frame = 0; frame < times.Count; frame++)
            if (holds(times[frame])) return frame;
        return null;
    }
}
