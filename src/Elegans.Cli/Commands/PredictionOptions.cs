using System.CommandLine;
using Elegans.Imaging;

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

    private readonly Option<int?> threads = new("--threads") { Description = "Threads for the network. Default: all processors.", HelpName = "N" };

    internal PredictionOptions() => threads.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--threads must be at least 1.");
    });

    internal void AddTo(Command command)
    {
        command.Add(model);
        command.Add(channel);
        command.Add(threads);
        command.Add(Progress.Quiet);
    }

    internal LineagePopulationModel Load(ParseResult parsed) => parsed.GetValue(model) is { } folder
        ? LineagePopulationModel.Load(folder, parsed.GetValue(threads))
        : LineagePopulationModel.Load(parsed.GetValue(threads));

    /// <summary>Every frame's prediction: of a movie, of a stack of images, or of one image.</summary>
    internal List<FramePrediction> Predict(LineagePopulationModel loaded, string input, ParseResult parsed, CancellationToken cancellation)
    {
        NuclearChannel nuclei = parsed.GetValue(channel);
        if (!MovieReader.IsMovie(input)) return [loaded.Predict(input, nuclei)];
        MovieReader movie = MovieReader.Open(input, nuclei);
        return Progress.Over(parsed, $"reading {Path.GetFileName(input)}", movie.AnnouncedFrames, loaded.Predict(movie, cancellation));
    }
}
