using Elegans.Training.Run;

namespace Elegans.Training.Tests;

public sealed class PlateauScheduleTests
{
    [Fact]
    public void The_rate_stays_while_the_loss_falls() => Assert.Equal(1, After(5, 4, 3, 2, 1).LearningRate);

    [Fact]
    public void The_rate_falls_when_patience_runs_out() => Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25], Rates(3, 3, 3, 3, 3, 3, 3));

    [Fact]
    public void Progress_renews_patience() => Assert.Equal(1, After(3, 3, 3, 2.9, 2.9, 2.9).LearningRate);

    [Fact]
    public void A_fall_below_the_threshold_is_no_progress() => Assert.Equal(0.5, After(3, 2.999, 2.998, 2.997).LearningRate);

    [Fact]
    public void The_rate_never_falls_below_its_floor() =>
        Assert.Equal(1e-6, After([.. Enumerable.Repeat(1.0, 200)]).LearningRate);

    private static PlateauSchedule After(params double[] losses) =>
        losses.Aggregate(new PlateauSchedule { LearningRate = 1 }, (schedule, loss) => schedule.After(loss));

    private static double[] Rates(params double[] losses)
    {
        var schedule = new PlateauSchedule { LearningRate = 1 };
        return [.. losses.Select(loss => (schedule = schedule.After(loss)).LearningRate)];
    }
}
