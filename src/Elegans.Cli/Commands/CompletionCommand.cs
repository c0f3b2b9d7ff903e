using System.CommandLine;
using System.CommandLine.Completions;
using Elegans.CommandLine;

namespace Elegans.Cli.Commands;

/// <summary><c>elegans completion</c>: what a shell needs to complete commands and options.</summary>
internal static class CompletionCommand
{
    private const string Complete = "complete";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _elegans() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(elegans complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _elegans elegans
            """,
        ["zsh"] = """
            _elegans() {
                local -a found
                found=("${(@f)$(elegans complete --position "$CURSOR" -- "$BUFFER" 2>/dev/null)}")
                compadd -a found || _files
            }
            compdef _elegans elegans
            """,
        ["fish"] = """
            complete -c elegans -a '(elegans complete -- (commandline -cp) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName elegans -ScriptBlock {
                param($word, $line, $position)
                elegans complete --position $position -- "$line" 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    internal static IEnumerable<Command> Create(Func<Command> root)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new GuidedCommand(
            "completion",
            """
            Write the script that has a shell complete commands and options of elegans.

            Examples:
              elegans completion bash >> ~/.bashrc
              elegans completion zsh >> ~/.zshrc
              elegans completion fish > ~/.config/fish/completions/elegans.fish
            """) { shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Scripts[parsed.GetRequiredValue(shell)]));
        yield return command;

        var line = new Argument<string>("LINE");
        var position = new Option<int?>("--position") { CustomParser = WholeNumber.BetweenOrNone(int.MinValue, int.MaxValue) };
        var complete = new Command(Complete, "Tells a shell how a line may go on.") { line, position };
        complete.Hidden = true;
        complete.SetAction(parsed =>
        {
            string typed = parsed.GetRequiredValue(line);
            int at = Math.Clamp(parsed.GetValue(position) ?? typed.Length, 0, typed.Length);
            foreach (CompletionItem item in root().Parse(typed[..at]).GetCompletions(at)) parsed.InvocationConfiguration.Output.WriteLine(
                item.InsertText ?? item.Label);
        });
        yield return complete;
    }
}
