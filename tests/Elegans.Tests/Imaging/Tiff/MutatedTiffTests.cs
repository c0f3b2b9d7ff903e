using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>Files with single bytes changed and ends cut off, always the same ones: each is read or refused, and never anything else.</summary>
public sealed class MutatedTiffTests : TiffTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("big")]
    [InlineData("following")]
    [InlineData("ome")]
    [InlineData("lzw")]
    [InlineData("deflate")]
    [InlineData("jpeg")]
    public void Mutated_files_are_read_or_refused(string kind)
    {
        byte[] whole = Kind(kind);
        var random = new Random(7);
        var limits = new InputLimits(MaxPixels: 1_000_000, MaxFrames: 1000);
        for (int round = 0; round < 400; round++)
        {
            byte[] mutated = [.. whole];
            for (int change = 0; change <= round % 4; change++)
            {
                // Directories are at the ends of pages: half of the changes go there.
                int at = random.Next(2) == 0 ? random.Next(mutated.Length) : Math.Max(0, mutated.Length - 1 - random.Next(Math.Min(400, mutated.Length)));
                mutated[at] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            if (round % 5 == 0) mutated = mutated[..random.Next(1, mutated.Length)];
            string path = Folder.Write("mutated.tif", mutated);
            try
            {
                Levels(FrameSource.Open(path, new ReadOptions { Limits = limits, StackChannel = round % 2 == 0 ? 1 : null }));
            }
            catch (InputException refused)
            {
                Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private byte[] Kind(string kind)
    {
        switch (kind)
        {
            case "plain":
                return Stack([1, 2, 3], "ImageJ=1.54f\nimages=3\nframes=3\nfinterval=60\n").Bytes;
            case "big":
                return Stack([1, 2, 3], "{\"shape\": [3, 12, 20], \"axes\": \"TYX\"}", bigEndian: true, big: true).Bytes;
            case "following":
                return new TiffBytes().Page(Width, Height, [.. Enumerable.Range(1, 4).SelectMany(level => Level(level))],
                    "ImageJ=1.54f\nimages=4\nslices=2\nframes=2\n").Bytes;
            case "ome":
                return Stack(
                    [1, 2, 3, 4], "<OME><Image><Pixels DimensionOrder='XYCZT' SizeT='2' SizeZ='2' SizeC='1'><TiffData FirstT='0' IFD='0' "
                    + "PlaneCount='2'/><TiffData FirstT='1' IFD='2' PlaneCount='2'/></Pixels></Image></OME>").Bytes;
            default:
                using (OpenCvSharp.Mat disc = TestImages.Disc(60, 40))
                using (var image = NetVips.Image.NewFromMemoryCopy<byte>(MatSpans.Of<byte>(disc).ToArray(), 60, 40, 1, NetVips.Enums.BandFormat.Uchar))
                    image.Tiffsave(Folder["whole.tif"], compression: Enum.Parse<NetVips.Enums.ForeignTiffCompression>(kind, ignoreCase: true));
                return File.ReadAllBytes(Folder["whole.tif"]);
        }
    }
}
