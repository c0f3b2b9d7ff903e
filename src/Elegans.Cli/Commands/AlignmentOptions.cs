using System.CommandLine;
using Elegans.Annotation.Alignment;
using Elegans.CommandLine;

namespace Elegans.Cli.Commands;

/// <summary>The options of every command that joins a movie and a track.</summary>
internal static class AlignmentOptions
{
    /// <summary>More time points than any movie has frames.</summary>
    private const int MaxOffset = 1_000_000;

    internal static Option<int> Offset() => new("--offset")
    {
        Description = "Frame f shows time point f + N. EPIC's movies: 1. 'elegans align' finds it.",
        HelpName = "N",
        CustomParser = WholeNumber.Between(-MaxOffset, MaxOffset),
        DefaultValueFactory = _ => FrameAlignment.Epic.Offset,
    };

    internal static Option<string> Nuclei() => new("--nuclei", "-n")
    {
        Description = "The nuclei track of the embryo: CD*.csv, plain or gzip, or AceTree's zip, its folder unpacked, or its XML.",
        HelpName = "TRACK",
        Required = true,
    };
}
