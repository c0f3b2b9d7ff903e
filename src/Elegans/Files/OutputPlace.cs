using System.Globalization;

namespace Elegans.Files;

/// <summary>Where an output really goes: links followed, and told whether that is a file or something that takes a stream.</summary>
/// <param name="Path">The place, in full; of a link that leads to nothing, where it leads.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Descriptor">The descriptor of this process that was named, as in /dev/fd/1; null where none was.</param>
internal readonly record struct OutputPlace(string Path, FileKind Kind, int? Descriptor)
{
    private const int MaxLinks = 40;

    /// <summary>Whether it takes a stream: it cannot be replaced by a file written beside it.</summary>
    internal bool IsStream => Descriptor is not null || Kind is FileKind.Pipe or FileKind.Device or FileKind.Other;

    /// <summary>Finds out where a path leads.</summary>
    /// <exception cref="IOException">Its links lead in a circle.</exception>
    internal static OutputPlace Of(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (string place, int? descriptor) = OperatingSystem.IsWindows()
            ? (File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path), null) : Follow(path);
        return new OutputPlace(place, FileKinds.Of(place), descriptor);
    }

    /// <summary>The extension that says the format; of a stream without one, the usual format.</summary>
    internal static string ExtensionOf(string path, string usual) =>
        System.IO.Path.GetExtension(path) is { Length: > 0 } extension ? extension : Of(path).IsStream ? usual : "";

    /// <summary>
    /// Walks a path part by part, as the system does: what stands after a link belongs where it leads. The links of
    /// descriptors lead to no name and end the walk.
    /// </summary>
    private static (string Place, int? Descriptor) Follow(string path)
    {
        var waiting = new Stack<string>();
        Await(System.IO.Path.Combine(Environment.CurrentDirectory, path));
        string place = "/";
        int links = 0;
        while (waiting.TryPop(out string? part))
        {
            if (part is "" or ".") continue;
            if (part == "..")
            {
                place = System.IO.Path.GetDirectoryName(place) ?? "/";
                continue;
            }

            string next = System.IO.Path.Combine(place, part);
            if (waiting.Count == 0 && IsOfDescriptors(place, out bool areOwn)
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)) return (next, areOwn ? descriptor : null);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException($"{path} is a link that leads in a circle.");
            if (target.StartsWith('/')) place = "/";
            Await(target);
        }

        return (place, null);

        void Await(string parts)
        {
            foreach (string part in parts.Split('/').Reverse()) waiting.Push(part);
        }
    }

    private static bool IsOfDescriptors(string folder, out bool areOwn)
    {
        areOwn = folder == "/dev/fd" || folder == string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd");
        return areOwn || (folder.StartsWith("/proc/", StringComparison.Ordinal) && folder.EndsWith("/fd", StringComparison.Ordinal));
    }
}
