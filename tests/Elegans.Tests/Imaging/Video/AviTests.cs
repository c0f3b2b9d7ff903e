using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Video;

/// <summary>AVI as cameras, recorders and programs leave it.</summary>
public sealed class AviTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dropped_frame_repeats_the_one_before_it_and_those_after_keep_their_numbers()
    {
        FrameSource movie = Open(new AviFile { Dropped = [3, 4, 9, 11] });
        (int Index, int Level)[] read = ReadFrames.Of(movie);
        Assert.Equal(Enumerable.Range(0, 12), read.Select(frame => frame.Index));
        int[] shown = [0, 1, 2, 2, 2, 5, 6, 7, 8, 8, 10, 10];
        Assert.All(read, frame => Assert.InRange(frame.Level, AviFile.Level(shown[frame.Index]) - 9, AviFile.Level(shown[frame.Index]) + 9));
        Assert.Equal("4 frames were dropped while filming; each repeats the one before it.", Assert.Single(movie.Notes).Text);
    }

    [Fact]
    public void Dropped_before_the_first_picture_a_frame_is_left_out()
    {
        (int Index, int Level)[] read = ReadFrames.Of(Open(new AviFile { Dropped = [0, 5] }));
        Assert.Equal(Enumerable.Range(1, 11), read.Select(frame => frame.Index));
        Assert.InRange(read[0].Level, AviFile.Level(1) - 9, AviFile.Level(1) + 9);
    }

    [Theory]
    [InlineData(0u, null, true)]
    [InlineData(0xFFFFFFFFu, 0u, false)]
    [InlineData(0x7FFFFFFFu, 0xFFFFFFFFu, true)]
    [InlineData(0u, 0u, false)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, false)]
    public void A_length_that_was_left_open_is_found_from_the_chunks(uint riff, uint? movi, bool hasIndex)
    {
        FrameSource movie = Open(new AviFile { Riff = riff, Movi = movi, HasIndex = hasIndex, Announced = hasIndex ? null : 0x40000000 });
        Assert.Equal(12, movie.AnnouncedFrames);
        Assert.Equal(Enumerable.Range(0, 12), ReadFrames.Of(movie).Select(frame => frame.Index));
        Assert.Contains("left open", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Room_that_a_recorder_reserved_and_did_not_fill_is_no_damage()
    {
        byte[] bytes = [.. new AviFile { Riff = 0xFFFFFFFF, HasIndex = false }.ToBytes(), .. new byte[5000]];
        Assert.Equal(12, ReadFrames.Of(FrameSource.Open(folder.Write("reserved.avi", bytes))).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_that_was_cut_off_is_refused_within_a_picture_and_between_two(bool isBetween)
    {
        byte[] whole = new AviFile { HasIndex = false }.ToBytes();
        int last = whole.AsSpan().LastIndexOf("00dc"u8);
        string cut = folder.Write("cut.avi", whole.AsSpan(0, isBetween ? last : last + 200));
        Assert.Contains("is cut off", Assert.Throws<InputException>(() => FrameSource.Open(cut)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_parts_of_a_movie_of_several_are_read(bool hasIndex)
    {
        FrameSource movie = Open(new AviFile { FirstPart = 7, HasIndex = hasIndex });
        Assert.Equal(12, movie.AnnouncedFrames);
        Assert.Equal(Enumerable.Range(0, 12), ReadFrames.Of(movie).Select(frame => frame.Index));
    }

    [Fact]
    public void A_header_that_speaks_of_more_frames_than_there_are_is_told_of()
    {
        FrameSource movie = Open(new AviFile { Announced = 100 });
        Assert.Equal(12, ReadFrames.Of(movie).Length);
        Assert.Contains("speaks of 100 frames, and 12 are in it", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(5u)]
    public void A_header_that_speaks_of_fewer_hides_none(uint announced) => Assert.Equal(12, ReadFrames.Of(Open(new AviFile { Announced = announced })).Length);

    [Fact]
    public void Whatever_a_byte_is_changed_to_a_movie_is_read_or_refused()
    {
        byte[] whole = new AviFile { Frames = 4, Dropped = [2] }.ToBytes();
        var random = new Random(1);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            byte[] changed = [.. whole];
            for (int change = 0; change <= attempt % 3; change++) changed[random.Next(attempt % 2 == 0 ? 400 : changed.Length)] = (byte)random.Next(256);
            string path = folder.Write("changed.avi", changed);
            try
            {
                foreach (MovieFrame frame in FrameSource.Open(path, new ReadOptions { Limits = new InputLimits(MaxPixels: 1_000_000, MaxFrames: 1000) })
                    .Frames()) frame.Dispose();
            }
            catch (InputException refused)
            {
                Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private FrameSource Open(AviFile file) => FrameSource.Open(folder.Write("movie.avi", file.ToBytes()));
}
