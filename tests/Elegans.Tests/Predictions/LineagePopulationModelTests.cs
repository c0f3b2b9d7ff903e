using Elegans.Annotation.Alignment;
using Elegans.Development;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Tests.Predictions;

public sealed class LineagePopulationModelTests : IDisposable
{
    private static readonly Lazy<LineagePopulationModel> Shipped = new(() => LineagePopulationModel.Load());
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_lines_predict_an_image()
    {
        using var model = LineagePopulationModel.Load();
        var counts = model.Predict(Repository.SampleImage);

        Assert.Equal(FrameStatus.Ok, counts.Status);
        Assert.InRange(counts.Total!.Value, 180 * 0.7, 180 * 1.3); // frame 100 of the sample shows 180 cells
    }

    [Fact]
    public void Every_decoded_frame_gets_one_prediction_with_its_number()
    {
        FramePrediction[] predictions = [.. Shipped.Value.PredictMovie(Repository.SampleMovie, cancellation: TestContext.Current.CancellationToken)];
        int frames = File.ReadLines(Repository.SampleLabels).Count() - 1;
        Assert.Equal(Enumerable.Range(0, frames), predictions.Select(prediction => prediction.Frame.Value));
    }

    [Fact]
    public void The_sample_embryo_is_counted_as_it_was_rendered()
    {
        Dictionary<FrameIndex, FramePrediction> labels = CountTableReader.Read(Repository.SampleLabels).ToDictionary(label => label.Frame);
        var errors = Elegans.Lineages.CountErrors.Of(Shipped.Value.PredictMovie(Repository.SampleMovie, cancellation: TestContext.Current.CancellationToken)
            .Select(prediction => (prediction.Counts ?? default, labels[prediction.Frame].Counts!.Value)));
        Assert.InRange(errors.TotalShareError, 0, 0.2);
    }

    /// <summary>
    /// Guards the whole chain, from file to count. It is no measure: the shipped weights were trained on frames of these movies; docs/accuracy.md
    /// judges by weights that were not.
    /// </summary>
    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2")]
    public void A_real_movie_is_counted_nearly_as_traced(string embryo)
    {
        var predictions = Shipped.Value.PredictMovie(Repository.RealMovie(embryo), cancellation: TestContext.Current.CancellationToken).ToList();
        var labels = NucleiTracks.Real(embryo).Labels(Elegans.Annotation.Alignment.FrameAlignment.Epic)
            .ToDictionary(label => label.Frame, label => label.Counts);
        var errors = Elegans.Lineages.CountErrors.Of(predictions.Where(p => labels.ContainsKey(p.Frame)).Select(p => (p.Counts ?? default, labels[p.Frame])));
        Assert.InRange(errors.TotalShareError, 0, 0.05);
        Assert.InRange(errors.SummedLineageError, 0, 6);
    }

    [Fact]
    public void A_frame_is_read_alike_alone_and_in_a_batch()
    {
        using var reader = new NuclearImageOfFrame(Repository.SampleMovie, 37);
        FrameReading alone = Shipped.Value.Read(reader.Image);
        FrameReading inBatch = Shipped.Value.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken).ElementAt(37);
        Assert.All(inBatch.Cells.Zip(alone.Cells), pair => Assert.Equal(pair.First, pair.Second, 0.001f * (1 + pair.First)));
    }

    [Fact]
    public void A_black_frame_is_marked_and_keeps_its_number()
    {
        string movie = TestImages.SaveMovie(folder["black.avi"], Enumerable.Range(0, 11).Select(i => i is 4 or 10 ? TestImages.Black() : TestImages.Disc()));
        FramePrediction[] predictions = [.. Shipped.Value.PredictMovie(movie, cancellation: TestContext.Current.CancellationToken)];
        Assert.Equal([4, 10], predictions.Where(p => p.Status == FrameStatus.NoEmbryo).Select(p => p.Frame.Value));
        Assert.Null(predictions[4].Counts);
        Assert.Equal(11, predictions.Length);
    }

    [Fact]
    public void Of_a_real_movie_only_the_black_last_frame_is_marked()
    {
        string movie = Repository.RealMovie("20071217_ceh-432x3");
        var marked = Shipped.Value.PredictMovie(movie, cancellation: TestContext.Current.CancellationToken).Where(p => p.Status == FrameStatus.NoEmbryo);
        Assert.Equal(new FrameIndex(388), Assert.Single(marked).Frame);
    }

    [Fact]
    public void Reading_can_be_stopped_after_a_few_frames_and_is_cancelled_when_asked()
    {
        Assert.Equal(3, Shipped.Value.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken).Take(3).Count());
        using var cancellation = new CancellationTokenSource();
        IEnumerable<FrameReading> readings = Shipped.Value.ReadFrames(FrameSource.Open(Repository.SampleMovie), cancellation.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (FrameReading _ in readings) cancellation.Cancel();
        });
    }

    [Fact]
    public void Several_threads_get_the_same_numbers()
    {
        using NuclearImage image = NuclearImage.Read(Repository.SampleImage);
        LineageCounts? expected = Shipped.Value.Predict(image).Counts;
        Parallel.For(0, 16, _ => Assert.Equal(expected, Shipped.Value.Predict(image).Counts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_numbers_in_the_same_order(int threads)
    {
        using var model = LineagePopulationModel.Load(threads);
        Assert.Equal(Numbers(Shipped.Value), Numbers(model));

        static (int, float)[] Numbers(LineagePopulationModel model) =>
            [.. model.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken)
                .SelectMany(reading => reading.Cells, (reading, cells) => (reading.Frame.Value, cells))];
    }

    [Fact]
    public void The_shipped_whole_numbers_count_like_the_floating_point_they_come_from()
    {
        using var exact = LineagePopulationModel.Load(Path.Combine(Repository.Root, "models", "lineage-population-float16"));
        Assert.Equal("int8", Shipped.Value.Card.Weights.Precision);
        FrameReading[] whole = [.. Shipped.Value.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken)];
        FrameReading[] floating = [.. exact.ReadFrames(FrameSource.Open(Repository.SampleMovie), TestContext.Current.CancellationToken)];
        double off = whole.Zip(floating, (a, b) => Math.Abs(a.Cells.Sum() - b.Cells.Sum()) / b.Cells.Sum()).Average();
        Assert.InRange(off, 1e-6, 0.03);
    }

    [Fact]
    public void A_damaged_page_is_marked_and_those_after_it_are_read_under_their_numbers()
    {
        string stack = folder["stack.tif"];
        using (NuclearImage image = NuclearImage.Read(Repository.SampleImage)) Assert.True(OpenCvSharp.Cv2.ImWrite(stack, Enumerable.Repeat(image.Pixels, 9)));
        byte[] bytes = File.ReadAllBytes(stack);
        int page = bytes.Length / 9;
        bytes.AsSpan((6 * page) + (page / 3), page / 10).Fill(0xA5);
        File.WriteAllBytes(stack, bytes);
        FrameReading[] read = [.. Shipped.Value.ReadFrames(FrameSource.Open(stack), TestContext.Current.CancellationToken)];
        Assert.Equal(Enumerable.Range(0, 9), read.Select(reading => reading.Frame.Value));
        Assert.Equal(6, Assert.Single(read, reading => reading.Status == FrameStatus.Damaged).Frame.Value);
    }

    [Fact]
    public void A_package_whose_weights_were_altered_is_not_loaded()
    {
        string package = CopyOfShipped();
        byte[] weights = File.ReadAllBytes(Path.Combine(package, "model.onnx"));
        weights[weights.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(package, "model.onnx"), weights);
        Assert.Contains("was altered", Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(package)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 99", "has format 99")]
    [InlineData("\"file\": \"model.onnx\"", "\"file\": \"../model.onnx\"", "in the package's own folder")]
    [InlineData("\"name\":", "\"nome\":", "cannot be read as a model card")]
    [InlineData("\"width\": 160", "\"width\": 60000", "'input.width' is 60000; 32 to 4096 are possible")]
    [InlineData("\"width\": 160", "\"width\": \"wide\"", "'input.width' is not a whole number")]
    [InlineData("\"width\": 160", "\"widht\": 160", "'input.widht' is not known")]
    [InlineData("\"width\": 160", "\"width\": 160, \"width\": 64", "'input.width' is given twice")]
    [InlineData("\"minutes\": [", "\"minutes\": [[1],", "'intervals.minutes' is not a table of 4 rows with 8 numbers each")]
    [InlineData("\"most\": 350", "\"most\": null", "'validRange.most' is missing")]
    public void A_card_that_cannot_be_trusted_is_refused(string from, string to, string problem)
    {
        string package = CopyOfShipped(), card = Path.Combine(package, ModelCard.FileName), text = File.ReadAllText(card);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(card, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(problem, Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(package)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_written_is_read_back_with_intervals_ages_and_statuses()
    {
        string movie = TestImages.SaveMovie(folder["black.avi"], FrameSource.Open(Repository.SampleMovie).Frames().Take(40)
            .Select(frame => frame.Index.Value == 7 ? TestImages.Black(frame.Image.Width, frame.Image.Height) : frame.Image.Pixels));
        MoviePrediction written = Shipped.Value.PredictMovie(movie, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(FrameStatus.NoEmbryo, written[7].Status);
        string table = folder.Write("written.csv", Text(written));
        Assert.Equal(Text(written), Text(CountTableReader.Read(table)));

        static string Text(IEnumerable<FramePrediction> frames)
        {
            using var text = new StringWriter();
            CountTable.WriteCsv(text, frames, CountColumns.Intervals);
            return text.ToString();
        }
    }

    [Fact]
    public void A_card_that_is_written_is_read_back_as_it_was()
    {
        string original = Path.Combine(Repository.Root, "models", "lineage-population", ModelCard.FileName), copy = folder["card.json"];
        (ModelCard.Read(original) with { Clock = new Elegans.Development.ClockSettings { Tails = 5 } }).Write(copy);
        ModelCard read = ModelCard.Read(copy);
        Assert.Equal(5, read.Clock!.Tails);
        (read with { Clock = null }).Write(copy);
        Assert.Equal(File.ReadAllText(original), File.ReadAllText(copy));
    }

    [Fact]
    public void A_package_without_card_or_folder_is_refused()
    {
        Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(folder["none"]));
        Assert.Throws<ModelPackageException>(() => LineagePopulationModel.Load(folder.Path));
    }

    [Fact]
    public void The_shipped_package_stays_under_25_megabytes_and_says_what_it_was_measured_on()
    {
        string package = Path.Combine(Repository.Root, "models", "lineage-population");
        Assert.InRange(new FileInfo(Path.Combine(package, "model.onnx")).Length, 1, 25_000_000);
        ModelCard card = ModelCard.Read(Path.Combine(package, ModelCard.FileName));
        Assert.NotEmpty(card.Errors);
        Assert.All(card.Errors, error => Assert.NotEmpty(error.Training));
    }

    private string CopyOfShipped()
    {
        string copy = Directory.CreateDirectory(folder["package"]).FullName;
        foreach (string file in Directory.GetFiles(ModelPackage.ShippedFolder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private sealed class NuclearImageOfFrame : IDisposable
    {
        public NuclearImageOfFrame(string movie, int index)
        {
            foreach (MovieFrame frame in FrameSource.Open(movie).Frames())
            {
                if (frame.Index.Value == index)
                {
                    Image = frame.Image;
                    return;
                }

                frame.Dispose();
            }

            throw new InvalidOperationException($"The movie has no frame {index}.");
        }

        public NuclearImage Image { get; }

        public void Dispose() => Image.Dispose();
    }
}
