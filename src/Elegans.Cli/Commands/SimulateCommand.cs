using System.CommandLine;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Cli.Inputs;
using Elegans.CommandLine;
using Elegans.Imaging;
using Elegans.Simulation;
using Elegans.Simulation.Reference;
using Elegans.Simulation.Rendering;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans simulate</c>: a rendered movie with its exact counts.</summary>
internal static class SimulateCommand
{
    /// <summary>Room between the nuclei of a track and the edge of a movie whose size is not given, in diameters.</summary>
    private const float Margin = 1.2f;
    private const int MinSide = 32, MaxSide = 8192;
    private static readonly Option<string?> Nuclei = new("--nuclei", "-n")
    {
        Description = "Render this nuclei track. Default: an embryo of its own, drawn from the built-in reference embryo.",
        HelpName = "TRACK",
    };
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Where all chance comes from: the same seed gives the same movie.",
        CustomParser = WholeNumber.Between(int.MinValue, int.MaxValue),
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<string> Output = new("--out", "-o") { Description = "The movie: .mp4, .mov or .avi.", HelpName = "FILE", Required = true };
    private static readonly Option<string?> Labels = new("--labels")
    {
        Description = "Write the exact counts of every frame: frame,A,E,M,P,C,D,Z,total.",
        HelpName = "FILE",
    };
    private static readonly Option<string?> Track = new("--track")
    {
        Description = "Write the nuclei that were rendered, as an EPIC table (.csv or .csv.gz).",
        HelpName = "FILE",
    };
    private static readonly Option<int?> Width = new("--width")
    {
        Description = "Width in pixels. Default: 712, or what the track needs.",
        CustomParser = WholeNumber.BetweenOrNone(MinSide, MaxSide),
        HelpName = "PIXELS",
    };
    private static readonly Option<int?> Height = new("--height")
    {
        Description = "Height in pixels. Default: 512, or what the track needs.",
        CustomParser = WholeNumber.BetweenOrNone(MinSide, MaxSide),
        HelpName = "PIXELS",
    };
    private static readonly Option<int> Frames = new("--frames")
    {
        Description = "No more frames than these.",
        CustomParser = WholeNumber.Between(1, MaxSide),
        HelpName = "N",
        DefaultValueFactory = _ => 400,
    };
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Fix or narrow a property of the microscope, such as Blur=1 or ReadNoise=0..2. May be repeated. '--set help' lists all with "
            + "their ranges.",
        HelpName = "NAME=VALUE",
    };

    internal static Command Create()
    {
        var command = new GuidedCommand(
            "simulate",
            """
            Render an embryo as a microscope would show it, with its exact counts.

            Without --nuclei the embryo is drawn from the reference embryo, statistics over wild-type tracks of EPIC: every
            seed gives another one. The microscope is drawn too; --set fixes what should not vary.

            Examples:
              elegans simulate --seed 7 --out embryo.mp4 --labels embryo.csv
              elegans simulate --nuclei CD20071217_ceh-432x3.csv.gz --out embryo.mp4 --set ReadNoise=0 --set CompressionQuality=101
            """) { Nuclei, Seed, Output, Labels, Track, Width, Height, Frames, Set };
        command.Add(Progress.Quiet);
        command.Add(NamedInputs.Patience);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(Set) is ["help"])
            {
                foreach ((string name, ParameterRange range) in MicroscopeRangesByName.Describe(new MicroscopeRanges()))
                    parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={range.Low}..{range.High}"));
                return Task.FromResult(ExitCode.Done);
            }

            Simulate(parsed, cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Simulate(ParseResult parsed, CancellationToken cancellation)
    {
        string output = parsed.GetRequiredValue(Output);
        string[] sources = parsed.GetValue(Nuclei) is { } source ? [source] : [];
        foreach (string? file in (ReadOnlySpan<string?>)[output, parsed.GetValue(Labels), parsed.GetValue(Track)]) Destination.RequireDistinct(file, sources);
        using var inputs = new NamedInputs(parsed, InputLimits.Default, cancellation);
        (NucleiTrack track, View view) = inputs.Read(() => Embryo(parsed, inputs));
        var movie = new SimulatedMovie(track, view, Ranges(parsed.GetValue(Set) ?? []), parsed.GetRequiredValue(Seed));
        Progress.During(parsed, $"rendering {Path.GetFileName(output)}", movie.FrameCount, advance => movie.Write(output, _ => advance(), cancellation));
        if (parsed.GetValue(Labels) is { } labels) Destination.Write(labels, TextWriter.Null, writer => LabelTable.WriteCsv(writer, movie.Labels));
        if (parsed.GetValue(Track) is { } trackFile) NucleiTrackWriter.Write(trackFile, track);
    }

    private static (NucleiTrack Track, View View) Embryo(ParseResult parsed, NamedInputs inputs)
    {
        if (parsed.GetValue(Nuclei) is { } path)
        {
            NucleiTrack track = NucleiTrackReader.Read(inputs.File(path));
            TimePoint[] shown = [.. track.TimePoints.Take(parsed.GetRequiredValue(Frames))];
            track = new NucleiTrack(track.Name, shown.SelectMany(time => track.NucleiAt(time).Select(nucleus => (time, nucleus))));
            Nucleus[] all = [.. track.TimePoints.SelectMany(track.NucleiAt)];
            return (track, View.OfTrack(
                Even(parsed.GetValue(Width) ?? (int)all.Max(n => n.X + (Margin * n.Diameter))),
                    Even(parsed.GetValue(Height) ?? (int)all.Max(n => n.Y + (Margin * n.Diameter)))));
        }

        int width = Even(parsed.GetValue(Width) ?? 712), height = Even(parsed.GetValue(Height) ?? (width * 512 / 712));
        var options = new DrawingOptions
        {
            Name = $"reference-{parsed.GetRequiredValue(Seed)}",
            MaxFrames = parsed.GetRequiredValue(Frames),
            HalfLength = Math.Min(0.37 * width, 0.55 * height),
            CentreX = width / 2.0,
            CentreY = height / 2.0,
        };
        return (ReferenceEmbryo.BuiltIn.Draw(new Random(parsed.GetRequiredValue(Seed)), options), View.OfTrack(width, height));
    }

    private static MicroscopeRanges Ranges(string[] settings)
    {
        try
        {
            return settings.Aggregate(new MicroscopeRanges(), (ranges, setting) => ranges.With(setting));
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>Movie formats store colour at half size, so that sides must be even.</summary>
    private static int Even(int pixels) => pixels + (pixels & 1);
}
