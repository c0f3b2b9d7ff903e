using System.Collections.Immutable;
using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Plots;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that draws curves.</summary>
internal sealed class FigureOptions
{
    private readonly Option<string?> plot = new("--plot") { Description = "Draw the curves into a .png or .svg file.", HelpName = "FILE" };

    private readonly Option<CountScale> scale = new("--scale")
    {
        Description = "How the plot's axis of counts runs: every doubling, or every cell, takes the same room.",
        CustomParser = Choice.Of<CountScale>(),
        DefaultValueFactory = _ => CountScale.Doublings,
    };

    internal void AddTo(Command command)
    {
        command.Add(plot);
        command.Add(scale);
    }

    /// <summary>Refuses a plot that could not be written, before any work is done.</summary>
    internal void Check(ParseResult parsed, params ReadOnlySpan<string> inputs)
    {
        if (parsed.GetValue(plot) is not { } path) return;
        Destination.RequireDistinct(path, inputs);
        try
        {
            LineageFigure.RequireFormat(path);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter", 2)[0]);
        }
    }

    /// <summary>The file that was asked for.</summary>
    internal string? File(ParseResult parsed) => parsed.GetValue(plot);

    internal bool IsAsked(ParseResult parsed) => parsed.GetValue(plot) is not null;

    internal void Save(ParseResult parsed, LineageFigure figure)
    {
        if (parsed.GetValue(plot) is { } path) (figure with { Scale = parsed.GetValue(scale) }).Save(path);
    }

    /// <summary>Draws several figures side by side.</summary>
    internal void Save(ParseResult parsed, ImmutableArray<LineageFigure> figures)
    {
        if (parsed.GetValue(
            plot) is { } path) new LineageFigureGrid { Figures = [.. figures.Select(figure => figure with { Scale = parsed.GetValue(scale) })] }.Save(path);
    }
}
