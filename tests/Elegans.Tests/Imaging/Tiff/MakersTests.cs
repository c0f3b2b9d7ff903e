using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>TIFFs of microscopes' makers: MetaMorph, Zeiss LSM, Micro-Manager.</summary>
public sealed class MakersTests : TiffTests
{
    [Fact]
    public void Planes_of_a_MetaMorph_stack_are_counted_by_its_own_tag_and_timed_by_it()
    {
        const int planes = 4, minute = 60_000;
        long[] uic2 = [.. Enumerable.Range(0, planes).SelectMany(plane => new long[] { 0, 1, 2_460_000, plane * minute, 0, 0 })];
        var tiff = new TiffBytes();
        tiff.Page(Width, Height, [.. Enumerable.Range(1, planes).SelectMany(level => Level(level))], tags: [(33629, 4, uic2)]);
        byte[] bytes = tiff.Bytes;
        // Its count is that of planes, each of six numbers.
        int tag = bytes.AsSpan().LastIndexOf<byte>([0x5D, 0x83, 4, 0]);
        (bytes[tag + 2], bytes[tag + 4]) = (5, planes);
        FrameSource movie = FrameSource.Open(Folder.Write("a.stk", bytes));
        Assert.Equal(Expected(1, 2, 3, 4), Levels(movie));
        Assert.Equal(TimeSpan.FromMinutes(1), movie.Description.FrameInterval);
        Assert.Equal("MetaMorph stack (TIFF)", movie.Description.Format);
    }

    [Fact]
    public void A_Zeiss_LSM_is_read_without_its_thumbnails_and_by_channel()
    {
        byte[] info = new byte[300];
        BitConverter.GetBytes(0x0400494C).CopyTo(info, 0);
        int[] sizes = [Width, Height, 2, 2, 3];
        for (int size = 0; size < sizes.Length; size++) BitConverter.GetBytes(sizes[size]).CopyTo(info, 8 + (4 * size));
        BitConverter.GetBytes(0.2e-6).CopyTo(info, 40);
        BitConverter.GetBytes(1e-6).CopyTo(info, 56);
        BitConverter.GetBytes(90.0).CopyTo(info, 112);
        var tiff = new TiffBytes();
        for (int page = 0; page < 6; page++)
        {
            // Two channels side by side as planes of the page, then its thumbnail.
            int at = tiff.Add([.. Level(page + 1), .. Level(101 + page)]);
            (int, int, object)[] tags = [(284, 3, new long[] { 2 }), (273, 4, new long[] { at, at + (Width * Height) }),
                (279, 4, new long[] { Width * Height, Width * Height }), (254, 4, new long[] { 0 })];
            tiff.Page(Width, Height, [], samples: 2, tags: page == 0 ? [.. tags, (34412, 1, info)] : tags);
            tiff.Page(4, 4, Level(255, 4, 4), tags: [(254, 4, new long[] { 1 })]);
        }

        Assert.Equal(InputRemedy.StackChannel, Refused("a.lsm", tiff).Remedy);
        FrameSource movie = Open("a.lsm", tiff, new ReadOptions { StackChannel = 2 });
        Assert.Equal(Expected(102, 104, 106), Levels(movie));
        Assert.Equal((2, 2, 90.0, 1.0),
            (movie.Description.Slices, movie.Description.Channels, movie.Description.FrameInterval!.Value.TotalSeconds,
            Math.Round(movie.Description.SliceSpacing!.Value, 9)));
    }

    [Fact]
    public void A_stopped_Micro_Manager_stack_is_understood_by_its_summary()
    {
        var tiff = new TiffBytes();
        byte[] json = """{"Slices":2,"Frames":9,"Channels":1,"Interval_ms":120000,"PixelSize_um":0.1,"SlicesFirst":true}"""u8.ToArray();
        tiff.Add([.. new byte[24], .. BitConverter.GetBytes(2_355_492), .. BitConverter.GetBytes(json.Length), .. json]);
        foreach (int level in new[] { 1, 9, 5, 3 }) tiff.Page(Width, Height, Level(level));
        FrameSource movie = Open("a.tif", tiff);
        Assert.Equal(Expected(9, 5), Levels(movie));
        Assert.Equal(TimeSpan.FromMinutes(2), movie.Description.FrameInterval);
        AssertNote(movie, "9 time points were planned, and 2 are there.");
    }
}
