using Elegans.Annotation.Alignment;
using Elegans.Imaging;
using Elegans.Predictions;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Predictions;

public sealed class RecognitionTests
{
    private static readonly Lazy<LineagePopulationModel> Shipped = new(() => LineagePopulationModel.Load());

    [Fact]
    public void Noise_is_no_embryo_and_has_no_counts()
    {
        using var noise = new NuclearImage(new Mat(256, 356, MatType.CV_8UC1));
        new RNG(4).Fill(noise.Pixels, DistributionType.Uniform, InputArray.Create(new double[] { 0 }), InputArray.Create(new double[] { 200 }));
        AssertRefused(noise);
    }

    [Fact]
    public void A_chessboard_is_no_embryo()
    {
        var board = new Mat(256, 356, MatType.CV_8UC1, Scalar.All(20));
        for (int y = 0; y < 8; y++)
            for (int x = y % 2; x < 11; x += 2) board.Rectangle(new Rect(x * 32, y * 32, 32, 32), Scalar.All(220), -1);
        using var image = new NuclearImage(board[new Rect(0, 0, 356, 256)].Clone());
        board.Dispose();
        AssertRefused(image);
    }

    [Fact]
    public void The_sample_is_recognised_even_where_it_is_dim()
    {
        using NuclearImage sample = NuclearImage.Read(Repository.SampleImage);
        var dim = new Mat();
        sample.Pixels.ConvertTo(dim, -1, 0.1);
        using var image = new NuclearImage(dim);
        Assert.Equal(FrameStatus.Ok, Shipped.Value.Predict(image).Status);
    }

    [Fact]
    public void A_real_embryo_with_labelled_membranes_is_told_from_one_with_labelled_nuclei()
    {
        FrameReading[] readings = [.. Shipped.Value.ReadFrames(
            FrameSource.Open(Repository.RealData("movies", "membrane_seg_sample.mov")), TestContext.Current.CancellationToken)];
        Assert.True(readings.Count(reading => reading.Status == FrameStatus.NotNuclei) > 0.9 * readings.Length,
            $"{readings.Count(reading => reading.Status == FrameStatus.NotNuclei)} of {readings.Length}");
    }

    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L1")]
    public void No_annotated_frame_of_a_real_movie_is_refused(string embryo)
    {
        var annotated = NucleiTracks.Real(embryo).Labels(Elegans.Annotation.Alignment.FrameAlignment.Epic).Select(label => label.Frame).ToHashSet();
        Assert.DoesNotContain(
            Shipped.Value.ReadFrames(FrameSource.Open(Repository.RealMovie(embryo)), TestContext.Current.CancellationToken),
            reading => annotated.Contains(reading.Frame) && !reading.ShowsNuclei);
    }

    private static void AssertRefused(NuclearImage image)
    {
        FramePrediction prediction = Shipped.Value.Predict(image);
        Assert.Equal(FrameStatus.NotNuclei, prediction.Status);
        Assert.Null(prediction.Counts);
    }
}
