using System.CommandLine;
using System.Globalization;

namespace Elegans.Benchmarks.Prediction;

/// <summary><c>prediction MOVIE</c>: the whole-program benchmark.</summary>
internal static class PredictionCommand
{
    private const string Predecessor = "predecessor";

    private static string Still => Path.Combine(Repository.Root, "samples", "embryo-frame-100.png");

    internal static IEnumerable<Command> Create()
    {
        var movie = new Argument<string>("MOVIE") { Description = "A movie of an embryo.", DefaultValueFactory = _ => Repository.Sample };
        var page = new Option<string?>("--page") { Description = "Write the page here too.", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often each is measured, in turn with the others; the median counts.",
            DefaultValueFactory = _ => 5,
        };
        var lengths = new Option<int[]>("--lengths")
        {
            Description = "How many times the movie is repeated, each measured.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 10, 100],
        };
        var command = new Command(
            "prediction", "A whole movie, end to end and in its parts, against the network alone, the processor's peak and the predecessor's way.") { movie,
            page, rounds, lengths };
        command.SetAction(parsed =>
        {
            string text = Measure(
                parsed.GetRequiredValue(movie), parsed.GetValue(rounds), parsed.GetRequiredValue(lengths), parsed.InvocationConfiguration.Error).ToString();
            parsed.InvocationConfiguration.Output.Write(text);
            if (parsed.GetValue(page) is { } path) File.WriteAllText(path, text);
        });
        yield return command;

        var read = new Argument<string>("MOVIE");
        var predecessor = new Command(Predecessor, "Reads a movie the predecessor's way; prints frames and seconds.") { read };
        predecessor.Hidden = true;
        predecessor.SetAction(parsed =>
        {
            (int frames, double seconds) = PredecessorsWay.Read(parsed.GetRequiredValue(read));
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames} {seconds:F3}"));
        });
        yield return predecessor;
    }

    private static PerformancePage Measure(string movie, int rounds, int[] lengths, TextWriter progress)
    {
        int cores = Environment.ProcessorCount;
        progress.WriteLine("publishing the tool");
        using var tool = new PublishedTool();
        progress.WriteLine("measuring the parts");
        PredictionSpeed speed = PredictionSpeed.Measure(movie, rounds);
        progress.WriteLine("measuring the processor");
        double floatPeak = ProcessorPeak.Float(cores);
        (double, string)? wholePeak = ProcessorPeak.Int8(cores);
        progress.WriteLine("measuring whole processes");
        List<string[]> programs =
        [
            Predict(movie),
            [tool.Program, "predict", Still, "--out", tool.Place("still.csv"), "--quiet"],
            [Environment.ProcessPath!, Predecessor, movie],
        ];
        if (PredecessorInPython.Program is { } python) programs.Add([python, PredecessorInPython.Script, movie]);
        else progress.WriteLine("Python has no torch and cv2 here (Debian: python3-torch, python3-opencv): the predecessor's way is measured in .NET only.");
        WholeProcess[] whole = WholeProcess.Medians(rounds, cores, [.. programs]);
        var scale = new List<ScaleRun>();
        foreach (int times in lengths)
        {
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the movie {times} times"));
            string repeated = times == 1 ? movie : tool.Place("repeated.mov");
            if (times > 1) RepeatedMovie.Write(movie, times, repeated);
            // A movie of many minutes on one processor tells nothing that one of a minute does not.
            foreach (int processors in times < 100 && cores > 1 ? new[] { 1, cores } : [cores])
                scale.Add(new ScaleRun(speed.Frames * times, processors, WholeProcess.Medians(times > 1 ? 1 : rounds, processors, Predict(repeated))[0]));
        }

        return new PerformancePage
        {
            Movie = Path.GetFileName(movie),
            Speed = speed,
            FloatPeak = floatPeak,
            Int8Peak = wholePeak,
            Rounds = rounds,
            Published = whole[0],
            Still = whole[1],
            Predecessors = [.. whole[2..].Select((run, i) => PredecessorRun.Of(i == 0 ? ".NET (TorchSharp)" : "Python (torch, cv2)", run))],
            Scale = scale,
        };

        string[] Predict(string path) => [tool.Program, "predict", path, "--out", tool.Place("counts.csv"), "--quiet"];
    }
}
