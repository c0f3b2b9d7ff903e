using Elegans.Imaging;

namespace Elegans.Tests.Imaging;

/// <summary>Who needs some frames only gets the ones that all frames hold.</summary>
public sealed class FrameStrideTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Every_so_manyth_frame_of_a_video_is_the_one_that_all_frames_hold(int stride) => Compare(Repository.SampleMovie, stride, frames: 146);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void So_it_is_in_a_stack(int stride) => Compare(
        SampleFields.SaveStack(folder["field.tif"], SampleFields.Frames(240, 180, new SampleFields.Place(120, 90))), stride, SampleFields.Count);

    [Fact]
    public void So_it_is_in_numbered_pictures()
    {
        foreach ((int number, OpenCvSharp.Mat frame) in SampleFields.Frames(240, 180, new SampleFields.Place(120, 90)).Index())
            using (frame) Assert.True(OpenCvSharp.Cv2.ImWrite(folder[$"t{number:000}.png"], frame));
        Compare(folder.Path, 4, SampleFields.Count, new ReadOptions { IsSequence = true });
    }

    private static void Compare(string path, int stride, int frames, ReadOptions? options = null)
    {
        Dictionary<int, byte[]> all = FrameSource.Open(path, options).Frames().ToDictionary(frame => frame.Index.Value, Pixels);
        Assert.Equal(frames, all.Count);
        (int Index, byte[] Pixels)[] some = [.. FrameSource.Open(path, options).Every(stride).Select(frame => (frame.Index.Value, Pixels(frame)))];
        Assert.Equal(all.Keys.Where(index => index % stride == 0), some.Select(frame => frame.Index));
        Assert.All(some, frame => Assert.Equal(all[frame.Index], frame.Pixels));

        static byte[] Pixels(MovieFrame frame)
        {
            using (frame) return MatSpans.Of<byte>(frame.Image.Pixels).ToArray();
        }
    }
}
