using Elegans.Models;
using Elegans.Training.Accuracy;

namespace Elegans.Training.Tests.Accuracy;

/// <summary>Synthetic embryos: each needs a width of its own that its frames share, so that frames of one embryo are nearly one case.</summary>
public sealed class ConformalRiskTests
{
    private const double Most = 1000;
    private const int Trials = 4000;

    [Theory]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(40)]
    public void A_new_embryo_has_nine_frames_in_ten_covered_on_average(int embryos)
    {
        // 4000 trials: the mean of losses with a spread of at most 0.3 is known to 0.005.
        double missed = MeanLoss(embryos, calibration => ConformalRisk.MinWidth(calibration, Most)!.Value);
        Assert.InRange(missed, 0.02, 0.105);
    }

    [Fact]
    public void Without_the_correction_it_would_not() =>
        Assert.True(MeanLoss(12, calibration => Quantile([.. calibration.Select(frames => frames.Max())])) > 0.12);

    [Fact]
    public void Counting_frames_in_place_of_embryos_it_would_not() =>
        Assert.True(MeanLoss(12, calibration => Quantile([.. calibration.SelectMany(frames => frames)])) > 0.12);

    [Fact]
    public void Of_fewer_than_nine_embryos_the_widest_need_of_all_is_taken()
    {
        double[][] embryos = [.. Enumerable.Range(1, IntervalCalibration.MinEmbryos - 1).Select(embryo => new[] { embryo, embryo / 2.0 })];
        Assert.Equal(8, ConformalRisk.MinWidth(embryos, Most));
        Assert.Equal(Most, ConformalRisk.MinWidth([[1, double.PositiveInfinity]], Most));
        Assert.Null(ConformalRisk.MinWidth([], Most));
    }

    [Fact]
    public void Of_nine_embryos_no_frame_may_be_missed_and_of_nineteen_one_embryo_in_part()
    {
        double[][] nine = [.. Enumerable.Range(1, 9).Select(embryo => new double[] { embryo })];
        Assert.Equal(9, ConformalRisk.MinWidth(nine, Most));
        double[][] nineteen = [.. Enumerable.Range(1, 19).Select(embryo => new double[] { embryo })];
        Assert.Equal(18, ConformalRisk.MinWidth(nineteen, Most)); // 19/20 · 1/19 + 1/20 = 0.1
    }

    [Fact]
    public void An_interval_that_no_longer_holds_the_truth_when_wider_is_not_trusted()
    {
        Assert.Equal(5, ConformalRisk.Needed(width => width is 2 or >= 5, 1, 10));
        Assert.Equal(0, ConformalRisk.Needed(_ => true, 1, 10));
        Assert.Equal(double.PositiveInfinity, ConformalRisk.Needed(width => width < 10, 1, 10));
    }

    /// <summary>The mean loss of a fresh embryo over many draws of calibration embryos, from a fixed seed.</summary>
    private static double MeanLoss(int embryos, Func<double[][], double> widthOf)
    {
        var random = new Random(5);
        double sum = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double width = widthOf([.. Enumerable.Range(0, embryos).Select(_ => Embryo(random))]);
            double[] fresh = Embryo(random);
            sum += fresh.Count(needed => needed > width) / (double)fresh.Length;
        }

        return sum / Trials;
    }

    /// <summary>What each frame of an embryo needs: mostly the embryo's own, exponentially distributed; embryos differ in how many frames they have.</summary>
    private static double[] Embryo(Random random)
    {
        double own = -Math.Log(1 - random.NextDouble());
        return [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => own * (0.98 + (0.04 * random.NextDouble())))];
    }

    private static double Quantile(double[] needed) => needed.Order().ElementAt((int)Math.Ceiling(0.9 * needed.Length) - 1);
}
