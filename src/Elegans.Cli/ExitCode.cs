using Elegans.CommandLine;

namespace Elegans.Cli;

/// <summary>The exit codes, as <c>elegans --help</c> documents them.</summary>
internal static class ExitCode
{
    internal const int Done = 0;
    internal const int Refuted = 1;
    internal const int Usage = Ending.Usage;
    internal const int Input = 3;
    internal const int Model = 4;
    internal const int Output = 5;
    internal const int Some = 6;
    internal const int Interrupted = 130;
}
