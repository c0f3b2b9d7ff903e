using Elegans.Files;
using Elegans.Imaging;
using Elegans.Imaging.Tiff;
using NetVips;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

/// <summary>
/// TIFFs whose pages are channels, slices and time points. Every page's disc has a grey level of its own: 100 × channel + 10 × slice + frame.
/// </summary>
public sealed class StackLayoutTests : IDisposable
{
    private const int Frames = 4, Slices = 3, Channels = 2;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_ImageJ_hyperstack_is_read_by_channel_with_its_slices_projected(int channel)
    {
        string path = Stack("hyper.tif", "CZT", "ImageJ=1.54f\nimages=24\nchannels=2\nslices=3\nframes=4\nhyperstack=true\nfinterval=75.5\n");
        FrameSource movie = FrameSource.Open(path, new ReadOptions { StackChannel = channel });
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (frame, Level(channel - 1, Slices - 1, frame))), Levels(movie));
        Assert.Equal(75.5, movie.Description.FrameInterval!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData("CZT")]
    [InlineData("ZCT")]
    [InlineData("TZC")]
    [InlineData("CTZ")]
    public void An_OME_TIFF_is_read_in_its_own_order_with_interval_and_pixel_size(string order)
    {
        string path = Stack("stack.ome.tif", order, Ome(order, Frames));
        // Both channels: the brightest of a wrong choice of pages can happen to be the right one.
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (frame, Level(0, Slices - 1, frame))),
            Levels(FrameSource.Open(path, new ReadOptions { StackChannel = 1 })));
        FrameSource movie = FrameSource.Open(path, new ReadOptions { StackChannel = 2 });
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (frame, Level(1, Slices - 1, frame))), Levels(movie));
        Assert.Equal((TimeSpan.FromMinutes(1.5), 0.087), (movie.Description.FrameInterval!.Value, movie.Description.PixelSize!.Value));
    }

    [Fact]
    public void Which_of_several_channels_shows_the_nuclei_must_be_told()
    {
        string path = Stack("stack.ome.tif", "CZT", Ome("CZT", Frames));
        InputException refused = Assert.Throws<InputException>(() => FrameSource.Open(path));
        Assert.Contains("has 2 channels (1: reporter, 2: histone)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.StackChannel, refused.Remedy);
        Assert.Contains("channel 3 was asked for", Assert.Throws<InputException>(() => FrameSource.Open(path, new ReadOptions { StackChannel = 3 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_promises_more_than_it_has_is_read_as_far_as_it_goes_and_a_damaged_description_is_refused()
    {
        FrameSource more = FrameSource.Open(Stack("more.ome.tif", "CZT", Ome("CZT", 400)), new ReadOptions { StackChannel = 1 });
        Assert.Equal(Frames, more.Description.Frames);
        Assert.Contains(more.Notes, note => note.Text == "400 time points were planned, and 4 are there.");
        Assert.Contains("OME", Assert.Throws<InputException>(() => FrameSource.Open(Stack("bad.ome.tif", "CZT", "<OME><Pixels SizeT='x'"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "OME", Assert.Throws<InputException>(() => FrameSource.Open(
            Stack("entity.ome.tif", "CZT", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><OME>&b;</OME>"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_of_frames_slices_and_channels_that_overflows_is_refused()
    {
        // Their product is 4 × 2^64 + 2: in 64 bits it passes for a stack of two pages.
        const int ManyFrames = 2_459_346, ManySlices = 3_935_371, ManyChannels = 7_623_851;
        Assert.Equal(2, unchecked((long)ManyFrames * ManySlices * ManyChannels));
        string description = $"ImageJ=1.53\nimages=2\nframes={ManyFrames}\nslices={ManySlices}\nchannels={ManyChannels}\n";
        Assert.Contains(
            "has 2 pages",
            Assert.Throws<InputException>(() => StackPlan.Of(
            "a.tif", ImageJDescription.Of(description, 2, null, null), 2, 1, new ReadOptions { StackChannel = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_stack_of_ImageJ_is_a_movie_and_a_z_stack_of_one_moment_a_still()
    {
        Assert.Equal(24, FrameSource.Open(Stack("plain.tif", "CZT", "ImageJ=1.54f\nimages=24\nslices=24\n")).Description.Frames);
        string still = Stack("still.ome.tif", "ZCT", Ome("ZCT", 1));
        Assert.False(FrameSource.Open(still, new ReadOptions { StackChannel = 1 }).IsMovie);
        using NuclearImage image = NuclearImage.Read(still, new ReadOptions { StackChannel = 1 });
        Cv2.MinMaxLoc(image.Pixels, out _, out double brightest);
        Assert.Equal(Level(0, Slices - 1, 0), (int)brightest);
    }

    private static int Level(int channel, int slice, int frame) => (100 * channel) + (10 * slice) + frame + 1;

    private static string Ome(string order, int frames) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">
          <Pixels ID="Pixels:0" DimensionOrder="XY{order}" Type="uint8" SizeX="60" SizeY="40"
          SizeZ="{Slices}" SizeC="{Channels}" SizeT="{frames}" TimeIncrement="1.5" TimeIncrementUnit="min" PhysicalSizeX="0.087">
          <Channel ID="Channel:0:0" Name="reporter" SamplesPerPixel="1"/>
          <Channel ID="Channel:0:1" Name="histone" SamplesPerPixel="1"/><TiffData/></Pixels></Image></OME>
        """;

    private static List<(int Frame, int Level)> Levels(FrameSource movie)
    {
        var levels = new List<(int, int)>();
        foreach (MovieFrame frame in movie.Frames())
        {
            using (frame)
            {
                Cv2.MinMaxLoc(frame.Image.Pixels, out _, out double brightest);
                levels.Add((frame.Index.Value, (int)brightest));
            }
        }

        return levels;
    }

    /// <summary>Writes the pages in an order, the fastest axis first.</summary>
    private string Stack(string name, string order, string description)
    {
        var sizes = new Dictionary<char, int> { ['C'] = Channels, ['Z'] = Slices, ['T'] = Frames };
        var pages = new List<Image>();
        for (int last = 0; last < sizes[order[2]]; last++)
        {
            for (int middle = 0; middle < sizes[order[1]]; middle++)
            {
                for (int first = 0; first < sizes[order[0]]; first++)
                {
                    var at = new Dictionary<char, int> { [order[0]] = first, [order[1]] = middle, [order[2]] = last };
                    using Mat disc = TestImages.Disc(60, 40, Level(at['C'], at['Z'], at['T']));
                    pages.Add(Image.NewFromMemoryCopy<byte>(MatSpans.Of<byte>(disc).ToArray(), 60, 40, 1, Enums.BandFormat.Uchar));
                }
            }
        }

        using Image column = Image.Arrayjoin([.. pages], across: 1);
        using Image described = column.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", 40);
            image.Set(GValue.GStrType, "image-description", description);
        });
        described.Tiffsave(folder[name]);
        return folder[name];
    }
}
