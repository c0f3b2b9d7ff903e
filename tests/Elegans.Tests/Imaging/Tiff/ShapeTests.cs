using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>Arrays as tifffile writes them, with and without the names of their axes.</summary>
public sealed class ShapeTests : TiffTests
{
    private static readonly string Page = $"{Height}, {Width}";

    [Fact]
    public void Axes_with_names_are_read_by_their_names()
    {
        FrameSource movie = Open("a.tif", Stack([1, 9, 5, 3, 2, 4], $"{{\"shape\": [3, 2, {Page}], \"axes\": \"TZYX\"}}"));
        Assert.Equal(Expected(9, 5, 4), Levels(movie));
        Assert.Empty(movie.Notes);
        Assert.Equal(Expected(5, 9), Levels(Open("b.tif", Stack([1, 9, 5, 3, 2, 4], $"{{\"shape\": [3, 2, {Page}], \"axes\": \"ZTYX\"}}"))));
        Assert.Equal(Expected(9, 3, 4),
            Levels(Open("c.tif", Stack([1, 9, 5, 3, 2, 4], $"{{\"shape\": [3, 2, {Page}], \"axes\": \"TCYX\"}}"), new ReadOptions { StackChannel = 2 })));
        Assert.Equal(InputRemedy.StackChannel, Refused("c.tif", Stack([1, 9, 5, 3, 2, 4], $"{{\"shape\": [3, 2, {Page}], \"axes\": \"TCYX\"}}")).Remedy);
    }

    [Theory]
    [InlineData("{{\"shape\": [3, 2, {0}]}}")]
    [InlineData("shape=(3, 2, {0})")]
    public void Four_axes_without_names_are_time_and_slices_and_that_is_said(string description)
    {
        FrameSource movie = Open("a.tif", Stack([1, 9, 5, 3, 2, 4], string.Format(null, description, Page)));
        Assert.Equal(Expected(9, 5, 4), Levels(movie));
        AssertNote(movie, "3 time points of 2 slices", InputRemedy.Slices);
    }

    [Fact]
    public void Three_axes_are_frames_and_five_that_could_be_anything_are_asked_about()
    {
        Assert.Equal(Expected(1, 9, 5), Levels(Open("a.tif", Stack([1, 9, 5], $"{{\"shape\": [3, {Page}]}}"))));
        Assert.Equal(InputRemedy.Slices, Refused("b.tif", Stack(Enumerable.Range(1, 8), $"{{\"shape\": [2, 2, 2, {Page}]}}")).Remedy);
        FrameSource movie = Open("c.tif", Stack(Enumerable.Range(1, 20), $"{{\"shape\": [2, 5, 2, {Page}]}}"), new ReadOptions { StackChannel = 1 });
        Assert.Equal(Expected(9, 19), Levels(movie));
    }

    [Theory]
    [InlineData(3, "")]
    [InlineData(3, ", \"axes\": \"TYXC\"")]
    [InlineData(4, "")]
    [InlineData(2, "")]
    public void Colours_saved_as_the_last_axis_are_refused(int colours, string axes)
    {
        var tiff = new TiffBytes();
        for (int row = 0; row < 2 * Height; row++)
            tiff.Page(colours, Width, Level(row, colours, Width), row == 0 ? $"{{\"shape\": [2, {Page}, {colours}]{axes}}}" : null);
        string said = Refusal("a.tif", tiff);
        Assert.Contains($"{colours} pixels wide: colours or channels were saved as the last axis", said, StringComparison.Ordinal);
        Assert.Contains("photometric='rgb'", said, StringComparison.Ordinal);
        Assert.Equal(axes.Length > 0, said.Contains("(axes TYXC)", StringComparison.Ordinal));
    }

    [Fact]
    public void Planes_without_a_page_of_their_own_are_read()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, [.. Enumerable.Range(1, 6).SelectMany(level => Level(level))], $"{{\"shape\": [3, 2, {Page}], \"axes\": \"TZYX\"}}");
        Assert.Equal(Expected(2, 4, 6), Levels(Open("a.tif", tiff)));
    }

    [Fact]
    public void Of_several_positions_the_first_is_read_unless_another_is_asked_for()
    {
        TiffBytes tiff = Stack([1, 2, 3, 7, 8, 9], $"{{\"shape\": [2, 3, {Page}], \"axes\": \"PTYX\"}}");
        FrameSource first = Open("a.tif", tiff);
        Assert.Equal(Expected(1, 2, 3), Levels(first));
        AssertNote(first, "2 positions", InputRemedy.Position);
        Assert.Equal(Expected(7, 8, 9), Levels(Open("a.tif", tiff, new ReadOptions { Position = 2 })));
    }

    [Fact]
    public void A_shape_of_another_picture_says_nothing() =>
        Assert.Equal(Expected(1, 9, 5, 3), Levels(Open("a.tif", Stack([1, 9, 5, 3], "{\"shape\": [2, 2, 480, 640], \"axes\": \"TZYX\"}"))));
}
