using Elegans.Files;

namespace Elegans.Cli.Commands;

/// <summary>Where a command's data goes: a file, whole or not at all, or standard output.</summary>
internal static class Destination
{
    /// <summary>Refuses an output that would overwrite an input, or whose folder is missing, before any work is done.</summary>
    internal static void RequireDistinct(string? output, params ReadOnlySpan<string> inputs)
    {
        if (output is null) return;
        if (string.IsNullOrWhiteSpace(output)) throw new UsageException("The name of an output is empty; name a file.");
        OutputPlace place = OutputPlace.Of(output);
        foreach (string input in inputs)
            if (!string.IsNullOrWhiteSpace(input) && place.Path == OutputPlace.Of(input).Path) throw new UsageException(
                $"The output {output} is the input itself; write elsewhere.");
        if (Path.GetDirectoryName(place.Path) is { } folder && !Directory.Exists(folder)) throw new DirectoryNotFoundException(
            $"The folder {folder} does not exist; make it first or write elsewhere.");
    }

    internal static void Write(string? path, TextWriter standard, Action<TextWriter> write)
    {
        if (path is null)
        {
            write(standard);
            standard.Flush();
            return;
        }

        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            write(writer);
        });
    }
}
