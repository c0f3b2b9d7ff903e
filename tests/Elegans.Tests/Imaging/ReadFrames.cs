using Elegans.Imaging;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

/// <summary>What is read from an input, as numbers that can be compared.</summary>
internal static class ReadFrames
{
    /// <summary>The number of every frame and the brightest grey level in it.</summary>
    public static (int Index, int Level)[] Of(FrameSource source)
    {
        var read = new List<(int, int)>();
        foreach (MovieFrame frame in source.Frames())
        {
            using (frame)
            {
                Cv2.MinMaxLoc(frame.Image.Pixels, out _, out double level);
                read.Add((frame.Index.Value, (int)level));
            }
        }

        return [.. read];
    }
}
