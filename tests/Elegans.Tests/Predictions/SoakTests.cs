using System.Diagnostics;
using Elegans.Files;
using Elegans.Predictions;

namespace Elegans.Tests.Predictions;

/// <summary>Many predictions in one process, good and bad mixed. ELEGANS_SOAK sets how many; a thousand and more are run by hand.</summary>
[Collection(Alone.Name)]
public sealed class SoakTests : IDisposable
{
    private const long BearableGrowth = 48;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Many_predictions_good_and_bad_leave_memory_and_handles_as_they_were()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Handles are counted in /proc.");
        int predictions = int.Parse(Environment.GetEnvironmentVariable("ELEGANS_SOAK") ?? "240", System.Globalization.CultureInfo.InvariantCulture);
        string broken = folder.Write("broken.png", "no image"), empty = folder.Write("empty.png", ""),
            cut = folder.Write("cut.mp4", File.ReadAllBytes(Repository.SampleMovie).AsSpan(0, 4000));
        using var model = LineagePopulationModel.Load();
        FramePrediction first = model.Predict(Repository.SampleImage);
        (long Memory, int Handles) early = default;
        for (int i = 0; i < predictions; i++)
        {
            if (i == predictions / 3) early = Now();
            switch (i % 4)
            {
                case 0: Assert.Throws<InputException>(() => model.Predict(broken)); break;
                case 1: Assert.Throws<InputException>(() => model.Predict(empty)); break;
                case 2: Assert.Throws<InputException>(() => model.PredictMovie(cut, cancellation: TestContext.Current.CancellationToken)); break;
                default: Assert.Equal(first.Counts, model.Predict(Repository.SampleImage).Counts); break;
            }
        }

        (long Memory, int Handles) late = Now();
        Assert.InRange(late.Memory - early.Memory, long.MinValue, BearableGrowth);
        Assert.InRange(late.Handles - early.Handles, int.MinValue, 4);
    }

    private static (long Megabytes, int Handles) Now()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64 >> 20, Directory.GetFiles("/proc/self/fd").Length);
    }
}
