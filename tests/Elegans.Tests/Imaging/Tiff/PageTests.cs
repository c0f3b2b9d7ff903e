using System.Diagnostics;
using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>Which pages there are: byte orders, chains that end or go in circles, thumbnails, damage.</summary>
public sealed class PageTests : TiffTests
{
    [Theory]
    [InlineData("a.tif", false, false)]
    [InlineData("a.tif", true, false)]
    [InlineData("a.ome.btf", false, true)]
    [InlineData("a.tf8", true, true)]
    [InlineData("a.lsm", false, false)]
    [InlineData("a.stk", false, false)]
    [InlineData("a", false, false)]
    [InlineData("a.png", false, false)]
    public void A_TIFF_is_known_by_its_content_in_both_byte_orders_and_sizes(string name, bool bigEndian, bool big) =>
        Assert.Equal(Expected(1, 2, 3), Levels(Open(name, Stack([1, 2, 3], bigEndian: bigEndian, big: big))));

    [Fact]
    public void What_is_only_called_a_TIFF_is_refused() =>
        Assert.Contains("is not a TIFF", Assert.Throws<InputException>(() => FrameSource.Open(Folder.Write("a.tif", "some text that is no picture"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(254, 1)]
    [InlineData(254, 4)]
    [InlineData(255, 2)]
    public void Thumbnails_smaller_copies_and_masks_are_no_frames(int tag, int kind)
    {
        var tiff = new TiffBytes();
        for (int level = 1; level <= 3; level++)
        {
            tiff.Page(Width, Height, Level(level));
            tiff.Page(4, 4, Level(200, 4, 4), tags: [(tag, 3, new long[] { kind })]);
        }

        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal(3, movie.Description.Frames);
        Assert.Equal(Expected(1, 2, 3), Levels(movie));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void A_small_page_or_two_beside_many_of_one_size_are_previews(bool isFirst, int previews)
    {
        var tiff = new TiffBytes();
        void Small()
        {
            for (int preview = 0; preview < previews; preview++) tiff.Page(10 - preview, 6, Level(200, 10 - preview, 6));
        }

        if (isFirst) Small();
        foreach (int level in new[] { 1, 2, 3 }) tiff.Page(Width, Height, Level(level));
        if (!isFirst) Small();
        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal(Expected(1, 2, 3), Levels(movie));
        Assert.Equal((Width, Height), (movie.Description.Width, movie.Description.Height));
        AssertNote(movie, previews == 1 ? "A page of 10 × 6 pixels among those of 20 × 12 is a preview" : "Two pages of 10 × 6 and 9 × 6 pixels");
    }

    [Fact]
    public void A_picture_with_a_preview_is_a_picture() =>
        Assert.Equal(Expected(1), Levels(Open("a.tif", new TiffBytes().Page(Width, Height, Level(1)).Page(10, 6, Level(9, 10, 6)))));

    [Theory]
    [InlineData(15, 12)]
    [InlineData(10, 12)]
    [InlineData(40, 24)]
    public void Pages_of_other_sizes_are_frames_and_that_is_said(int width, int height)
    {
        FrameSource movie = Open("a.tif", Stack([1, 2]).Page(width, height, Level(3, width, height)));
        Assert.Equal(Expected(1, 2, 3), Levels(movie));
        AssertNote(movie, "pages are of different sizes");
        Assert.Empty(Open("b.tif", Stack([1, 2, 3])).Notes);
    }

    [Fact]
    public void Pages_with_depth_are_refused()
    {
        byte[] slices = [.. Level(1), .. Level(2)];
        string said = Refusal("a.tif", new TiffBytes().Page(Width, Height, slices, tags: [(32997, 4, new long[] { 2 })]));
        Assert.Contains("pages of 2 slices each (volumetric TIFF)", said, StringComparison.Ordinal);
        Assert.Equal(Expected(7), Levels(Open("b.tif", new TiffBytes().Page(Width, Height, Level(7), tags: [(32997, 4, new long[] { 1 })]))));
    }

    [Fact]
    public void A_chain_of_pages_that_goes_in_a_circle_is_refused()
    {
        TiffBytes tiff = Stack([1, 2]);
        int first = BitConverter.ToInt32(tiff.Bytes, 4);
        Assert.Contains("leads back", Refusal("a.tif", Stack([1, 2]).LinkTo(first)), StringComparison.Ordinal);
    }

    [Fact]
    public void More_pages_than_allowed_are_refused_before_they_are_read() =>
        Assert.Equal(InputRemedy.Frames, Refused("a.tif", Stack(Enumerable.Range(0, 20)), new ReadOptions { Limits = new InputLimits(MaxFrames: 10) }).Remedy);

    [Fact]
    public void A_chain_that_leads_out_of_the_file_is_cut_off_and_what_is_there_is_read()
    {
        FrameSource movie = Open("a.tif", Stack([1, 2]).LinkTo(1_000_000));
        Assert.Equal(Expected(1, 2), Levels(movie));
        AssertNote(movie, "cut off");
    }

    [Fact]
    public void Pages_before_a_damaged_directory_are_read_and_the_damage_is_said()
    {
        TiffBytes tiff = Stack([1, 2]);
        // What claims sixty thousand tags is no directory.
        int damaged = tiff.Add(Enumerable.Repeat((byte)0xEE, 100).ToArray());
        FrameSource movie = Open("a.tif", tiff.LinkTo(damaged));
        Assert.Equal(Expected(1, 2), Levels(movie));
        AssertNote(movie, "more than the 2 pages that are there");
    }

    [Fact]
    public void A_damaged_page_is_left_out_and_later_frames_keep_their_numbers()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, Level(1)).Page(Width, Height, [1, 2, 3], tags: [(259, 3, new long[] { 5 })]).Page(Width, Height, Level(3));
        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal([(0, 1), (2, 3)], Levels(movie));
        AssertNote(movie, "1 of its 3 frames cannot be decoded");
    }

    [Fact]
    public void Pages_whose_pixels_are_not_there_are_said_to_be_cut_off()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, Level(1)).Page(Width, Height, Level(2)).Page(Width, Height, Level(3), tags: [(273, 4, new long[] { 9_999_999 })]);
        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal(Expected(1, 2), Levels(movie));
        AssertNote(movie, "It is cut off");
    }

    [Fact]
    public void Pages_of_different_sizes_in_one_frame_are_refused()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, Level(1), "ImageJ=1.54f\nimages=4\nslices=2\nframes=2\n").Page(Width / 2, Height, Level(1, Width / 2))
            .Page(Width, Height, Level(1)).Page(Width, Height, Level(1));
        Assert.Contains("another size", Refusal("a.tif", tiff), StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_of_an_undescribed_stack_are_projected_when_asked_for()
    {
        FrameSource movie = Open("a.tif", Stack([1, 9, 5, 3, 2, 4, 7]), new ReadOptions { Slices = 3 });
        Assert.Equal(Expected(9, 4), Levels(movie));
        AssertNote(movie, "7 planes are no multiple of 3 slices; the last 1 are left out", InputRemedy.Slices);
        Assert.Equal(InputRemedy.Slices, Refused("a.tif", Stack([1, 2]), new ReadOptions { Slices = 3 }).Remedy);
        Assert.Equal(InputRemedy.Slices, Refused("a.tif", Stack([1, 2]), new ReadOptions { Slices = 0 }).Remedy);
    }

    [Fact]
    public void Sizes_that_are_claimed_and_not_there_allocate_nothing()
    {
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, Level(1), tags: [(256, 4, new long[] { 9000 }), (257, 4, new long[] { 9000 }), (278, 4, new long[] { 9000 })]);
        string path = Folder.Write("a.tif", tiff.Bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InputException>(() => Levels(FrameSource.Open(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        tiff.Page(Width, Height, Level(1));
        Assert.Equal(InputRemedy.Pixels, Assert.Throws<InputException>(() =>
            FrameSource.Open(path, new ReadOptions { Limits = new InputLimits(MaxPixels: 1000) })).Remedy);
    }

    [Fact]
    public void Ten_thousand_pages_are_read_in_seconds()
    {
        string path = Folder.Write("a.tif", Stack(Enumerable.Range(0, 10_000).Select(page => page % 200)).Bytes);
        var clock = Stopwatch.StartNew();
        Assert.Equal(10_000, Levels(FrameSource.Open(path)).Length);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }
}
