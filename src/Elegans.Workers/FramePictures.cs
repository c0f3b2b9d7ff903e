using System.Runtime.InteropServices;
using Elegans.Imaging;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Workers;

/// <summary>
/// Small pictures of a movie's frames, for showing: JPEG after JPEG in one file, and where each begins in another. Of a long
/// movie every so many-th frame is kept, so that the file stays small.
/// </summary>
public sealed class FramePictures
{
    private const int MaxPictures = 2400, MaxWidth = 512, MaxHeight = 384, Quality = 82;
    private const string PicturesName = "frames.jpgs", PlacesName = "frames.places";
    private readonly string pictures, places;

    private FramePictures(string folder) => (pictures, places) = (Path.Combine(folder, PicturesName), Path.Combine(folder, PlacesName));

    /// <summary>Begins to keep the pictures of a movie.</summary>
    /// <param name="folder">The folder they go into.</param>
    /// <param name="frames">How many frames the movie promises.</param>
    internal static Writer Create(string folder, int frames) => new(new FramePictures(folder), Math.Max(1, (frames + MaxPictures - 1) / MaxPictures));

    /// <summary>One picture as it was kept, also while others are still drawn.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="number">Which picture, from 0: of frame <paramref name="number"/> × the step.</param>
    /// <returns>A JPEG; null where there is none (yet).</returns>
    public static byte[]? Read(string folder, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var kept = new FramePictures(folder);
        if (!File.Exists(kept.places)) return null;
        using var index = new FileStream(kept.places, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<long> ends = stackalloc long[2];
        ends.Clear();
        index.Position = Math.Max(0, number - 1) * (long)sizeof(long);
        Span<byte> wanted = MemoryMarshal.AsBytes(number == 0 ? ends[1..] : ends);
        if (index.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false) < wanted.Length) return null;
        byte[] picture = new byte[ends[1] - ends[0]];
        using var all = new FileStream(kept.pictures, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) { Position = ends[0] };
        return all.ReadAtLeast(picture, picture.Length, throwOnEndOfStream: false) == picture.Length ? picture : null;
    }

    /// <summary>Keeps pictures as frames are decoded.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly FileStream pictures, places;
        private readonly Mat small = new(), grey = new();

        internal Writer(FramePictures kept, int step)
        {
            Step = step;
            pictures = new FileStream(kept.pictures, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            places = new FileStream(kept.places, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        /// <summary>A picture is kept of every so many-th frame.</summary>
        internal int Step { get; }

        /// <summary>Pictures kept so far.</summary>
        internal int Count { get; private set; }

        /// <summary>Keeps the picture of a frame if its turn has come; what was lost before it keeps its place by a copy of it.</summary>
        internal void Add(FrameIndex frame, NuclearImage image)
        {
            if (frame.Value % Step != 0) return;
            byte[] picture = Picture(image.Pixels);
            while (Count <= frame.Value / Step)
            {
                pictures.Write(picture);
                pictures.Flush();
                places.Write(BitConverter.GetBytes(pictures.Position));
                places.Flush();
                Count++;
            }
        }

        public void Dispose()
        {
            pictures.Dispose();
            places.Dispose();
            small.Dispose();
            grey.Dispose();
        }

        private byte[] Picture(Mat pixels)
        {
            double scale = Math.Min(1, Math.Min(MaxWidth / (double)pixels.Width, MaxHeight / (double)pixels.Height));
            Cv2.Resize(pixels, small, new Size(Math.Max(1, (int)(pixels.Width * scale)), Math.Max(1, (int)(pixels.Height * scale))), 0, 0,
                InterpolationFlags.Area);
            Mat shown = small;
            if (small.Depth() != MatType.CV_8U)
            {
                // Sixteen bits are rarely filled; what is brightest becomes white.
                Cv2.MinMaxLoc(small, out double low, out double high);
                small.ConvertTo(grey, MatType.CV_8U, 255 / Math.Max(1, high - low), -255 * low / Math.Max(1, high - low));
                shown = grey;
            }

            Cv2.ImEncode(".jpg", shown, out byte[] picture, new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality));
            return picture;
        }
    }
}
