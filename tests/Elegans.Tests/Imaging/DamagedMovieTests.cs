using Elegans.Files;
using Elegans.Imaging;
using Elegans.Predictions;
using Elegans.Tables;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging;

/// <summary>Movies with a damaged frame in the middle: what comes after is read and keeps its number, or the movie is refused.</summary>
public sealed class DamagedMovieTests : IDisposable
{
    private const int Frames = 60, Width = 192;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("movie.mp4")]
    [InlineData("movie.mov")]
    public void Frames_after_a_damaged_one_are_read_and_keep_their_numbers(string name)
    {
        string path = Spoilt(name);
        (int Frame, int Shows)[] read = [.. Read(path)];
        Assert.True(read.Length < Frames, "No frame was damaged: the test tests nothing.");
        Assert.InRange(read.Length, Frames - 6, Frames - 1);
        Assert.Equal((Frames - 1, Frames - 1), read[^1]);
        // The decoder may show a damaged frame as the one before it, but never one frame under another's number for long.
        Assert.InRange(read.Count(frame => frame.Frame != frame.Shows), 0, 3);
    }

    [Fact]
    public void An_avi_that_lost_frames_is_refused_as_their_numbers_cannot_be_told()
    {
        string path = Spoilt("movie.avi");
        InputException refused = Assert.Throws<InputException>(() => Read(path).Count());
        Assert.Contains($"of its {Frames} frames can be decoded", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_frame_is_a_row_without_counts_and_the_clock_goes_on()
    {
        using var model = LineagePopulationModel.Load();
        string path = Spoilt("movie.mov");
        FramePrediction[] predictions = [.. model.PredictMovie(path, cancellation: TestContext.Current.CancellationToken)];
        Assert.Equal(Enumerable.Range(0, Frames), predictions.Select(frame => frame.Frame.Value));
        FramePrediction[] damaged = [.. predictions.Where(frame => frame.Status == FrameStatus.Damaged)];
        Assert.NotEmpty(damaged);
        Assert.All(damaged, frame => Assert.Null(frame.Counts));
        using var table = new StringWriter();
        CountTable.WriteCsv(table, predictions);
        Assert.Contains($"{damaged[0].Frame},,,,,,,,,,,,,damaged,\n", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_different_sizes_are_frames_all_the_same()
    {
        Assert.True(Cv2.ImWrite(folder["sizes.tif"], [TestImages.Disc(120, 80), TestImages.Disc(60, 40), TestImages.Disc(240, 160)]));
        Assert.Equal([(0, 120), (1, 60), (2, 240)], FrameSource.Open(folder["sizes.tif"]).Frames().Select(frame => (frame.Index.Value, frame.Image.Width)));
    }

    [Fact]
    public void A_header_that_claims_too_many_frames_is_refused_before_they_are_read()
    {
        string path = TestImages.SaveMovie(folder["claims.avi"], Enumerable.Range(0, 3).Select(_ => TestImages.Disc()));
        byte[] bytes = File.ReadAllBytes(path);
        // The length of the stream's header, in frames: 32 bytes after its name.
        int header = bytes.AsSpan().IndexOf("strh"u8);
        BitConverter.GetBytes(2_000_000_000).CopyTo(bytes, header + 8 + 32);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("1000000 frames", Assert.Throws<InputException>(() => FrameSource.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_too_many_bytes_and_one_that_takes_too_long_are_given_up()
    {
        var small = new ReadOptions { Limits = new InputLimits(MaxBytes: 1000) };
        Assert.Equal(InputRemedy.Bytes, Assert.Throws<InputException>(() => FrameSource.Open(Repository.SampleMovie, small)).Remedy);
        Assert.Equal(InputRemedy.Bytes, Assert.Throws<InputException>(() => NuclearImage.Read(Repository.SampleImage, small)).Remedy);
        FrameSource hasty = FrameSource.Open(Repository.SampleMovie, new ReadOptions { Limits = new InputLimits { MaxTime = TimeSpan.FromTicks(10) } });
        InputException late = Assert.Throws<InputException>(() => Count(hasty));
        Assert.Contains("was given up after 1 frames", late.Message, StringComparison.Ordinal);
        Assert.Equal(InputRemedy.Time, late.Remedy);

        static int Count(FrameSource movie) => movie.Frames().Sum(frame =>
        {
            frame.Dispose();
            return 1;
        });
    }

    /// <summary>A movie with a bar as long as the frame's number, three thousand bytes of its middle overwritten.</summary>
    private string Spoilt(string name)
    {
        string path = TestImages.SaveMovie(folder[name], Enumerable.Range(0, Frames).Select(Numbered));
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 3000).Fill(0xFF);
        return folder.Write($"spoilt-{name}", bytes);
    }

    private static Mat Numbered(int number)
    {
        var frame = new Mat(128, Width, MatType.CV_8UC1, Scalar.All(0));
        var random = new Random(number);
        for (int disc = 0; disc < 30; disc++) Cv2.Circle(frame, new Point(random.Next(Width), random.Next(100)), 6, Scalar.All(120 + random.Next(100)), -1);
        Cv2.Rectangle(frame, new Rect(0, 104, (3 * number) + 3, 20), Scalar.All(200), -1);
        return frame;
    }

    private static IEnumerable<(int Frame, int Shows)> Read(string path)
    {
        foreach (MovieFrame frame in FrameSource.Open(path).Frames())
        {
            using (frame)
            {
                int bar = 0;
                while (bar < Width && frame.Image.Pixels.At<byte>(114, bar) > 100) bar++;
                yield return (frame.Index.Value, (bar - 2) / 3);
            }
        }
    }
}
