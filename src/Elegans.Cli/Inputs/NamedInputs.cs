using System.CommandLine;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Imaging;

namespace Elegans.Cli.Inputs;

/// <summary>
/// The inputs of one run under the names the user gave them. A file is read where it is; what comes through a pipe or from
/// standard input is received into a temporary file first, once, and is called by the user's name in every message.
/// </summary>
internal sealed class NamedInputs : IDisposable
{
    /// <summary>The name of standard input on the command line.</summary>
    internal const string StandardInput = "-";
    private const double UsualPatience = 60, MaxPatience = 30 * 86_400.0;
    private readonly Dictionary<string, ReceivedFile> received = new(StringComparer.Ordinal);
    private readonly TimeSpan patience;
    private readonly InputLimits limits;
    private readonly CancellationToken cancellation;

    /// <summary>Prepares the inputs of a run.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="limits">How much may come through a pipe.</param>
    /// <param name="cancellation">Stops waiting for a pipe.</param>
    internal NamedInputs(ParseResult parsed, InputLimits limits, CancellationToken cancellation) =>
        (patience, this.limits, this.cancellation) = (PatienceOf(parsed), limits, cancellation);

    /// <summary>The option of every command that reads inputs.</summary>
    internal static Option<double> Patience { get; } = new("--patience")
    {
        Description = "How long an input may bring nothing (a pipe no data, a movie among many no frame) before it is given up: 90, 90s, 1.5min.",
        HelpName = "DURATION",
        CustomParser = Duration.Between(1, MaxPatience),
        DefaultValueFactory = _ => UsualPatience,
    };

    internal static TimeSpan PatienceOf(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(Patience));

    /// <summary>Whether a name stands for something that is read once, in order.</summary>
    internal static bool IsStream(string named) => named == StandardInput || OutputPlace.Of(named) is { Descriptor: not null } or { Kind: FileKind.Pipe };

    /// <summary>The file to read an input from.</summary>
    /// <param name="named">The input as the user named it.</param>
    /// <exception cref="UsageException">The name is empty.</exception>
    /// <exception cref="InputException">It is a pipe, and nothing or too much came through it.</exception>
    internal string File(string named)
    {
        if (string.IsNullOrWhiteSpace(named)) throw new UsageException("The name of an input is empty; name a file.");
        if (!IsStream(named)) return named;
        if (!received.TryGetValue(named, out ReceivedFile? file)) received[named] = file = ReceivedFile.Receive(named, limits, patience, cancellation);
        return file.Path;
    }

    /// <summary>A message in which every file has the user's name.</summary>
    internal string Named(string message) => received.Aggregate(message, (text, input) => text.Replace(input.Value.Path, input.Key, StringComparison.Ordinal));

    /// <summary>Does work on inputs; what it throws about them has the user's names.</summary>
    internal T Read<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InputException exception) when (received.Count > 0)
        {
            string path = Named(exception.Path), prefix = $"{exception.Path}: ", message = exception.Message;
            throw new InputException(
                path, Named(message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message), exception.Remedy, exception);
        }
    }

    /// <summary>Gives the temporary file of one input back before the run ends.</summary>
    internal void Forget(string named)
    {
        if (received.Remove(named, out ReceivedFile? file)) file.Dispose();
    }

    public void Dispose()
    {
        foreach (ReceivedFile file in received.Values) file.Dispose();
        received.Clear();
    }
}
