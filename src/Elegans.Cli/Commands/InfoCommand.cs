using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans info</c>: what a file was found to be, before anything is counted.</summary>
internal static class InfoCommand
{
    private const int LabelWidth = 12;

    internal static Command Create()
    {
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "Images, movies, stacks, or folders that are one movie.",
            Arity = ArgumentArity.OneOrMore,
        };
        Batch.ManyInputs.RefuseOptions(inputs);
        var json = new Option<bool>("--json") { Description = "Write JSON: an array with an object for each input." };
        var reading = new ReadingOptions();
        var command = new GuidedCommand(
            "info",
            """
            Show what a file was found to be, without counting: format, frames, size, channels, slices, positions, time between
            frames and where that was read, and a note for everything odd or guessed. Look here first where counts surprise.

            The number of frames is what the file announces; of videos, only reading shows how many there are.

            Examples:
              elegans info embryo.ome.tif
              elegans info embryo.mov --json
              elegans info movies/*.tif --stack-channel 2

            Exit codes: 0 all were recognised; 3 none; 6 some.
            """) { inputs, json };
        reading.AddTo(command);
        command.Add(NamedInputs.Patience);
        command.SetAction((parsed, cancellation) =>
        {
            string[] named = parsed.GetRequiredValue(inputs);
            using var received = new NamedInputs(parsed, reading.Limits(parsed), cancellation);
            var found = new List<(string Name, SourceDescription Source)>();
            InputException? last = null;
            // Of a sequence that is listed picture by picture, the first stands for all.
            foreach (string name in reading.IsSequence(parsed) && !Directory.Exists(named[0]) ? named[..1] : named)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    found.Add((name, received.Read(() => Describe(received.File(name), reading.Of(parsed, Directory.Exists(named[0]) ? null : named)))));
                }
                catch (InputException exception) when (named.Length > 1)
                {
                    parsed.InvocationConfiguration.Error.WriteLine($"{ElegansProgram.Name}: {InputAdvice.With(exception.Message, exception.Remedy)}");
                    last = exception;
                }
            }

            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(found.Select(each => Json(each.Name, each.Source)), CommandJson.Options));
            else foreach ((string name, SourceDescription source) in found) Write(output, name, source);
            return Task.FromResult(last is null ? ExitCode.Done : found.Count > 0 ? ExitCode.Some : ExitCode.Input);
        });
        return command;
    }

    /// <summary>Which channel shows the nuclei need not be known to say what there is.</summary>
    private static SourceDescription Describe(string path, ReadOptions options)
    {
        try
        {
            return FrameSource.Open(path, options).Description;
        }
        catch (InputException exception) when (exception.Remedy == InputRemedy.StackChannel && options.StackChannel is null)
        {
            SourceDescription first = FrameSource.Open(path, options with { StackChannel = 1 }).Description;
            return first with
            {
                Notes = [.. first.Notes,
                    new SourceNote("Which channel shows the nuclei must be chosen before its cells are counted.", InputRemedy.StackChannel)],
            };
        }
    }

    private static void Write(TextWriter output, string name, SourceDescription source)
    {
        output.Write($"{OneLine.Of(name)}\n");
        Line("format", source.Format);
        Line("frames", source.Frames is { } frames ? string.Create(CultureInfo.InvariantCulture, $"{frames}") : "not announced");
        if (source.Width > 0) Line(
            "size", string.Create(
            CultureInfo.InvariantCulture, $"{source.Width} × {source.Height} pixels{(source.BitDepth > 0 ? $", {source.BitDepth} bits" : "")}"));
        if (source.Slices > 1) Line(
            "slices", string.Create(CultureInfo.InvariantCulture, $"{source.Slices}, of which a frame shows the brightest at every pixel"));
        if (source.Channels > 1) Line("channels", string.Create(CultureInfo.InvariantCulture, $"{source.Channels}{Names(source.ChannelNames)}"));
        if (source.Positions > 1) Line("positions", string.Create(CultureInfo.InvariantCulture, $"{source.Positions}"));
        Line("interval", source.FrameInterval is { } interval
            ? string.Create(
                CultureInfo.InvariantCulture, $"{interval.TotalSeconds:0.###} s between frames ({source.FrameIntervalOrigin ?? "as the file says"})")
            : "not said; the pace of development is found from the movie");
        if (source.PixelSize is { } pixel) Line("pixel", string.Create(CultureInfo.InvariantCulture, $"{pixel:0.####} µm"));
        if (source.SliceSpacing is { } spacing) Line("spacing", string.Create(CultureInfo.InvariantCulture, $"{spacing:0.####} µm between slices"));
        foreach (SourceNote note in source.Notes) Line("note", InputAdvice.With(note.Text, note.Remedy));

        void Line(string label, string value) => output.Write($"  {label.PadRight(LabelWidth)}{OneLine.Of(value)}\n");
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Any(name => name.Length > 0)
            ? $": {string.Join(", ", names.Select((name, number) => string.Create(CultureInfo.InvariantCulture, $"{number + 1} {name}")))}" : "";

    private static object Json(string name, SourceDescription source) => new
    {
        input = name,
        kind = JsonNamingPolicy.CamelCase.ConvertName(source.Kind.ToString()),
        format = source.Format,
        frames = source.Frames,
        width = source.Width > 0 ? source.Width : (int?)null,
        height = source.Height > 0 ? source.Height : (int?)null,
        bitDepth = source.BitDepth > 0 ? source.BitDepth : (int?)null,
        slices = source.Slices,
        channels = source.Channels,
        channelNames = source.ChannelNames,
        positions = source.Positions,
        frameIntervalSeconds = source.FrameInterval?.TotalSeconds,
        frameIntervalOrigin = source.FrameIntervalOrigin,
        pixelSizeMicrometres = source.PixelSize,
        sliceSpacingMicrometres = source.SliceSpacing,
        notes = source.Notes.Select(note => new
        {
            text = note.Text,
            remedy = note.Remedy == InputRemedy.None ? null : JsonNamingPolicy.CamelCase.ConvertName(note.Remedy.ToString()),
        }),
    };
}
