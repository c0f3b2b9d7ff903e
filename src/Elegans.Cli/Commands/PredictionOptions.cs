using System.CommandLine;
using System.Globalization;
using Elegans.Cli.Inputs;
using Elegans.CommandLine;
using Elegans.Development;
using Elegans.Imaging;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Tables;
using Elegans.Workers;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that runs the model.</summary>
internal sealed class PredictionOptions
{
    /// <summary>No machine has more processors for one movie.</summary>
    private const int MaxThreads = 1024;
    private const double MinInterval = 0.001, MaxInterval = 3600;

    private readonly ReadingOptions reading = new();

    private readonly Option<string?> model = new("--model")
    {
        Description = "A model package (folder with card.json). Default: the model that ships with elegans.",
        HelpName = "FOLDER",
        Validators =
        {
            given =>
            {
                if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string?>())) given.AddError("--model names no folder.");
            },
        },
    };

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads for the network. Default: all processors.",
        CustomParser = WholeNumber.BetweenOrNone(1, MaxThreads),
        HelpName = "N",
    };

    private readonly Option<bool> perFrame = new("--per-frame")
    {
        Description = "Take every frame as it was read on its own, without the developmental clock.",
    };

    private readonly Option<double?> interval = new("--interval")
    {
        Description = "Time of filming from one frame to the next, for the developmental clock: 90 or 90s, 1.5min, 1:30. Default: what a TIFF says, or else "
            + "found from the movie.",
        CustomParser = Duration.BetweenOrNone(MinInterval, MaxInterval),
        HelpName = "DURATION",
    };

    internal void AddTo(Command command)
    {
        command.Add(model);
        reading.AddTo(command);
        command.Add(threads);
        command.Add(perFrame);
        command.Add(interval);
        Control?.AddTo(command);
        command.Add(NamedInputs.Patience);
        command.Add(Progress.Quiet);
    }

    internal InputLimits Limits(ParseResult parsed) => reading.Limits(parsed);

    /// <summary>Opens an input as the options ask.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="input">The file.</param>
    /// <param name="position">Which of its positions; null for what the options ask.</param>
    internal FrameSource Open(ParseResult parsed, string input, int? position = null) =>
        FrameSource.Open(input, position is null ? Reading(parsed) : Reading(parsed) with { Position = position });

    /// <summary>Each position that an input holds, where none was asked for; else the one that is read.</summary>
    internal int?[] Positions(ParseResult parsed, string input) =>
        Reading(parsed).Position is null && Open(parsed, input).Description.OwnPositions is { Count: > 1 } own ? [.. own] : [null];

    /// <summary>Whether pictures are one movie.</summary>
    internal bool IsSequence(ParseResult parsed) => reading.IsSequence(parsed);

    /// <summary>The argument that may list the pictures of one movie; null where every input is a movie of its own.</summary>
    internal Argument<string[]>? Listed { get; init; }

    /// <summary>The option that names a laboratory's own normal embryos; null where growth is not judged.</summary>
    internal ControlOption? Control { get; init; }

    private ReadOptions Reading(ParseResult parsed) => reading.Of(parsed, Listed is null ? null : parsed.GetValue(Listed));

    private TimeSpan? Interval(ParseResult parsed) => parsed.GetValue(interval) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    internal LoadedModel Model(ParseResult parsed) => new(() => Load(parsed));

    private LineagePopulationModel Load(ParseResult parsed) => parsed.GetValue(model) is { } folder
        ? LineagePopulationModel.Load(folder, parsed.GetValue(threads))
        : LineagePopulationModel.Load(parsed.GetValue(threads));

    /// <summary>The model and the options as a text that changes when predictions may.</summary>
    /// <exception cref="ModelPackageException">The model cannot be used.</exception>
    internal string Settings(ParseResult parsed, CountColumns more, ControlGrowth? controls)
    {
        ModelCard card = Card(parsed);
        string seconds = parsed.GetValue(interval) is { } given ? string.Create(CultureInfo.InvariantCulture, $" interval {given}") : "";
        // Another version of the program may read the same input in another way.
        return $"{ElegansProgram.Name} {VersionText.Program} {card.Name} {card.Version} {card.Weights.Sha256[..12]} "
            + $"{reading.Settings(parsed)}{(parsed.GetValue(perFrame) ? " per-frame" : "")}{seconds}"
            + (more == CountColumns.None ? "" : $" {more}")
            + (controls is null ? "" : string.Create(CultureInfo.InvariantCulture, $" control limit {controls.Limit}"));
    }

    /// <summary>What the model says of itself.</summary>
    /// <exception cref="ModelPackageException">The model cannot be used.</exception>
    internal ModelCard Card(ParseResult parsed) => ModelPackage.Read(parsed.GetValue(model) ?? ModelPackage.ShippedFolder).Card;

    /// <summary>The job of one input among many.</summary>
    internal PredictionJob Job(ParseResult parsed, string input, string output, CountColumns more, ControlGrowth? controls) =>
        new(input, output)
        {
            Model = parsed.GetValue(model),
            Reading = Reading(parsed),
            PerFrame = parsed.GetValue(perFrame),
            Interval = Interval(parsed),
            Columns = more,
            Controls = controls,
            Threads = parsed.GetValue(threads),
        };

    /// <summary>Every frame's prediction: of a movie, of a stack of images, or of one image. An image stands for itself.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="input">The file.</param>
    /// <param name="named">What the user calls it.</param>
    /// <param name="parsed">The options.</param>
    /// <param name="isOnlyOne">Whether only the first of several embryos is shown.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <param name="position">Which of the input's positions; null for what the options ask.</param>
    internal Prediction Predict(
        LoadedModel model, string input, string named, ParseResult parsed, bool isOnlyOne, CancellationToken cancellation, int? position = null)
    {
        _ = model.Begin();
        ControlGrowth? controls = Control?.Read(parsed, () => model.Value.Card);
        FrameSource movie = Open(parsed, input, position);
        if (movie.IsMovie && !parsed.GetValue(perFrame)) DevelopmentalClock.WarmUp();
        LineagePopulationModel loaded = model.Value;
        FieldReadings read = Progress.During(
            parsed, $"reading {Path.GetFileName(named)}", movie.AnnouncedFrames, advance => loaded.Read(movie, new EachFrame(advance), cancellation));
        TimeSpan? step = movie.IsMovie ? Interval(parsed) ?? movie.Description.FrameInterval : null;
        var field = FieldPrediction.Of(read, loaded.Card, movie.IsMovie && !parsed.GetValue(perFrame), step, controls);
        var prediction = new Prediction(read, field, step, PredictionNotes.Of(movie, field, loaded.Card, isOnlyOne));
        foreach (SourceNote note in prediction.Notes) parsed.InvocationConfiguration.Error.WriteLine(InputAdvice.Line(named, note));
        return prediction;
    }

    /// <summary>Advances with every frame, on the thread that reads it.</summary>
    private sealed class EachFrame(Action advance) : IProgress<FrameReading>
    {
        public void Report(FrameReading value) => advance();
    }
}
