using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>What of a frame says whether its planes were read rightly.</summary>
internal static class VolumeFrames
{
    /// <summary>The number of every frame and its levels that are not zero, in the order of their places.</summary>
    internal static List<(int Frame, int[] Levels)> Read(FrameSource movie)
    {
        var frames = new List<(int, int[])>();
        foreach (MovieFrame frame in movie.Frames())
        {
            using (frame)
            {
                using Mat wide = new();
                frame.Image.Pixels.ConvertTo(wide, MatType.CV_16UC1);
                frames.Add((frame.Index.Value, [.. MatSpans.Of<ushort>(wide).ToArray().Where(level => level > 0).Select(level => (int)level)]));
            }
        }

        return frames;
    }

    /// <summary>What is to be read of a store of <see cref="TestStores"/> of all five axes.</summary>
    internal static void AssertRead(FrameSource movie, int channel, int most = 65_535)
    {
        List<(int Frame, int[] Levels)> read = Read(movie);
        Assert.Equal(Enumerable.Range(0, TestStores.Times), read.Select(frame => frame.Frame));
        foreach ((int frame, int[] levels) in read)
            Assert.Equal(Enumerable.Range(0, TestStores.Slices).Select(slice => Math.Min(TestStores.Level(channel, frame, slice), most)), levels);
    }
}
