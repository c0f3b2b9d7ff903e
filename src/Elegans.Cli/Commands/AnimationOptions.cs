using System.CommandLine;
using Elegans.Imaging;
using Elegans.Plots;

namespace Elegans.Cli.Commands;

/// <summary>The option of every command that can show a movie beside its curves.</summary>
internal sealed class AnimationOptions
{
    private readonly Option<string?> gif = new("--gif")
    {
        Description = "Write an animated .gif: the movie playing beside its curves as they grow.",
        HelpName = "FILE",
    };

    internal void AddTo(Command command) => command.Add(gif);

    /// <summary>The file that was asked for.</summary>
    internal string? File(ParseResult parsed) => parsed.GetValue(gif);

    internal bool IsAsked(ParseResult parsed) => parsed.GetValue(gif) is not null;

    /// <summary>Refuses an animation that could not be written, before any work is done.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="movie">The file that is the movie.</param>
    /// <param name="inputs">The inputs as they were named, the movie first.</param>
    internal void Check(ParseResult parsed, string movie, params ReadOnlySpan<string> inputs) => Check(parsed, () => FrameSource.Open(movie), inputs);

    /// <summary>Refuses what cannot be drawn or written, before any work.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="movie">Opens the movie.</param>
    /// <param name="inputs">The inputs as they were named, the movie first.</param>
    internal void Check(ParseResult parsed, Func<FrameSource> movie, params ReadOnlySpan<string> inputs)
    {
        if (parsed.GetValue(gif) is not { } path) return;
        Destination.RequireDistinct(path, inputs);
        try
        {
            LineageAnimation.RequireFormat(path);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }

        if (!movie().IsMovie) throw new UsageException($"--gif shows a movie, and {inputs[0]} is none.");
    }

    internal void Save(ParseResult parsed, LineageFigure figure, string movie, PredictionOptions prediction, CancellationToken cancellation)
    {
        if (parsed.GetValue(gif) is not { } path) return;
        FrameSource reader = prediction.Open(parsed, movie);
        Progress.During(parsed, $"drawing {Path.GetFileName(path)}", reader.AnnouncedFrames, advance => new LineageAnimation(figure)
            .Save(path, reader, _ => advance(), cancellation));
    }
}
