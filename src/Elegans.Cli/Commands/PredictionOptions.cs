using System.CommandLine;
using System.Globalization;
using Elegans.Cli.Inputs;
using Elegans.CommandLine;
using Elegans.Development;
using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Workers;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that runs the model.</summary>
internal sealed class PredictionOptions
{
    /// <summary>No machine has more processors for one movie.</summary>
    private const int MaxThreads = 1024;
    private const double MinInterval = 0.001, MaxInterval = 3600, MaxSeconds = 1e9;

    private readonly Option<string?> model = new("--model")
    {
        Description = "A model package (folder with card.json). Default: the model that ships with elegans.",
        HelpName = "FOLDER",
    };

    private readonly Option<NuclearChannel> channel = new("--channel")
    {
        Description = "Which colour shows the nuclei. Auto: green where it carries signal, as in EPIC's movies, otherwise the strongest channel.",
        CustomParser = Choice.Of<NuclearChannel>(),
        DefaultValueFactory = _ => NuclearChannel.Auto,
    };

    private readonly Option<int?> stackChannel = new("--stack-channel")
    {
        Description = "Of a TIFF with several channels (ImageJ hyperstack, OME-TIFF), the one that shows the nuclei, from 1. Slices are projected by their maximum.",
        CustomParser = WholeNumber.BetweenOrNone(1, int.MaxValue),
        HelpName = "N",
    };

    private readonly Option<int?> threads = new("--threads") { Description = "Threads for the network. Default: all processors.", CustomParser = WholeNumber.BetweenOrNone(1, MaxThreads), HelpName = "N" };

    private readonly Option<bool> perFrame = new("--per-frame") { Description = "Take every frame as it was read on its own, without the developmental clock." };

    private readonly Option<double?> interval = new("--interval")
    {
        Description = "Time of filming from one frame to the next, for the developmental clock: 90 or 90s, 1.5min, 1:30. Default: what a TIFF says, or else found from the movie.",
        CustomParser = Duration.BetweenOrNone(MinInterval, MaxInterval),
        HelpName = "DURATION",
    };

    private readonly Option<long> mostPixels = new("--most-pixels")
    {
        Description = "Refuse frames of more pixels than this, width × height, before they are decoded.",
        CustomParser = WholeNumber.AtLeast(1),
        HelpName = "N",
        DefaultValueFactory = _ => InputLimits.Default.MostPixels,
    };

    private readonly Option<int> mostFrames = new("--most-frames")
    {
        Description = "Refuse movies of more frames than this.",
        CustomParser = WholeNumber.Between(1, int.MaxValue),
        HelpName = "N",
        DefaultValueFactory = _ => InputLimits.Default.MostFrames,
    };

    private readonly Option<long> mostBytes = new("--most-bytes")
    {
        Description = "Refuse files of more bytes than this: 1e9, 500M, 8G.",
        CustomParser = ByteSize.Positive,
        HelpName = "SIZE",
        DefaultValueFactory = _ => InputLimits.Default.MostBytes,
    };

    private readonly Option<double> mostSeconds = new("--most-seconds")
    {
        Description = "Give up a file that takes longer than this: 90, 90s, 1.5min, 2h.",
        CustomParser = Duration.Between(double.Epsilon, MaxSeconds),
        HelpName = "DURATION",
        DefaultValueFactory = _ => InputLimits.Default.MostSeconds,
    };

    internal void AddTo(Command command)
    {
        command.Add(model);
        command.Add(channel);
        command.Add(stackChannel);
        command.Add(threads);
        command.Add(perFrame);
        command.Add(interval);
        command.Add(mostPixels);
        command.Add(mostFrames);
        command.Add(mostBytes);
        command.Add(mostSeconds);
        command.Add(NamedInputs.Patience);
        command.Add(Progress.Quiet);
    }

    internal InputLimits Limits(ParseResult parsed) => new(parsed.GetValue(mostPixels), parsed.GetValue(mostFrames), parsed.GetValue(mostBytes), parsed.GetValue(mostSeconds));

    /// <summary>Opens a movie as the options ask.</summary>
    internal MovieReader Open(ParseResult parsed, string movie) => MovieReader.Open(movie, parsed.GetValue(channel), Limits(parsed), parsed.GetValue(stackChannel));

    internal LoadedModel Model(ParseResult parsed) => new(() => Load(parsed));

    private LineagePopulationModel Load(ParseResult parsed) => parsed.GetValue(model) is { } folder
        ? LineagePopulationModel.Load(folder, parsed.GetValue(threads))
        : LineagePopulationModel.Load(parsed.GetValue(threads));

    /// <summary>The model and the options as a text that changes when predictions may.</summary>
    /// <exception cref="ModelPackageException">The model cannot be used.</exception>
    internal string Settings(ParseResult parsed, bool intervals)
    {
        ModelCard card = ModelPackage.Read(parsed.GetValue(model) ?? ModelPackage.ShippedFolder).Card;
        return string.Create(CultureInfo.InvariantCulture, $"{card.Name} {card.Version} {card.Weights.Sha256[..12]} channel {parsed.GetValue(channel)}{(parsed.GetValue(stackChannel) is { } stack ? $" stack-channel {stack}" : "")}{(parsed.GetValue(perFrame) ? " per-frame" : "")}{(parsed.GetValue(interval) is { } seconds ? $" interval {seconds}" : "")}{(intervals ? " intervals" : "")}");
    }

    /// <summary>The job of one input among many.</summary>
    internal PredictionJob Job(ParseResult parsed, string input, string output, bool intervals) =>
        new(input, output)
        {
            Model = parsed.GetValue(model),
            Channel = parsed.GetValue(channel),
            StackChannel = parsed.GetValue(stackChannel),
            PerFrame = parsed.GetValue(perFrame),
            IntervalMinutes = parsed.GetValue(interval) / 60,
            Intervals = intervals,
            Threads = parsed.GetValue(threads),
            Limits = Limits(parsed),
        };

    /// <summary>Every frame's prediction: of a movie, of a stack of images, or of one image. An image stands for itself.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="input">The file.</param>
    /// <param name="named">What the user calls it.</param>
    /// <param name="parsed">The options.</param>
    /// <param name="cancellation">Stops reading.</param>
    internal Prediction Predict(LoadedModel model, string input, string named, ParseResult parsed, CancellationToken cancellation)
    {
        NuclearChannel nuclei = parsed.GetValue(channel);
        _ = model.Begin();
        if (!MovieReader.IsMovie(input)) return new Prediction([model.Value.Predict(input, nuclei, Limits(parsed), parsed.GetValue(stackChannel))], null);
        MovieReader movie = Open(parsed, input);
        if (!parsed.GetValue(perFrame)) DevelopmentalClock.WarmUp();
        LineagePopulationModel loaded = model.Value;
        List<FrameReading> readings = Progress.Over(parsed, $"reading {Path.GetFileName(named)}", movie.AnnouncedFrames, loaded.ReadFrames(movie, cancellation));
        if (readings.Count(reading => reading.Status == FrameStatus.Damaged) is > 0 and var damaged)
            parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"elegans: {named}: {damaged} of {readings.Count} frames are damaged and have no counts; the others keep their numbers."));
        double? minutes = parsed.GetValue(interval) / 60 ?? movie.Layout?.FrameInterval?.TotalMinutes;
        if (parsed.GetValue(perFrame)) return new Prediction(MoviePrediction.FrameByFrame(readings, loaded.Card), minutes);
        MoviePrediction prediction = MoviePrediction.Of(readings, loaded.Card, minutes);
        if (prediction.IsAbnormal)
        {
            parsed.InvocationConfiguration.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"elegans: {named}: this embryo does not develop as the reference course says (misfit {prediction.Misfit:F2}, normal embryos reach {loaded.Card.MostMisfit:F2}); its frames are taken one by one, without the clock."));
        }

        return new Prediction(prediction, minutes);
    }
}
