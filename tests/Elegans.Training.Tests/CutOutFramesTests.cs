using Elegans.Annotation;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Simulation.Reference;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Recipe;

namespace Elegans.Training.Tests;

public sealed class CutOutFramesTests
{
    private static readonly TrainingRecipe Recipe = new() { Input = new() { Width = 96, Height = 64 } };

    private static readonly TrainingData Embryos = new(Enumerable.Range(1, 3)
        .Select(seed => ReferenceEmbryo.BuiltIn.Draw(new Random(seed), new DrawingOptions { Name = $"embryo{seed}" })).ToDictionary(track => track.Name));

    [Fact]
    public void An_embryo_cut_out_of_a_field_fills_the_input_and_lies_level_in_its_middle()
    {
        using CutOutFrames frames = Frames();
        var random = new Random(1);
        var spreads = new List<(double X, double Y, double Along, double Across)>();
        for (int i = 0; i < 40; i++)
        {
            using TrainingFrame frame = frames.Draw(random);
            Assert.Equal((96, 64), (frame.Image.Width, frame.Image.Height));
            if (frame.Truth.Counts!.Value.Total > 100) spreads.Add(SpreadOf(frame.Image));
        }

        Assert.NotEmpty(spreads);
        Assert.InRange(spreads.Average(spread => spread.X) / 96, 0.45, 0.55);
        Assert.InRange(spreads.Average(spread => spread.Y) / 64, 0.45, 0.55);
        Assert.All(spreads, spread => Assert.True(spread.Along > spread.Across));
    }

    [Fact]
    public void The_truth_is_what_the_embryo_has_at_a_time_point_that_can_be_trained_on()
    {
        using CutOutFrames frames = Frames();
        var random = new Random(2);
        HashSet<LineageCounts> there = [.. Embryos.Tracks.Values.SelectMany(track => track.TimePoints.Select(time => track.CountsAt(time)!.Value))];
        int[] totals = [.. Enumerable.Range(0, 40).Select(_ =>
        {
            using TrainingFrame frame = frames.Draw(random);
            Assert.Contains(frame.Truth.Counts!.Value, there);
            return frame.Truth.Counts.Value.Total;
        })];
        Assert.True(totals.Min() < 16 && totals.Max() > 100, $"{totals.Min()} to {totals.Max()}");
    }

    [Fact]
    public void The_same_state_of_chance_gives_the_same_frame()
    {
        using CutOutFrames frames = Frames();
        using TrainingFrame one = frames.Draw(new Random(7)), again = frames.Draw(new Random(7));
        Assert.Equal(MatSpans.Of<byte>(one.Image.Pixels).ToArray(), MatSpans.Of<byte>(again.Image.Pixels).ToArray());
    }

    private static CutOutFrames Frames() => new(Embryos.Sampler([.. Embryos.Tracks.Keys], Recipe), Recipe);

    private static (double X, double Y, double Along, double Across) SpreadOf(NuclearImage image)
    {
        using var bright = new OpenCvSharp.Mat();
        OpenCvSharp.Cv2.Threshold(image.Pixels, bright, 0, 255, OpenCvSharp.ThresholdTypes.Otsu);
        OpenCvSharp.Moments moments = OpenCvSharp.Cv2.Moments(bright, binaryImage: true);
        return (moments.M10 / moments.M00, moments.M01 / moments.M00, Math.Sqrt(moments.Mu20 / moments.M00), Math.Sqrt(moments.Mu02 / moments.M00));
    }
}
