using System.CommandLine;
using Elegans.Simulation.Distractors;
using Elegans.Simulation.Fields;
using Elegans.Simulation.Rendering;
using OpenCvSharp;

namespace Elegans.Benchmarks.Finder;

/// <summary><c>finder</c>: how well embryos are found, and what it costs.</summary>
internal static class FinderCommand
{
    private static readonly (string Name, double From, double To)[] Ages = [("2-4", 0, 0.12), ("4-14", 0.12, 0.3), ("26-56", 0.3, 0.55), ("95-350", 0.55, 1)];
    private static readonly string[] Movies = ["20071217_ceh-432x3", "20080731_ceh-32_4_L1", "20080731_ceh-32_4_L2"];

    internal static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder of EPIC's movies and tracks.", HelpName = "FOLDER" };
        var fields = new Option<int>("--fields") { Description = "Fields of each kind.", DefaultValueFactory = _ => 100 };
        var command = new Command(
            "finder", "The finder of embryos: found, invented and IoU on rendered fields and real movies; milliseconds a frame.") { data, fields };
        command.SetAction(parsed =>
        {
            Cv2.SetNumThreads(1);
            Measure(parsed.GetValue(data), parsed.GetValue(fields), parsed.InvocationConfiguration.Output);
        });
        return command;
    }

    private static void Measure(string? data, int fields, TextWriter output)
    {
        using var cases = new FinderCases();
        FieldRanges plain = FinderCases.Plain;
        foreach ((string name, double from, double to) in Ages)
        {
            var age = new ParameterRange(from, to);
            Line(
                $"still, one embryo, {name} cells",
                cases.Stills(plain with { Embryos = ParameterRange.Exactly(1), Length = new(0.1, 0.95), Age = age }, fields));
            Line($"still, 2 to 12 apart, {name} cells", cases.Stills(plain with { Embryos = new(2, 12), Length = new(0.1, 0.5), Age = age }, fields));
            Line(
                $"still, 2 to 5 touching, {name} cells",
                cases.Stills(plain with { Embryos = new(2, 5), Length = new(0.15, 0.5), Age = age, TouchingChance = 0.8 }, fields));
        }

        Line("still, 1 to 3 cut off", cases.Stills(plain with { Embryos = new(1, 3), Length = new(0.2, 1.3), LeastInside = 0.5, Age = new(0.25, 1) }, fields));
        foreach (bool forTests in (bool[])[false, true])
        {
            FieldRanges written = plain with
            {
                Embryos = new(1, 4), Age = new(0.3, 1), WritingChance = 0.8, BarChance = 0.7, ArrowChance = 0.3, ShapesForTests = forTests,
            };
            Line(forTests ? "still, writing of other shapes" : "still, writing", cases.Stills(written, fields));
            Line(forTests ? "still, everything, other shapes" : "still, everything", cases.Stills(new FieldRanges { ShapesForTests = forTests }, fields));
        }

        foreach ((string name, FieldMotion motion) in ((string, FieldMotion)[])
            [("still stage", new()), ("drift", new(0.4, -0.2)), ("jump", new(0, 0, 90, 70, -40)), ("turning", new(Turn: 0.006))])
        {
            foreach (bool bare in (bool[])[true, false])
            {
                FieldRanges ranges = (bare ? plain : new FieldRanges { SecondCameraChance = 0 }) with
                {
                    LongSide = ParameterRange.Exactly(500), Age = new(0, 0.1), Embryos = new(1, 4), Length = new(0.25, 0.5),
                };
                (FinderScore early, FinderScore later) = cases.Movies(ranges, motion, Math.Max(2, fields / 10));
                Line($"movie, {name}{(bare ? "" : ", everything")}, to frame 40", early);
                Line($"movie, {name}{(bare ? "" : ", everything")}, later", later);
            }
        }

        foreach (DistractorKind kind in Enum.GetValues<DistractorKind>())
            output.WriteLine(FormattableString.Invariant($"{"no embryo: " + kind,-46} one seen in {100 * cases.Distractors(kind, fields):F0} %"));
        foreach ((int width, int height) in ((int, int)[])[(320, 230), (712, 512), (2048, 2048)])
            output.WriteLine(FormattableString.Invariant($"cost of {width} x {height}: {cases.Cost(width, height):F2} ms"));
        if (data is not null) MeasureMovies(data, output);

        void Line(string name, FinderScore score) => output.WriteLine($"{name,-46} {score}");
    }

    private static void MeasureMovies(string data, TextWriter output)
    {
        foreach (string movie in Movies)
        {
            foreach (string way in FinderMovies.Ways)
            {
                (FinderScore[] byCells, FinderScore pooled) = FinderMovies.Measure(
                    Path.Combine(data, "movies", $"{movie}.mov"), Path.Combine(data, "nuclei", $"CD{movie}.csv.gz"), way);
                string[] cells = ["below 8", "8-25", "26-99", "from 100"];
                for (int i = 0; i < cells.Length; i++) output.WriteLine($"{$"{movie}, {way}, {cells[i]} cells",-60} {byCells[i]}");
                output.WriteLine($"{$"{movie}, {way}, followed",-60} {pooled}");
            }
        }
    }
}
