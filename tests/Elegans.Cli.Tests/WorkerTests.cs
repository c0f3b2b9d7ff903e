using System.Diagnostics;
using Elegans.Workers;

namespace Elegans.Cli.Tests;

/// <summary>Why a job failed: of the file, of the decoder, of memory, or of the program. One after the other: they look for processes.</summary>
[Collection(Alone.Name)]
public sealed class WorkerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_is_no_image_is_the_files_failure()
    {
        WorkerReport report = await Do(new PredictionJob(folder.Write("a.png", "no image"), folder["a.csv"]));
        Assert.Equal(WorkerFailure.Input, report.Failure);
        Assert.Null(report.LastWords);
    }

    [Fact]
    public async Task A_bug_is_the_programs_failure_with_its_last_words_and_the_next_job_is_done()
    {
        using var worker = new Worker(Patience);
        // No number of threads: what a caller may not ask for.
        WorkerReport report = await worker.Do(
            new PredictionJob(Repository.SampleImage, folder["a.csv"]) { Threads = 0 }, _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(WorkerFailure.Fault, report.Failure);
        Assert.Contains("a fault of its own and not of the file", report.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", report.Reason, StringComparison.Ordinal);
        Assert.Contains("   at Elegans.", report.LastWords, StringComparison.Ordinal);
        WorkerReport next = await worker.Do(new PredictionJob(Repository.SampleImage, folder["a.csv"]), _ => { }, TestContext.Current.CancellationToken);
        Assert.NotNull(next.Predicted);
    }

    [Theory]
    [InlineData("SEGV", WorkerFailure.Decoder, "the decoder crashed (SIGSEGV, exit code 139)")]
    [InlineData("ABRT", WorkerFailure.Decoder, "the decoder crashed (SIGABRT, exit code 134)")]
    [InlineData("KILL", WorkerFailure.Memory, "was killed (SIGKILL, exit code 137), as systems do when memory runs out")]
    public async Task A_process_that_a_signal_ends_is_told_from_others(string signal, WorkerFailure failure, string said)
    {
        WorkerReport report = await Do(Long(), process => Send(process, signal));
        Assert.Equal(failure, report.Failure);
        Assert.Contains(said, report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_hangs_is_given_up()
    {
        WorkerReport report = await Do(Long(), process => Send(process, "STOP"), TimeSpan.FromSeconds(3));
        Assert.Equal(WorkerFailure.Silence, report.Failure);
        Assert.Contains("no frame for 3 seconds", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(134, "Unhandled exception. System.NullReferenceException: Object reference", WorkerFailure.Fault)]
    [InlineData(134, "Out of memory.", WorkerFailure.Memory)]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'", WorkerFailure.Memory)]
    [InlineData(134, "Stack overflow.", WorkerFailure.Fault)]
    [InlineData(134, "free(): invalid pointer", WorkerFailure.Decoder)]
    [InlineData(70, "elegans: this is a fault of elegans itself", WorkerFailure.Fault)]
    [InlineData(71, "", WorkerFailure.Memory)]
    [InlineData(143, "", WorkerFailure.Ended)]
    public void The_last_words_tell_a_bug_and_a_lack_of_memory_from_a_crash(int exitCode, string words, WorkerFailure failure)
    {
        WorkerReport report = WorkerEnd.Of(exitCode, words);
        Assert.Equal(failure, report.Failure);
        Assert.Equal(words.Length > 0 ? words : null, report.LastWords);
        Assert.Equal(report, WorkerReport.Parse(report.ToLine()));
    }

    [Fact]
    public async Task A_worker_without_memory_says_so()
    {
        Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", "0x1800000");
        try
        {
            WorkerReport report = await Do(Long());
            Assert.Equal(WorkerFailure.Memory, report.Failure);
            Assert.Contains("not enough memory", report.Reason, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_GCHeapHardLimit", null);
        }
    }

    private PredictionJob Long()
    {
        string movie = folder["long.avi"];
        TestImages.SaveMovie(movie, Enumerable.Range(0, 3000).Select(number => TestImages.Disc(480, 320, 100 + (number % 100))));
        return new PredictionJob(movie, folder["long.csv"]);
    }

    private static void Send(int process, string signal)
    {
        // Of a signal that another process sends, .NET's handler puts the default one back and goes on: the second one takes effect.
        for (int time = 0; time < 2; time++)
        {
            using Process kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            kill.WaitForExit();
            Thread.Sleep(200);
        }
    }

    private static async Task<WorkerReport> Do(WorkerJob job, Action<int>? disturb = null, TimeSpan? patience = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || disturb is null, "Signals are sent with kill.");
        using var worker = new Worker(patience ?? Patience);
        bool isDisturbed = false;
        return await worker.Do(job, Progress, TestContext.Current.CancellationToken);

        void Progress(WorkerReport report)
        {
            if (disturb is null || isDisturbed || report.FramesRead is null or 0) return;
            isDisturbed = true;
            disturb(Assert.Single(PredictManyTests.Workers()).Id);
        }
    }
}
