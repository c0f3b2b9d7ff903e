using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Elegans.Cli;

/// <summary>A command whose own help goes on after its options: how it works, and examples. Lists show its first paragraph only.</summary>
/// <param name="name">The command's name.</param>
/// <param name="text">What it does in one paragraph; then, after an empty line, its guide.</param>
internal sealed class GuidedCommand(string name, string text) : Command(name, text.Split("\n\n", 2)[0])
{
    private string Guide { get; } = text.Contains("\n\n", StringComparison.Ordinal) ? text.Split("\n\n", 2)[1] : "";

    /// <summary>The root of the command line: help and version for it and all below it.</summary>
    internal static GuidedCommand Root(string name, string text, params ReadOnlySpan<Command> commands)
    {
        var root = new GuidedCommand(name, text);
        foreach (Command command in commands) root.Add(command);
        var help = new HelpOption { Recursive = true };
        help.Action = new GuidedHelp((HelpAction)help.Action!);
        root.Add(help);
        root.Add(new VersionOption { Action = new VersionText() });
        return root;
    }

    private sealed class GuidedHelp(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = usual.Invoke(parseResult);
            if (parseResult.CommandResult.Command is GuidedCommand { Guide: { Length: > 0 } guide })
            {
                parseResult.InvocationConfiguration.Output.WriteLine(guide);
                parseResult.InvocationConfiguration.Output.WriteLine();
            }

            return result;
        }
    }
}
