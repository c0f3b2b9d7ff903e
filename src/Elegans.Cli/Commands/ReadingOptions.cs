using System.CommandLine;
using System.Globalization;
using Elegans.CommandLine;
using Elegans.Imaging;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that reads images and movies: what a file leaves open, and how large it may be.</summary>
internal sealed class ReadingOptions
{
    private const double MaxSeconds = 1e9;

    private readonly Option<NuclearChannel> channel = new("--channel")
    {
        Description = "Which colour shows the nuclei. Auto: green where it carries signal, as in EPIC's movies, otherwise the strongest channel.",
        CustomParser = Choice.Of<NuclearChannel>(),
        DefaultValueFactory = _ => NuclearChannel.Auto,
    };

    private readonly Option<int?> stackChannel = new("--stack-channel")
    {
        Description = "Of a stack with several channels (ImageJ hyperstack, OME-TIFF, Imaris, OME-Zarr), the one that shows the nuclei, from 1.",
        CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        HelpName = "N",
    };

    private readonly Option<int?> position = new("--position")
    {
        Description = "Of a file with several positions (fields of view), the one to read, from 1. Default: the first.",
        CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        HelpName = "N",
    };

    private readonly Option<int?> slices = new("--slices")
    {
        Description = "How many slices make one time point; they are projected by their maximum. 1 takes every plane as a time point. Default: what "
            + "the file says.",
        CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        HelpName = "N",
    };

    private readonly Option<bool> sequence = new("--sequence")
    {
        Description = "Read the numbered pictures of a folder, a pattern or a list as one movie, in natural order; slices named -tNNN-pNN are projected by "
            + "time point.",
    };

    private readonly Option<int?> embryo = new("--embryo")
    {
        Description = "Of several embryos in the picture, the one to count, from 1, from left to right. Default: all, each on its own.",
        CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        HelpName = "N",
    };

    private readonly Option<FrameRegion?> region = new("--region")
    {
        Description = "Read this part of every frame only, in pixels from the top left: 100,50,640,480.",
        CustomParser = WholeNumbers.As(sides => new FrameRegion(sides[0], sides[1], sides[2], sides[3]), 0, 0, 1, 1),
        HelpName = "X,Y,WIDTH,HEIGHT",
    };

    private readonly Option<long> maxPixels = new("--most-pixels")
    {
        Description = "Refuse frames of more pixels than this, width × height, before they are decoded.",
        CustomParser = WholeNumber.AtLeast(1),
        HelpName = "N",
        DefaultValueFactory = _ => InputLimits.Default.MaxPixels,
    };

    private readonly Option<int> maxFrames = new("--most-frames")
    {
        Description = "Refuse movies of more frames than this.",
        CustomParser = WholeNumber.Between(1, int.MaxValue),
        HelpName = "N",
        DefaultValueFactory = _ => InputLimits.Default.MaxFrames,
    };

    private readonly Option<long> maxBytes = new("--most-bytes")
    {
        Description = "Refuse files of more bytes than this: 1e9, 500M, 8G.",
        CustomParser = ByteSize.Positive,
        HelpName = "SIZE",
        DefaultValueFactory = _ => InputLimits.Default.MaxBytes,
    };

    private readonly Option<double> maxSeconds = new("--most-seconds")
    {
        Description = "Give up a file that takes longer than this: 90, 90s, 1.5min, 2h.",
        CustomParser = Duration.Between(double.Epsilon, MaxSeconds),
        HelpName = "DURATION",
        DefaultValueFactory = _ => InputLimits.Default.MaxTime.TotalSeconds,
    };

    internal void AddTo(Command command)
    {
        command.Add(channel);
        command.Add(stackChannel);
        command.Add(position);
        command.Add(slices);
        command.Add(sequence);
        command.Add(region);
        command.Add(embryo);
        command.Add(maxPixels);
        command.Add(maxFrames);
        command.Add(maxBytes);
        command.Add(maxSeconds);
    }

    internal InputLimits Limits(ParseResult parsed) => new(parsed.GetValue(maxPixels), parsed.GetValue(maxFrames), parsed.GetValue(maxBytes))
    {
        MaxTime = TimeSpan.FromSeconds(parsed.GetValue(maxSeconds)),
    };

    /// <summary>Whether pictures are one movie.</summary>
    internal bool IsSequence(ParseResult parsed) => parsed.GetValue(sequence);

    /// <summary>How inputs are read.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="named">The inputs as they were named, where several may be the pictures of one movie.</param>
    internal ReadOptions Of(ParseResult parsed, IReadOnlyList<string>? named = null) => new()
    {
        IsSequence = IsSequence(parsed),
        SequenceFiles = IsSequence(parsed) && named is { Count: > 1 } ? named : null,
        Channel = parsed.GetValue(channel),
        StackChannel = parsed.GetValue(stackChannel),
        Position = parsed.GetValue(position),
        Slices = parsed.GetValue(slices),
        Region = parsed.GetValue(region),
        Embryo = parsed.GetValue(embryo),
        Limits = Limits(parsed),
    };

    /// <summary>The options that change what is read, as a text.</summary>
    internal string Settings(ParseResult parsed)
    {
        ReadOptions asked = Of(parsed);
        return string.Create(CultureInfo.InvariantCulture, $"channel {asked.Channel}{Given("stack-channel", asked.StackChannel)}")
            + $"{Given("position", asked.Position)}{Given("slices", asked.Slices)}{(asked.IsSequence ? " sequence" : "")}"
            + $"{(asked.Region is { } part ? $" region {part}" : "")}{Given("embryo", asked.Embryo)}";

        static string Given(string name, int? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $" {name} {number}") : "";
    }
}
