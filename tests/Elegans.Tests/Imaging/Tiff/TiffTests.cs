using Elegans.Files;
using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>A folder for files of a test, and planes of which each has a grey level of its own.</summary>
public abstract class TiffTests : IDisposable
{
    private protected const int Width = 20, Height = 12;

    private protected TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A plane of one grey level.</summary>
    private protected static byte[] Level(int level, int width = Width, int height = Height) => [.. Enumerable.Repeat((byte)level, width * height)];

    /// <summary>A stack of a page for each grey level.</summary>
    private protected static TiffBytes Stack(IEnumerable<int> levels, string? description = null, bool bigEndian = false, bool big = false)
    {
        var tiff = new TiffBytes(bigEndian, big);
        bool isFirst = true;
        foreach (int level in levels)
        {
            tiff.Page(Width, Height, Level(level), isFirst ? description : null);
            isFirst = false;
        }

        return tiff;
    }

    private protected FrameSource Open(string name, TiffBytes tiff, ReadOptions? options = null) => FrameSource.Open(Folder.Write(name, tiff.Bytes), options);

    private protected string Refusal(string name, TiffBytes tiff, ReadOptions? options = null) => Refused(name, tiff, options).Message;

    private protected InputException Refused(string name, TiffBytes tiff, ReadOptions? options = null) =>
        Assert.Throws<InputException>(() => Levels(Open(name, tiff, options)));

    /// <summary>The frames by number, with the brightest level of each.</summary>
    private protected static (int Frame, int Level)[] Levels(FrameSource source)
    {
        var levels = new List<(int, int)>();
        foreach (MovieFrame frame in source.Frames())
        {
            using (frame)
            {
                Cv2.MinMaxLoc(frame.Image.Pixels, out _, out double brightest);
                levels.Add((frame.Index.Value, (int)brightest));
            }
        }

        return [.. levels];
    }

    private protected static (int Frame, int Level)[] Expected(params int[] levels) => [.. levels.Select((level, frame) => (frame, level))];

    private protected static void AssertNote(FrameSource source, string part, InputRemedy remedy = InputRemedy.None) =>
        Assert.Contains(source.Notes, note => note.Text.Contains(part, StringComparison.Ordinal) && note.Remedy == remedy);
}
