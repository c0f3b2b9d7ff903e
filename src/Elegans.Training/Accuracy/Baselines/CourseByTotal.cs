using Elegans.Development;
using Elegans.Lineages;

namespace Elegans.Training.Accuracy.Baselines;

/// <summary>The reference course read backwards: the age at which a normal embryo has so many cells, and its lineages then.</summary>
/// <param name="course">The course.</param>
internal sealed class CourseByTotal(ReferenceCourse course)
{
    /// <summary>Where the course keeps its total for minutes, the middle of them is meant.</summary>
    private const double Indifferent = 0.25, Step = 0.25;
    private readonly (double Minutes, double Total)[] ages =
        [.. Enumerable.Range(0, (int)((course.Last.Minutes - course.First.Minutes) / Step) + 1)
            .Select(step => course.First.Minutes + (step * Step)).Select(minutes => (minutes, course.Total(new DevelopmentalTime(minutes))))];

    /// <summary>The course that ships.</summary>
    internal static CourseByTotal BuiltIn { get; } = new(ReferenceCourse.BuiltIn);

    /// <summary>The age at which a normal embryo has so many cells; before the course begins and after it ends, its nearest end.</summary>
    /// <param name="total">Cells of all lineages, not necessarily whole.</param>
    internal DevelopmentalTime TimeOf(double total)
    {
        double nearest = ages.Min(age => Math.Abs(age.Total - total));
        // As close as the closest, but for what lies within a quarter of a cell on a plateau.
        return new DevelopmentalTime(ages.Where(age => Math.Abs(age.Total - total) <= Math.Max(nearest, Indifferent)).Average(age => age.Minutes));
    }

    /// <summary>The whole cells of each lineage of a normal embryo that has so many in all.</summary>
    /// <param name="total">Cells of all lineages.</param>
    internal LineageCounts CountsAt(double total) => course.CountsAt(TimeOf(total));
}
