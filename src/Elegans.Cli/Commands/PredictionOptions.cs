using System.CommandLine;
using System.Globalization;
using Elegans.Clock;
using Elegans.Imaging;
using Elegans.Packages;
using Elegans.Workers;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that runs the model.</summary>
internal sealed class PredictionOptions
{
    private readonly Option<string?> model = new("--model")
    {
        Description = "A model package (folder with card.json). Default: the model that ships with elegans.",
        HelpName = "FOLDER",
    };

    private readonly Option<NuclearChannel> channel = new("--channel")
    {
        Description = "Which colour shows the nuclei. Auto: green where it carries signal, as in EPIC's movies, otherwise the strongest channel.",
        DefaultValueFactory = _ => NuclearChannel.Auto,
    };

    private readonly Option<int?> stackChannel = new("--stack-channel") { Description = "Of a TIFF with several channels (ImageJ hyperstack, OME-TIFF), the one that shows the nuclei, from 1. Slices are projected by their maximum.", HelpName = "N" };

    private readonly Option<int?> threads = new("--threads") { Description = "Threads for the network. Default: all processors.", HelpName = "N" };

    private readonly Option<bool> perFrame = new("--per-frame") { Description = "Take every frame as it was read on its own, without the developmental clock." };

    private readonly Option<double?> interval = new("--interval")
    {
        Description = "Seconds of filming from one frame to the next, for the developmental clock. Default: what a TIFF tells, or else found from the movie.",
        HelpName = "SECONDS",
    };

    private readonly Option<long> mostPixels = new("--most-pixels") { Description = "Refuse frames of more pixels than this, width × height, before they are decoded.", HelpName = "N", DefaultValueFactory = _ => InputLimits.Default.MostPixels };

    private readonly Option<int> mostFrames = new("--most-frames") { Description = "Refuse movies of more frames than this.", HelpName = "N", DefaultValueFactory = _ => InputLimits.Default.MostFrames };

    private readonly Option<long> mostBytes = new("--most-bytes") { Description = "Refuse files of more bytes than this.", HelpName = "N", DefaultValueFactory = _ => InputLimits.Default.MostBytes };

    private readonly Option<double> mostSeconds = new("--most-seconds") { Description = "Give up a file that takes longer than this.", HelpName = "N", DefaultValueFactory = _ => InputLimits.Default.MostSeconds };

    internal PredictionOptions()
    {
        mostBytes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1) result.AddError("--most-bytes must be at least 1.");
        });
        mostSeconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not > 0) result.AddError("--most-seconds must be above 0.");
        });
        mostPixels.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1) result.AddError("--most-pixels must be at least 1.");
        });
        mostFrames.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--most-frames must be at least 1.");
        });
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0 or > 3600) result.AddError("--interval must be above 0 and at most 3600 seconds.");
        });
        stackChannel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--stack-channel counts from 1.");
        });
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--threads must be at least 1.");
        });
    }

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
    internal IReadOnlyList<FramePrediction> Predict(LoadedModel model, string input, ParseResult parsed, CancellationToken cancellation)
    {
        NuclearChannel nuclei = parsed.GetValue(channel);
        _ = model.Begin();
        if (!MovieReader.IsMovie(input)) return [model.Value.Predict(input, nuclei, Limits(parsed), parsed.GetValue(stackChannel))];
        MovieReader movie = Open(parsed, input);
        if (!parsed.GetValue(perFrame)) DevelopmentalClock.WarmUp();
        LineagePopulationModel loaded = model.Value;
        List<FrameReading> readings = Progress.Over(parsed, $"reading {Path.GetFileName(input)}", movie.AnnouncedFrames, loaded.ReadFrames(movie, cancellation));
        if (readings.Count(reading => reading.Status == FrameStatus.Damaged) is > 0 and var damaged)
            parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"elegans: {input}: {damaged} of {readings.Count} frames are damaged and have no counts; the others keep their numbers."));
        if (parsed.GetValue(perFrame)) return MoviePrediction.FrameByFrame(readings, loaded.Card);
        MoviePrediction prediction = MoviePrediction.Of(readings, loaded.Card, parsed.GetValue(interval) / 60 ?? movie.Layout?.FrameInterval?.TotalMinutes);
        if (prediction.IsAbnormal)
        {
            parsed.InvocationConfiguration.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"elegans: {input}: this embryo does not develop as the reference course tells (misfit {prediction.Misfit:F2}, normal embryos reach {loaded.Card.MostMisfit:F2}); its frames are taken one by one, without the clock."));
        }

        return prediction;
    }
}
