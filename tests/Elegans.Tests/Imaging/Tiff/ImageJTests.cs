using System.Text;
using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>Stacks as ImageJ, and ImageJ2 and KNIME through SCIFIO, write them.</summary>
public sealed class ImageJTests : TiffTests
{
    [Theory]
    [InlineData("finterval=4\ntunit=min", 240)]
    [InlineData("finterval=4\ntunit=minutes", 240)]
    [InlineData("finterval=90", 90)]
    [InlineData("finterval=90\ntunit=sec", 90)]
    [InlineData("finterval=90000\ntunit=ms", 90)]
    [InlineData("finterval=0.05\ntunit=hours", 180)]
    public void The_time_between_frames_is_read_in_its_unit(string said, double seconds)
    {
        FrameSource movie = Open("a.tif", Stack([1, 2], $"ImageJ=1.54f\nimages=2\nframes=2\n{said}\n"));
        Assert.Equal(seconds, movie.Description.FrameInterval!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void A_unit_that_is_not_known_is_said_and_a_rate_of_playing_is_no_interval()
    {
        FrameSource odd = Open("a.tif", Stack([1, 2], "ImageJ=1.54f\nimages=2\nframes=2\nfinterval=4\ntunit=fortnights\n"));
        Assert.Null(odd.Description.FrameInterval);
        AssertNote(odd, "'fortnights'", InputRemedy.Interval);
        Assert.Null(Open("b.tif", Stack([1, 2], "ImageJ=1.54f\nimages=2\nframes=2\nfps=7.0\n")).Description.FrameInterval);
    }

    [Fact]
    public void A_unit_in_Latin_1_is_read()
    {
        byte[] text = Encoding.Latin1.GetBytes("ImageJ=1.54f\nimages=2\nframes=2\nfinterval=240000000\ntunit=µs\n\0");
        TiffBytes tiff = new TiffBytes().Page(Width, Height, Level(1), tags: [(270, 2, text)]).Page(Width, Height, Level(2));
        Assert.Equal(240, Open("a.tif", tiff).Description.FrameInterval!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void SCIFIO_is_read_as_ImageJ()
    {
        FrameSource movie = Open("a.tif",
            Stack([1, 9, 5, 3, 2, 4], "SCIFIO=0.46.0\naxes=X,Y,Z,Time\nimages=6\nchannels=1\nslices=2\nframes=3\nhyperstack=true\n"));
        Assert.Equal(Expected(9, 5, 4), Levels(movie));
        Assert.Equal(2, movie.Description.Slices);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Planes_that_follow_each_other_without_a_page_of_their_own_are_read(bool bigEndian)
    {
        // As ImageJ stores more than 4 GB: one directory, and the planes one after the other.
        var tiff = new TiffBytes(bigEndian);
        byte[] planes = [.. Enumerable.Range(1, 6).SelectMany(level => Enumerable.Range(0, Width * Height).SelectMany(_ => tiff.Number(300 * level, 2)))];
        tiff.Page(Width, Height, planes, "ImageJ=1.54f\nimages=6\nslices=2\nframes=3\nhyperstack=true\n", bits: 16,
            tags: [(279, 4, new long[] { Width * Height * 2 })]);
        Assert.Equal(Expected(600, 1200, 1800), Levels(Open("a.tif", tiff)));
    }

    [Fact]
    public void Planes_that_follow_each_other_end_where_the_file_ends()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, [.. Enumerable.Range(1, 3).SelectMany(level => Level(level))], "ImageJ=1.54f\nimages=37\nframes=37\nhyperstack=true\n");
        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal(Expected(1, 2, 3), Levels(movie));
        AssertNote(movie, "37 time points were planned, and 3 are there.");
    }

    [Fact]
    public void A_stack_with_fewer_pages_than_it_says_is_read_as_far_as_it_goes()
    {
        // The fourth time point has one of its two slices: a projection of it would show fewer nuclei.
        FrameSource movie = Open("a.tif", Stack([1, 9, 5, 3, 2, 4, 8], "ImageJ=1.54f\nimages=10\nslices=2\nframes=5\nhyperstack=true\n"));
        Assert.Equal(Expected(9, 5, 4), Levels(movie));
        Assert.Equal(3, movie.Description.Frames);
        AssertNote(movie, "5 time points were planned, and 3 are there.");
    }

    [Fact]
    public void Slices_of_a_plain_stack_are_taken_as_time_points_and_that_is_said()
    {
        FrameSource movie = Open("a.tif", Stack([1, 2, 3, 4], "ImageJ=1.54f\nimages=4\nslices=4\n"));
        Assert.Equal(Expected(1, 2, 3, 4), Levels(movie));
        AssertNote(movie, "4 slices are taken as time points", InputRemedy.Slices);
        Assert.Equal(Expected(2, 4), Levels(FrameSource.Open(movie.Path, new ReadOptions { Slices = 2 })));
    }

    [Fact]
    public void The_size_of_pixels_and_the_distance_of_slices_are_in_micrometres()
    {
        var tiff = new TiffBytes();
        for (int page = 0; page < 4; page++)
            tiff.Page(Width, Height, Level(page), page == 0 ? "ImageJ=1.54f\nimages=4\nslices=2\nframes=2\nunit=\\u00B5m\nspacing=0.75\n"
                : null, tags: [(282, 5, new long[] { 100, 8 })]);
        SourceDescription found = Open("a.tif", tiff).Description;
        Assert.Equal((0.08, 0.75), (Math.Round(found.PixelSize!.Value, 9), found.SliceSpacing!.Value));
        Assert.Equal("ImageJ hyperstack (TIFF)", found.Format);
    }

    [Fact]
    public void One_time_point_of_several_slices_is_a_picture_unless_asked_otherwise_and_that_is_said()
    {
        TiffBytes tiff = Stack([1, 9, 5, 3, 2, 4], "ImageJ=1.54f\nimages=6\nchannels=2\nslices=3\nhyperstack=true\n");
        FrameSource still = Open("a.tif", tiff, new ReadOptions { StackChannel = 1 });
        Assert.Equal(Expected(5), Levels(still));
        AssertNote(still, "3 slices of one time point are projected", InputRemedy.Slices);
        Assert.Equal(Expected(1, 5, 2), Levels(Open("a.tif", tiff, new ReadOptions { StackChannel = 1, Slices = 1 })));
    }
}
