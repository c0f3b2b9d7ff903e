using System.CommandLine;
using Elegans.Annotation.Alignment;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that joins a movie and a track.</summary>
internal static class AlignmentOptions
{
    internal static Option<int> Offset() => new("--offset")
    {
        Description = "Frame f shows time point f + N. EPIC's movies: 1. 'elegans align' finds it.",
        HelpName = "N",
        DefaultValueFactory = _ => FrameAlignment.Epic.Offset,
    };

    internal static Option<string> Nuclei() => new("--nuclei", "-n")
    {
        Description = "The nuclei track of the embryo: CD*.csv, plain or gzip.",
        HelpName = "TRACK",
        Required = true,
    };
}
