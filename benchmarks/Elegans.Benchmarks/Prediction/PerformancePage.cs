using System.Runtime.InteropServices;
using Elegans.Files;
using Elegans.Training.Accuracy;

namespace Elegans.Benchmarks.Prediction;

/// <summary>The page of what was measured, on which machine.</summary>
internal sealed class PerformancePage
{
    /// <summary>What the movie was, for readers.</summary>
    public required string Movie { get; init; }

    public required PredictionSpeed Speed { get; init; }

    public required double FloatPeak { get; init; }

    public required (double Rate, string Instructions)? Int8Peak { get; init; }

    public required WholeProcess Published { get; init; }

    public required WholeProcess Still { get; init; }

    /// <summary>How often each was measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>The predecessor's way, in each language that is here.</summary>
    public required IReadOnlyList<PredecessorRun> Predecessors { get; init; }

    public required IReadOnlyList<ScaleRun> Scale { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var page = new MarkdownPage();
        double network = Speed.NetworkAlone * Speed.Operations;
        // Compared is with the quicker one.
        double old = Predecessors.Max(run => run.Rate);
        WholeProcess oldProcess = Predecessors.MinBy(run => run.Process.Seconds)!.Process;
        page.Line("# Performance");
        page.Line(
            Text($"Written by the benchmark; every figure is the median of {Rounds} measurements in turn on one machine (repeated movies are ")
            + "read once), and machines differ: read the ratios.");
        page.Line($"    dotnet run --project benchmarks/Elegans.Benchmarks -c Release -- prediction {Movie} --page docs/performance.md");
        page.Line(Text(
            $"Machine: {Processor()}, {Environment.ProcessorCount} processors; .NET {Environment.Version}, {RuntimeInformation.OSDescription.Split(' ')[0]}. "
            + $"Movie: {Movie}, {Speed.Frames} frames."));
        page.Line("## A whole movie");
        page.Table(
            ["what", "frames/s", "against"],
            [
                ["end to end: decode, prepare, network, clock, table; start-up excluded", Text($"{Speed.EndToEnd:F0}"),
                    Text($"{Speed.EndToEnd / Speed.NetworkAlone:P0} of the network alone; ")
                        + Text($"{Speed.EndToEnd / old:F1} times the predecessor's way at its quickest")],
                ["the network alone, on ready-made tensors", Text($"{Speed.NetworkAlone:F0}"),
                    Text($"{Speed.NetworkAlone / Speed.BareConvolutions:P0} of its bare convolutions")],
                ["the same, all threads sharing every batch", Text($"{Speed.NetworkShared:F0}"),
                    Text($"{Speed.NetworkShared / Speed.NetworkAlone:P0} of threads with batches of their own")],
                ["decoding alone, one thread", Text($"{Speed.Decoding:F0}"), ""],
                ["preparing alone, one thread", Text($"{Speed.Preparing:F0}"), ""],
                .. Predecessors.Select(run => (IReadOnlyList<string>)
                    [$"the predecessor's way in {run.Name}, start-up excluded", Text($"{run.Rate:F1}"),
                        "all frames in memory, batches of one, eager libtorch at 3×256×256"]),
            ]);
        double processor = (Environment.ProcessorCount / Speed.NetworkAlone) + (1 / Speed.Decoding) + (1 / Speed.Preparing);
        page.Line(Text(
            $"A frame takes {1000 * Environment.ProcessorCount / Speed.NetworkAlone:F2} ms of one processor in the network, {1000 / Speed.Decoding:F2} ms in "
            + $"the decoder and {1000 / Speed.Preparing:F2} ms in preparation: were every processor busy all the time, that would be "
            + $"{Environment.ProcessorCount / processor:F0} frames/s, {Environment.ProcessorCount / processor / Speed.NetworkAlone:P0} of the network alone. "
            + $"The clock takes {1000 * Speed.ClockSeconds:F0} ms for the movie, once."));
        page.Line("## From prompt to prompt");
        page.Table(
            ["what", "seconds", "memory"],
            [
                [Text($"`elegans predict` to a finished CSV, {Speed.Frames} frames"), Text($"{Published.Seconds:F2}"), Text($"{Published.Megabytes:F0} MB")],
                ["`elegans predict` of one still", Text($"{Still.Seconds:F2}"), Text($"{Still.Megabytes:F0} MB")],
                .. Predecessors.Select(run => (IReadOnlyList<string>)
                    [$"the predecessor's way in {run.Name}, the same movie", Text($"{run.Process.Seconds:F2}"), Text($"{run.Process.Megabytes:F0} MB")]),
            ]);
        page.Line(
            Text($"That is {oldProcess.Seconds / Published.Seconds:F1} times as quick as the predecessor's way at its quickest, ")
            + Text($"in {Published.Megabytes / oldProcess.Megabytes:P0} of the memory."));
        page.Line("## The network's arithmetic");
        string int8 = Int8Peak is { } peak
            ? Text($", in eight bits as {peak.Rate / 1e9:F0} billion with {peak.Instructions}")
                + " (instructions that .NET does not offer, such as 512-bit VNNI, are not counted)"
            : "";
        page.Line(Text(
            $"One frame is {Speed.Operations / 1e9:F2} billion multiplications with addition, in whole numbers of eight bits; the network alone does "
            + $"{network / 1e9:F0} billion a second. The processors' peak in single precision was measured as {FloatPeak / 1e9:F0} billion a "
            + $"second{int8}: the network reaches {network / FloatPeak:F2} times the single-precision peak."));
        page.Table(
            ["convolution, alone in ONNX Runtime", "in the network", "of one frame", "billion a second"],
            Speed.Convolutions.Select(
                each => (IReadOnlyList<string>)[each.Name, Text($"{each.Times} times"), Text($"{each.Times * each.Operations / 1e6:F0} million"),
                Text($"{each.Rate / 1e9:F0}")]));
        page.Line("## Length and processors");
        page.Table(
            ["frames", "processors", "seconds", "frames/s", "memory"],
            Scale.Select(
                run => (IReadOnlyList<string>)[Text($"{run.Frames}"), Text($"{run.Cores}"), Text($"{run.Process.Seconds:F2}"),
                Text($"{run.Frames / run.Process.Seconds:F0}"), Text($"{run.Process.Megabytes:F0} MB")]));
        return page.ToString();
    }

    private static string Text(ref InvariantText text) => text.ToStringAndClear();

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? $"{line.Split(':')[1].Trim()} "
                + $"({(File.ReadAllText("/proc/cpuinfo").Contains("avx512_vnni", StringComparison.Ordinal) ? "with AVX-512 VNNI" : "without AVX-512 VNNI")})"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
