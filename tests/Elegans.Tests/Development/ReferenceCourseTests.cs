using Elegans.Annotation;
using Elegans.Annotation.Courses;
using Elegans.Development;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Simulation.Reference;

namespace Elegans.Tests.Development;

public sealed class ReferenceCourseTests
{
    [Fact]
    public void It_begins_at_the_four_cell_stage_and_ends_past_350_cells()
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        Assert.Equal(new LineageCounts(2, 1, 0, 1, 0, 0, 0), course.CountsAt(new DevelopmentalTime(3)));
        Assert.InRange(course.Total(course.Last), 350, 400);
    }

    /// <summary>Sulston et al. 1983: AB divides before P's daughters; at 28 cells there are 16 AB, 4 MS, 2 E, 4 C, 1 D, 1 P4.</summary>
    [Fact]
    public void It_goes_through_the_stages_of_the_textbook()
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        var stages = Enumerable.Range(0, 200).Select(minute => course.CountsAt(new DevelopmentalTime(minute))).ToHashSet();
        Assert.Contains(new LineageCounts(4, 1, 1, 1, 1, 0, 0), stages);
        Assert.Contains(new LineageCounts(8, 2, 2, 1, 2, 0, 0), stages);
        Assert.Contains(new LineageCounts(16, 2, 4, 1, 4, 1, 0), stages);
    }

    [Fact]
    public void No_lineage_ever_loses_more_than_deaths_can_explain()
    {
        ReferenceCourse course = ReferenceCourse.BuiltIn;
        for (double minute = course.First.Minutes; minute < course.Last.Minutes; minute++)
            foreach (Lineage lineage in FounderLineages.All.Where(lineage => lineage is not (Lineage.P or Lineage.E)))
                Assert.True(course.Mean(lineage, new DevelopmentalTime(minute + 1)) >= (0.97 * course.Mean(lineage, new DevelopmentalTime(minute))) - 0.1,
                    $"{lineage} at {minute}");
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var text = new StringWriter();
        ReferenceCourse.BuiltIn.Write(text);
        ReferenceCourse again = ReferenceCourse.Read("again", new StringReader(text.ToString()));
        using var second = new StringWriter();
        again.Write(second);
        Assert.Equal(text.ToString(), second.ToString());
    }

    [Theory]
    [InlineData("reference course,version 9,3 embryos\n", "is not a reference course of version 1")]
    [InlineData("reference course,version 1,3 embryos\nm,A,E,M,P,C,D,Z,a,e,p,q,c,d,z\n0,1,1,1,1,1,1,1,1,1,x,1,1,1,1\n",
        "line 3: 'x' in column p is not a number")]
    [InlineData("reference course,version 1,3 embryos\nm,A,E,M,P,C,D,Z,a,e,p,q,c,d,z\n0,1\n", "line 3: has 2 fields where the header has 15")]
    [InlineData("reference course,version 1,3 embryos\nminute,A,E\n0,1,2\n", "line 2: has 3 columns in place of 15")]
    public void A_damaged_course_is_refused(string text, string problem) =>
        Assert.Contains(
            problem, Assert.Throws<InputException>(() => ReferenceCourse.Read("course.csv", new StringReader(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Embryos_drawn_from_the_reference_embryo_give_a_course_again()
    {
        NucleiTrack[] tracks = [.. Enumerable.Range(1, 12).Select(
            seed => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Name = $"embryo {seed}" }))];
        ReferenceCourse course = ReferenceCourseBuilder.Build(tracks);
        Assert.Equal(12, course.Embryos);
        DevelopmentalTime[] minutes = [.. Enumerable.Range(0, (int)(course.Last.Minutes - course.First.Minutes))
            .Select(minute => new DevelopmentalTime(course.First.Minutes + minute))];
        Assert.True(course.Total(course.First) < 10);
        Assert.True(course.Total(course.Last) > 340);
        // A minute is defined by the time from 24 to 350 cells, which is 160 of them.
        Assert.InRange(minutes.Count(minute => course.Total(minute) is >= 24 and <= 350), 150, 170);
    }
}
