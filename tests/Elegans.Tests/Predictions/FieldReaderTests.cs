using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Predictions;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;
using Place = Elegans.Tests.SampleFields.Place;

namespace Elegans.Tests.Predictions;

public sealed class FieldReaderTests : IDisposable
{
    private static readonly Lazy<LineagePopulationModel> Shipped = new(() => LineagePopulationModel.Load());
    private static readonly Lazy<FrameReading[]> Plain = new(() => ReadPlain());
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_movie_of_one_embryo_that_fills_its_frames_is_read_as_it_is()
    {
        FieldReadings read = Read(Repository.SampleMovie);
        Assert.False(read.AreCutOut);
        EmbryoReadings only = Assert.Single(read.Embryos);
        Assert.Equal(1, only.Number);
        Assert.NotNull(only.Outline);
        Assert.Equal(Shipped.Value.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken), only.Readings);
    }

    [Fact]
    public void Margins_a_turn_a_time_stamp_and_a_bar_change_counts_little()
    {
        string movie = Stack(SampleFields.Frames(640, 480, new Place(330, 235, 1, 40)).WithWriting());
        FieldReadings read = Read(movie);
        Assert.True(read.AreCutOut);
        Assert.True(read.Field.HasWriting);
        Assert.InRange(Apart(Assert.Single(read.Embryos).Readings), 0, 0.05);
    }

    [Fact]
    public void Two_embryos_are_numbered_from_the_left_and_each_is_counted_as_if_alone()
    {
        FieldReadings read = Read(TwoEmbryos());
        Assert.True(read.AreCutOut);
        Assert.Equal([1, 2], read.Embryos.Select(embryo => embryo.Number));
        Assert.True(read.Embryos[0].Outline!.Middle.CentreX < read.Embryos[1].Outline!.Middle.CentreX);
        Assert.InRange(Apart(read.Embryos[0].Readings), 0, 0.05);
        Assert.InRange(Apart([.. read.Embryos[1].Readings.Reverse()]), 0, 0.05);
    }

    [Fact]
    public void The_embryo_that_is_asked_for_is_given_and_no_other()
    {
        string movie = TwoEmbryos();
        FieldReadings all = Read(movie), second = Read(movie, new ReadOptions { Embryo = 2 });
        Assert.Equal(all.Embryos[1], Assert.Single(second.Embryos));
        Assert.Equal(2, second.Field.Embryos.Length);
        InputException refused = Assert.Throws<InputException>(() => Read(movie, new ReadOptions { Embryo = 3 }));
        Assert.Contains("shows 2 embryos, and embryo 3 was asked for", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            all.Embryos[1].Readings.Select(reading => reading.Frame),
            Shipped.Value.PredictMovie(movie, new ReadOptions { Embryo = 2 }, cancellation: TestContext.Current.CancellationToken)
                .Select(frame => frame.Frame));
        InputException whole = Assert.Throws<InputException>(() => Read(Repository.SampleImage, new ReadOptions { Embryo = 2 }));
        Assert.Contains("shows 1 embryo, and embryo 2 was asked for", whole.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_still_gives_the_embryo_that_is_asked_for()
    {
        Mat[] frames = [.. SampleFields.Frames(700, 260, new Place(180, 130), new Place(520, 130) { IsReversed = true })];
        string still = frames[12].Save(folder["still.png"]);
        FieldPrediction both = Shipped.Value.PredictField(still, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, both.Embryos.Length);
        Assert.Equal(both.Embryos[0].Frames[0], Shipped.Value.Predict(still));
        Assert.Equal(both.Embryos[1].Frames[0], Shipped.Value.Predict(still, new ReadOptions { Embryo = 2 }));
        Assert.Throws<InputException>(() => Shipped.Value.Predict(still, new ReadOptions { Embryo = 3 }));
    }

    [Fact]
    public void A_region_is_read_as_if_the_rest_were_not_there()
    {
        string movie = TwoEmbryos();
        FieldReadings left = Read(movie, new ReadOptions { Region = new FrameRegion(20, 15, 320, 230) });
        Assert.Equal((320, 230), (left.Field.Width, left.Field.Height));
        Assert.InRange(Apart(Assert.Single(left.Embryos).Readings), 0, 0.03);
        InputException outside = Assert.Throws<InputException>(() => Read(movie, new ReadOptions { Region = new FrameRegion(5000, 0, 10, 10) }));
        Assert.Contains("the region 5000,0,10,10 lies outside", outside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_embryo_that_the_border_cuts_off_has_lower_bounds()
    {
        FieldPrediction cut = Predict(Stack(SampleFields.Frames(480, 300, new Place(420, 150))));
        FramePrediction[] late = [.. Assert.Single(cut.Embryos).Frames.Skip(7)];
        Assert.All(late, frame => Assert.Equal(FrameStatus.CutOff, frame.Status));
        Assert.All(late, frame => Assert.True(frame.Intervals!.Total is { High: null }));
        Assert.All(late, frame => Assert.NotNull(frame.Counts));
    }

    [Fact]
    public void Embryos_that_lie_behind_one_another_have_no_intervals()
    {
        FieldPrediction crossed = Predict(Stack(SampleFields.Frames(520, 420, new Place(170, 200, 1, 90), new Place(300, 200, 1, -90))));
        Assert.Equal(2, crossed.Embryos.Length);
        FramePrediction[] overlapping = [.. crossed.Embryos.SelectMany(embryo => embryo.Frames).Where(frame => frame.Status == FrameStatus.Overlapping)];
        Assert.InRange(overlapping.Length, SampleFields.Count, 2 * SampleFields.Count);
        Assert.All(overlapping, frame => Assert.Null(frame.Intervals));
        Assert.All(overlapping, frame => Assert.NotNull(frame.Counts));
    }

    [Fact]
    public void An_embryo_of_too_few_pixels_has_no_counts()
    {
        FieldPrediction small = Predict(Stack(SampleFields.Frames(240, 180, new Place(120, 90, 0.135))));
        MoviePrediction frames = Assert.Single(small.Embryos).Frames;
        Assert.Contains(frames, frame => frame.Status == FrameStatus.TooSmall);
        Assert.All(frames.Where(frame => frame.Status == FrameStatus.TooSmall), frame => Assert.Null(frame.Counts));
        Assert.DoesNotContain(frames, frame => frame.Counts is not null);
    }

    [Fact]
    public void An_embryo_that_is_smaller_than_what_is_looked_for_is_said_to_be_too_small()
    {
        MoviePrediction frames = Assert.Single(Predict(Stack(SampleFields.Frames(520, 360, new Place(260, 180, 0.08)))).Embryos).Frames;
        Assert.Contains(frames, frame => frame.Status == FrameStatus.TooSmall);
        Assert.DoesNotContain(frames, frame => frame.Counts is not null);
    }

    [Fact]
    public void Damaged_frames_of_a_field_keep_their_numbers()
    {
        string movie = TwoEmbryos();
        byte[] bytes = File.ReadAllBytes(movie);
        SpoilPage(bytes, 6);
        File.WriteAllBytes(movie, bytes);
        FieldReadings read = Read(movie);
        Assert.Equal(2, read.Embryos.Length);
        Assert.All(read.Embryos, embryo => Assert.Equal(Enumerable.Range(0, SampleFields.Count), embryo.Readings.Select(reading => reading.Frame.Value)));
        Assert.All(read.Embryos, embryo =>
            Assert.Equal(6, Assert.Single(embryo.Readings, reading => reading.Status == FrameStatus.Damaged).Frame.Value));
    }

    [Fact]
    public void Before_an_embryo_enters_there_is_none()
    {
        string movie = Stack(SampleFields.Frames(700, 260, new Place(180, 130), new Place(520, 130) { IsReversed = true, From = 5 }));
        FieldReadings read = Read(movie);
        Assert.Equal(2, read.Embryos.Length);
        Assert.All(read.Embryos, embryo => Assert.Equal(Enumerable.Range(0, SampleFields.Count), embryo.Readings.Select(reading => reading.Frame.Value)));
        Assert.All(read.Embryos[1].Readings.Take(5), reading => Assert.False(reading.ShowsNuclei));
        Assert.All(read.Embryos[1].Readings.Skip(6).Take(4), reading => Assert.Equal(FrameStatus.Ok, reading.Status));
        Assert.All(read.Embryos[0].Readings.Skip(3), reading => Assert.True(reading.ShowsNuclei));
    }

    [Fact]
    public void Frames_after_every_embryo_has_left_are_there_too()
    {
        Mat[] frames = [.. SampleFields.Frames(700, 260, new Place(180, 130) { IsReversed = true }, new Place(520, 130) { IsReversed = true })];
        using Mat empty = SampleFields.Frames(700, 260).First();
        Mat[] all = [.. frames, .. Enumerable.Range(0, 10).Select(_ => empty.Clone())];
        FieldReadings read = Read(Stack(all));
        Assert.All(read.Embryos, embryo => Assert.Equal(Enumerable.Range(0, all.Length), embryo.Readings.Select(reading => reading.Frame.Value)));
        Assert.All(read.Embryos, embryo => Assert.All(embryo.Readings.TakeLast(8), reading => Assert.False(reading.ShowsNuclei)));
    }

    [Fact]
    public void A_pattern_that_fills_the_frame_is_no_embryo_that_is_cut_off()
    {
        using var board = new Mat(320, 416, MatType.CV_8UC1, Scalar.All(20));
        for (int y = 0; y < 10; y++)
            for (int x = y % 2; x < 13; x += 2) Cv2.Rectangle(board, new Rect(x * 32, y * 32, 32, 32), Scalar.All(220), -1);
        using var part = new Mat(board, new Rect(0, 0, 356, 256));
        FieldReadings read = Read(Stack([part.Clone(), part.Clone()]));
        Assert.False(read.AreCutOut);
        Assert.All(Assert.Single(read.Embryos).Readings, reading => Assert.Equal(FrameStatus.NotNuclei, reading.Status));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void Noise_and_black_frames_stay_without_an_embryo(int level)
    {
        var random = new RNG(4);
        FieldReadings read = Read(Stack(Enumerable.Range(0, 6).Select(_ =>
        {
            var frame = new Mat(240, 320, MatType.CV_8UC1, Scalar.All(0));
            if (level > 0)
                random.Fill(frame, DistributionType.Uniform, InputArray.Create(new double[] { 0 }), InputArray.Create(new double[] { level }));
            return frame;
        })));
        EmbryoReadings only = Assert.Single(read.Embryos);
        Assert.Equal(6, only.Readings.Length);
        Assert.All(only.Readings, reading => Assert.False(reading.ShowsNuclei));
    }

    [Fact]
    public void A_field_stops_in_its_second_pass_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<int>();
        Assert.ThrowsAny<OperationCanceledException>(() => Shipped.Value.Read(
            FrameSource.Open(TwoEmbryos()), new Each(reading =>
            {
                seen.Add(reading.Frame.Value);
                // The first frame comes a second time.
                if (seen.Count(frame => frame == 0) == 2) stop.Cancel();
            }), stop.Token));
        Assert.Equal(2, seen.Count(frame => frame == 0));
        Assert.DoesNotContain(SampleFields.Count - 1, seen.Skip(seen.LastIndexOf(0)));
    }

    [Fact]
    public void Any_number_of_threads_reads_a_field_alike()
    {
        string movie = TwoEmbryos();
        using LineagePopulationModel one = LineagePopulationModel.Load(threads: 1), two = LineagePopulationModel.Load(threads: 2);
        FieldReadings alone = one.Read(FrameSource.Open(movie), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(alone, two.Read(FrameSource.Open(movie), cancellation: TestContext.Current.CancellationToken));
    }

    private static FieldReadings Read(string movie, ReadOptions? options = null) =>
        Shipped.Value.Read(FrameSource.Open(movie, options), cancellation: TestContext.Current.CancellationToken);

    private static FieldPrediction Predict(string movie) => Shipped.Value.PredictField(movie, cancellation: TestContext.Current.CancellationToken);

    private static FrameReading[] ReadPlain()
    {
        using var place = new TemporaryFolder();
        return [.. Shipped.Value.ReadFrames(FrameSource.Open(SampleFields.SaveStack(place["plain.tif"], SampleFields.Plain())))];
    }

    /// <summary>How far the totals of readings lie from those of the plain movie, as a mean share. What shows no nuclei counts as nothing.</summary>
    private static double Apart(IReadOnlyList<FrameReading> readings)
    {
        Assert.Equal(Plain.Value.Length, readings.Count);
        return readings.Zip(Plain.Value, (one, plain) => Math.Abs((one.ShowsNuclei ? one.Cells.Sum() : 0) - plain.Cells.Sum()) / plain.Cells.Sum()).Average();
    }

    /// <summary>The sample, and beside it the sample run backwards.</summary>
    private string TwoEmbryos() => Stack(SampleFields.Frames(700, 260, new Place(180, 130), new Place(520, 130) { IsReversed = true }));

    private string Stack(IEnumerable<Mat> frames) => SampleFields.SaveStack(folder["field.tif"], frames);

    /// <summary>Overwrites a part of a page's pixels, which are compressed: it is found by way of the directories before it.</summary>
    private static void SpoilPage(byte[] tiff, int page)
    {
        const int stripOffsets = 273, bytesOfEntry = 12;
        int directory = Number(4);
        for (int i = 0; i < page; i++) directory = Number(directory + 2 + (bytesOfEntry * Entries()));
        for (int i = 0; i < Entries(); i++)
        {
            int entry = directory + 2 + (bytesOfEntry * i);
            if (BitConverter.ToUInt16(tiff, entry) != stripOffsets) continue;
            int strip = Number(entry + 4) == 1 ? Number(entry + 8) : Number(Number(entry + 8) + 8);
            tiff.AsSpan(strip + 20, 400).Fill(0xA5);
            return;
        }

        Assert.Fail("The page has no pixels.");

        int Number(int at) => BitConverter.ToInt32(tiff, at);

        int Entries() => BitConverter.ToUInt16(tiff, directory);
    }

    /// <summary>Tells each reading on the thread that reads.</summary>
    private sealed class Each(Action<FrameReading> told) : IProgress<FrameReading>
    {
        public void Report(FrameReading value) => told(value);
    }
}
