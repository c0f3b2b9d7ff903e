using Elegans.Lineages;
using Elegans.Models;
using Elegans.Plots;
using Elegans.Predictions;
using Elegans.Tests.Development;

namespace Elegans.Tests.Plots;

public sealed class LineageFigureTests : IDisposable
{
    private static readonly ModelCard Card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Past_the_course_the_curves_are_dotted_and_the_legend_says_at_least()
    {
        string within = Drawn(CourseMovie.Readings(330, 0, 0.5)), past = Drawn(CourseMovie.Readings(330, 0, 1));
        Assert.DoesNotContain("at least so many", within, StringComparison.Ordinal);
        Assert.Contains("at least so many", past, StringComparison.Ordinal);
        Assert.True(Strokes(past) > Strokes(within) + 100, $"{Strokes(past)} and {Strokes(within)} strokes"); // a dot is a stroke of its own
    }

    [Fact]
    public void What_was_measured_is_drawn_beside_what_is_expected()
    {
        Assert.Contains("all cells, measured", Drawn(CourseMovie.Readings(150, 20, 1)), StringComparison.Ordinal);
        string alone = Drawn(MoviePrediction.FrameByFrame(CourseMovie.Frames(CourseMovie.Readings(150, 20, 1)), Card));
        Assert.DoesNotContain("all cells, measured", alone, StringComparison.Ordinal); // the curve is that
    }

    [Fact]
    public void Where_the_embryo_departs_the_ground_is_marked()
    {
        Assert.DoesNotContain("not as a normal embryo", Drawn(CourseMovie.Readings(180, 0, 1)), StringComparison.Ordinal);
        Assert.Contains("not as a normal embryo",
            Drawn([.. CourseMovie.Readings(90, 0, 1), .. Enumerable.Repeat(CourseMovie.Readings(90, 0, 1)[^1], 90)]), StringComparison.Ordinal);
    }

    private static int Strokes(string svg) => svg.Count(character => character == 'M');

    private string Drawn(IEnumerable<float[]?> readings) => Drawn(MoviePrediction.Of(CourseMovie.Frames(readings), Card with { MaxMisfit = null }));

    private string Drawn(MoviePrediction prediction)
    {
        string path = folder["figure.svg"];
        new LineageFigure { Predicted = [.. prediction] }.Save(path);
        return File.ReadAllText(path);
    }
}
