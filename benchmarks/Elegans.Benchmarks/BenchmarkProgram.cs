using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Elegans.Benchmarks.Finder;
using Elegans.Benchmarks.Page;
using Elegans.Benchmarks.Parts;
using Elegans.Benchmarks.Prediction;
using Elegans.Benchmarks.Training;
using TorchSharp;

namespace Elegans.Benchmarks;

/// <summary>Benchmarks of whole programs. Figures are ratios within one run: machines differ, and are noisy.</summary>
internal static class BenchmarkProgram
{
    internal static int Run(string[] args)
    {
        var steps = new Option<int>("--steps") { Description = "Training steps of each measurement.", DefaultValueFactory = _ => 12 };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often both are measured, one after the other; the median counts.",
            DefaultValueFactory = _ => 5,
        };
        var training = new Command(
            "training", "Training throughput at the shipped input size: frames rendered, augmented and prepared beside the network, against the same steps on "
            + "ready-made tensors.") { steps, rounds };
        training.SetAction(parsed =>
        {
            torch.set_num_threads(Environment.ProcessorCount);
            foreach (TrainingThroughput measured in TrainingThroughput.MeasureAll(parsed.GetValue(steps), parsed.GetValue(rounds)))
            {
                parsed.InvocationConfiguration.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measured.Name,-58} ready-made {measured.ReadyMade,6:F2} frames/s   as trained {measured.AsTrained,6:F2} frames/s   ratio "
                        + $"{measured.Ratio:F3}"));
            }
        });
        var parts = new Command("parts", "The hot parts, each alone, with BenchmarkDotNet.");
        parts.SetAction(_ => BenchmarkRunner.Run<PartBenchmarks>(DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))));
        var movie = new Argument<string>("MOVIE") { Description = "A movie of an embryo.", DefaultValueFactory = _ => Repository.Sample };
        var queued = new Option<int>("--queued") { Description = "How many movies wait.", DefaultValueFactory = _ => 20 };
        var page = new Command(
            "page", "The page: how long its visitor waits for the first points of a curve, and for anything while the queue is full.") { movie, queued };
        page.SetAction((parsed, _) => PageLatency.Measure(parsed.GetRequiredValue(movie), parsed.GetValue(queued), parsed.InvocationConfiguration.Output));
        var root = new RootCommand("Benchmarks of Elegans: speed and memory, as ratios within one run.") { training, parts, page };
        foreach (Command command in PredictionCommand.Create()) root.Add(command);
        root.Add(FinderCommand.Create());
        return root.Parse(args).Invoke();
    }
}
