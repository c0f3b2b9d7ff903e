using Elegans.Files;
using Elegans.Imaging;
using PureHDF;
using PureHDF.Filters;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>Files in Imaris' layout, written here: no file that Imaris wrote of an embryo was at hand.</summary>
public sealed class ImarisTests : IDisposable
{
    private static readonly ReadOptions Second = new() { StackChannel = 2 };
    private readonly TemporaryFolder folder = new();

    private string Name => folder["embryo.ims"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_read_without_its_padding_and_with_its_extents_times_and_names()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level));
        FrameSource movie = FrameSource.Open(Name, Second);
        VolumeFrames.AssertRead(movie, 1);
        VolumeFrames.AssertRead(FrameSource.Open(Name, new ReadOptions { StackChannel = 1 }), 0);
        SourceDescription found = movie.Description;
        Assert.Equal(("Imaris (HDF5)", SourceKind.Stack, 3, 5, 2, 14, 12, 16),
            (found.Format, found.Kind, found.Frames, found.Slices, found.Channels, found.Width, found.Height, found.BitDepth));
        Assert.Equal(["my membrane", "histone"], found.ChannelNames);
        Assert.Equal(
            (TimeSpan.FromSeconds(90), 0.1, 0.5), (found.FrameInterval, Math.Round(found.PixelSize!.Value, 9), Math.Round(found.SliceSpacing!.Value, 9)));
        Assert.Empty(movie.Notes);
    }

    [Fact]
    public void Every_plane_can_be_a_time_point()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level));
        FrameSource movie = FrameSource.Open(Name, Second with { Slices = 1 });
        Assert.Equal(Enumerable.Range(0, 15).Select(plane => (plane, TestStores.Level(1, plane / 5, plane % 5))), VolumeFrames.Read(movie)
            .Select(plane => (plane.Frame, Assert.Single(plane.Levels))));
        Assert.Null(movie.Description.FrameInterval);
    }

    [Fact]
    public void Bytes_and_real_numbers_are_read()
    {
        Write((time, channel) => Samples<byte>(time, channel, level => (byte)Math.Min(level, 255)));
        Assert.Equal([1, 2, 3, 4, 5], VolumeFrames.Read(FrameSource.Open(Name, new ReadOptions { StackChannel = 1 }))[0].Levels);
        Write((time, channel) => Samples<float>(time, channel, level => level));
        Assert.Equal((32, 65_535), (FrameSource.Open(Name, Second).Description.BitDepth, VolumeFrames.Read(FrameSource.Open(Name, Second))[0].Levels[^1]));
    }

    [Fact]
    public void A_time_point_that_is_missing_is_left_out_and_told()
    {
        Write((time, channel) => time == 1 ? null : Samples<ushort>(time, channel, level => (ushort)level));
        FrameSource movie = FrameSource.Open(Name, Second);
        Assert.Equal([0, 2], VolumeFrames.Read(movie).Select(frame => frame.Frame));
        Assert.Contains("1 are not stored", Assert.Single(movie.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_that_jump_are_told()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level),
            times: ["2012-08-21 14:10:00.000", "2012-08-21 14:11:00.000", "2012-08-21 14:15:00.000"]);
        Assert.Equal(InputRemedy.Interval, Assert.Single(FrameSource.Open(Name, Second).Notes).Remedy);
    }

    [Fact]
    public void Which_of_several_channels_must_be_told()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level));
        InputException refused = Assert.Throws<InputException>(() => FrameSource.Open(Name));
        Assert.Contains("has 2 channels (1: my membrane, 2: histone)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.StackChannel, refused.Remedy);
    }

    [Fact]
    public void Sizes_that_the_pictures_do_not_have_are_refused()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level), width: "2000000000");
        Assert.Contains("damaged Imaris file", Assert.Throws<InputException>(() => FrameSource.Open(Name, Second)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_HDF5_file_of_others_is_told_as_such()
    {
        new H5File { ["t00000"] = new H5Group { ["s00"] = new H5Dataset(new byte[4]) } }.Write(folder["embryo.h5"]);
        Assert.Contains("is an HDF5 file and not one of Imaris", Assert.Throws<InputException>(() => FrameSource.Open(folder["embryo.h5"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_or_with_any_byte_changed_is_read_or_refused_in_a_line()
    {
        Write((time, channel) => Samples<ushort>(time, channel, level => (ushort)level));
        byte[] whole = File.ReadAllBytes(Name);
        var random = new Random(1);
        for (int times = 0; times < 300; times++)
        {
            byte[] damaged = [.. whole];
            if (times % 3 == 0) damaged = damaged[..random.Next(8, damaged.Length)];
            else for (int changes = 0; changes < 8; changes++) damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Name, damaged);
            Exception? thrown = Record.Exception(() => VolumeFrames.Read(FrameSource.Open(Name, Second)));
            Assert.True(thrown is null or InputException, thrown?.ToString());
            if (thrown is not null) Assert.DoesNotContain('\n', thrown.Message);
        }
    }

    /// <summary>The samples of a time point and channel as Imaris stores them: padded to whole chunks, here with what nobody may look at.</summary>
    private static T[,,] Samples<T>(int time, int channel, Func<int, T> of)
    {
        var samples = new T[8, 16, 16];
        for (int z = 0; z < 8; z++)
            for (int y = 0; y < 16; y++)
                for (int x = 0; x < 16; x++)
                    samples[z, y, x] = of(
                        z < TestStores.Slices && y < TestStores.Height && x < TestStores.Width ? TestStores.At(time, channel, z, y, x) : 40_000);
        return samples;
    }

    /// <summary>Imaris writes texts letter by letter.</summary>
    private static string[] Letters(string text) => [.. text.Select(letter => letter.ToString())];

    private static H5Group Group(params (string Name, string Text)[] told)
    {
        var group = new H5Group();
        foreach ((string name, string text) in told) group.Attributes[name] = Letters(text);
        return group;
    }

    private void Write(Func<int, int, object?> samples, string width = "14", string[]? times = null)
    {
        times ??= ["2012-08-21 14:10:00.000", "2012-08-21 14:11:30.000", "2012-08-21 14:13:00.000"];
        var level = new H5Group();
        for (int time = 0; time < TestStores.Times; time++)
        {
            var point = new H5Group();
            for (int channel = 0; channel < TestStores.Channels; channel++)
            {
                if (samples(time, channel) is not { } data) continue;
                H5Group stored = Group(("ImageSizeX", width), ("ImageSizeY", "12"), ("ImageSizeZ", "5"));
                stored["Data"] = new H5Dataset(data, chunks: [4, 8, 8], datasetCreation: new(Filters: [DeflateFilter.Id]));
                point[$"Channel {channel}"] = stored;
            }

            if (point.Count > 0) level[$"TimePoint {time}"] = point;
        }

        var file = new H5File
        {
            ["DataSet"] = new H5Group { ["ResolutionLevel 0"] = level },
            ["DataSetInfo"] = new H5Group
            {
                ["Image"] = Group(
                    ("X", width), ("Y", "12"), ("Z", "5"), ("Unit", "um"), ("ExtMin0", "-1"), ("ExtMax0", "0.4"), ("ExtMin2", "0"), ("ExtMax2", "2.5")),
                ["TimeInfo"] = Group(
                    [("DatasetTimePoints", "3"), ("FileTimePoints", "3"), .. times.Select((time, number) => ($"TimePoint{number + 1}", time))]),
                ["Channel 0"] = Group(("Name", "my membrane")),
                ["Channel 1"] = Group(("Name", "histone")),
            },
        };
        file.Write(Name, new H5WriteOptions(DefaultStringLength: 1));
    }
}
