using Elegans.Files;
using Elegans.Imaging;
using Elegans.Training.Frames;

namespace Elegans.Training.Tests;

public sealed class FrameCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Frames_come_back_as_they_were_written_with_their_scale()
    {
        using FrameFile file = new FrameCache(folder.Path).Open("three", writer =>
        {
            for (byte grey = 1; grey <= 3; grey++) Add(writer, 4 * grey, 3, grey, 1.0 / grey);
        });
        Assert.Equal(3, file.Count);
        using NuclearImage second = file[1];
        Assert.Equal((8, 3), (second.Width, second.Height));
        Assert.All(MatSpans.Of<byte>(second.Pixels).ToArray(), pixel => Assert.Equal(2, pixel));
        Assert.Equal(0.5, file.ScaleOf(1));
    }

    [Fact]
    public void Frames_are_made_once()
    {
        int made = 0;
        for (int time = 0; time < 3; time++)
        {
            using FrameFile file = new FrameCache(folder.Path).Open("same", writer =>
            {
                made++;
                Add(writer, 4, 3, 9);
            });
        }

        Assert.Equal(1, made);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_made_again()
    {
        using (new FrameCache(folder.Path).Open("cut", writer => Add(writer, 40, 30, 5))) { }
        string file = Directory.GetFiles(folder.Path).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..500]);
        using FrameFile again = new FrameCache(folder.Path).Open("cut", writer => Add(writer, 40, 30, 6));
        using NuclearImage frame = again[0];
        Assert.Equal(6, frame.Pixels.Get<byte>(2, 2));
    }

    [Fact]
    public void What_could_not_be_made_leaves_nothing_behind()
    {
        Assert.Throws<InvalidOperationException>(() => new FrameCache(folder.Path).Open("broken", writer =>
        {
            Add(writer, 40, 30, 5);
            throw new InvalidOperationException();
        }));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_was_not_used_for_longest_makes_room()
    {
        const int size = 3000;
        const long most = 40 << 20;
        using (new FrameCache(folder.Path, most).Open("old", writer => Add(writer, size, size, 1))) { }
        string old = Directory.GetFiles(folder.Path).Single();
        using (new FrameCache(folder.Path, most).Open("new", writer => Add(writer, size, size, 2))) { }
        Assert.True(File.Exists(old));
        using (new FrameCache(folder.Path, most).Open("third", writer => Add(writer, size, size, 3))) { }
        Assert.False(File.Exists(old));
    }

    [Fact]
    public void What_is_in_use_stays_and_a_run_that_needs_more_is_told()
    {
        var cache = new FrameCache(folder.Path, 20 << 20);
        using FrameFile first = cache.Open("first", writer => Add(writer, 2000, 2000, 1));
        Assert.Equal(InputRemedy.CacheSize, Assert.Throws<InputException>(() => cache.Open("second", writer => Add(writer, 3000, 3000, 1))).Remedy);
        using NuclearImage frame = first[0];
        Assert.Equal(1, frame.Pixels.Get<byte>(0, 0));
    }

    private static void Add(FrameFileWriter writer, int width, int height, byte grey, double scale = 1)
    {
        byte[] pixels = new byte[width * height];
        Array.Fill(pixels, grey);
        using NuclearImage frame = NuclearImage.FromPixels(width, height, pixels);
        writer.Add(frame, scale);
    }
}
