using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>What tifffile writes into the first page's description: the shape of an array, and in newer versions the names of its axes.</summary>
/// <remarks>https://github.com/cgohlke/tifffile: <c>{"shape": [37, 5, 480, 640], "axes": "TZYX"}</c>, and before <c>shape=(37, 5, 480, 640)</c>.</remarks>
internal static partial class ShapeDescription
{
    /// <summary>A microscope has at most this many channels, where an axis has no name.</summary>
    private const int MaxChannels = 4;

    private const string Unnamed = "Q";

    /// <summary>Understands a description; null where it is none of these, or of another picture than this page.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="description">The description.</param>
    /// <param name="page">The first page.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="InputException">Only the user can say what its axes are.</exception>
    internal static StackLayout? Of(string path, string description, TiffPage page, ReadOptions options)
    {
        if (Parse(description) is not ({ Length: > 0 } shape, var axes)) return null;
        RequirePictures(path, shape, axes, page);
        if (axes is null || axes.Length != shape.Length) axes = string.Concat(Enumerable.Repeat(Unnamed, shape.Length));
        if (PageAxes(shape, page) is not { } own) return null;
        var planes = shape[..^own].Zip(axes).Where(axis => axis.First != 1).Select(axis =>
            (Size: axis.First, Name: char.ToUpperInvariant(axis.Second))).ToArray();
        if (planes.Any(axis => axis.Size <= 0)) return null;
        var notes = new List<SourceNote>();
        char[] names = planes.All(axis => axis.Name == Unnamed[0]) ? Guessed(path, [.. planes.Select(axis => axis.Size)], options, notes) : Named(path, planes);
        if (Size('P') > 1 && options.Position is null) notes.Add(
            new SourceNote(FormattableString.Invariant($"It has {Size('P')} positions, and the first is read."), InputRemedy.Position));
        return new StackLayout
        {
            Format = "TIFF stack (tifffile)",
            Frames = Size('T'),
            Slices = Size('Z'),
            Channels = Size('C'),
            Positions = Size('P'),
            Order = string.Concat(names.Where(name => name != 'P').Reverse().Concat("CZT").Distinct()),
            FirstPage = options.Position is > 1 ? (int)Math.Min((options.Position.Value - 1L) * Size('T') * Size('Z') * Size('C'), int.MaxValue) : 0,
            OwnPages = Size('P') > 1 ? (long)Size('T') * Size('Z') * Size('C') : null,
            Notes = notes,
        };

        int Size(char name) => Array.IndexOf(names, name) is >= 0 and var at ? planes[at].Size : 1;
    }

    /// <summary>How many planes a description promises; 1 where it promises none or is none of these.</summary>
    internal static long Images(string description, TiffPage page)
    {
        if (Parse(description) is not ({ Length: > 0 } shape, _) || PageAxes(shape, page) is not { } own) return 1;
        Int128 planes = 1;
        foreach (int size in shape[..^own])
        {
            planes *= size;
            if (planes <= 0 || planes > int.MaxValue) return 1;
        }

        return (long)planes;
    }

    private static (int[] Shape, string? Axes)? Parse(string description)
    {
        if (Plain().Match(description) is { Success: true } plain)
        {
            var sizes = plain.Groups["sizes"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1).ToArray();
            return (sizes, null);
        }

        if (!description.StartsWith('{')) return null;
        try
        {
            using var json = JsonDocument.Parse(description);
            if (!json.RootElement.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array) return null;
            string? axes = json.RootElement.TryGetProperty("axes", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            return ([.. shape.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int value) ? value : -1)], axes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Refuses pages that are a row of the picture each, with its colours or channels as columns: these were saved as the last axis.</summary>
    private static void RequirePictures(string path, int[] shape, string? axes, TiffPage page)
    {
        if (page.Samples > 1 || page.Width is < 2 or > MaxChannels || shape.Length < 3 || shape[^1] != page.Width || shape[^2] != page.Height) return;
        string said = axes is null ? "" : $" (axes {axes})";
        throw new InputException(path, FormattableString.Invariant($"has pages that are {page.Width} pixels wide: ")
            + $"colours or channels were saved as the last axis{said}. Save it with photometric='rgb', or with the axes in the order TCYX.");
    }

    /// <summary>How many of the last axes are one page; null where the shape is not this page's.</summary>
    private static int? PageAxes(int[] shape, TiffPage page)
    {
        (int height, int width) = ((int)page.Height, (int)page.Width);
        return page.Samples > 1 && shape.Length >= 3 && shape[^3] == height && shape[^2] == width && shape[^1] == page.Samples ? 3
            : page.Samples > 1 && shape.Length >= 3 && shape[^3] == page.Samples && shape[^2] == height && shape[^1] == width ? 3
            : shape.Length >= 3 && shape[^3] == height && shape[^2] == width && shape[^1] == 1 && width != 1 ? 3
            : shape.Length >= 2 && shape[^2] == height && shape[^1] == width ? 2
            : null;
    }

    private static char[] Named(string path, (int Size, char Name)[] planes)
    {
        // I is a plain sequence of images; where nothing else is time, Q can only be that.
        char[] names = [.. planes.Select(axis =>
            axis.Name == 'I' || (axis.Name == Unnamed[0] && planes.All(other => other.Name is not ('T' or 'I'))) ? 'T' : axis.Name == 'S' ? 'C'
            : axis.Name == 'R' ? 'P' : axis.Name)];
        if (names.Any(name => name is not ('T' or 'Z' or 'C' or 'P')) || names.Distinct().Count() != names.Length
            || names.SkipWhile(name => name == 'P').Contains('P'))
            throw new InputException(path,
                $"has the axes {string.Concat(planes.Select(axis => axis.Name))} before those of its pages, "
                + "and only time (T), slices (Z) and channels (C) are read. Save it with these axes.");
        return names;
    }

    private static char[] Guessed(string path, int[] sizes, ReadOptions options, List<SourceNote> notes)
    {
        string said = $"Its planes are an array of {string.Join(" × ", sizes)} without names";
        switch (sizes)
        {
            case []:
                return [];
            case [_]:
                return ['T'];
            case [int times, int second] when second <= MaxChannels && options.StackChannel is not null:
                notes.Add(new SourceNote(FormattableString.Invariant($"{said}: {times} time points of {second} channels, as a channel was asked for."),
                    InputRemedy.StackChannel));
                return ['T', 'C'];
            case [int times, int second]:
                notes.Add(new SourceNote(FormattableString.Invariant($"{said}: it is taken as {times} time points of {second} slices."), InputRemedy.Slices));
                return ['T', 'Z'];
            case [_, int second, int third] when second <= MaxChannels != third <= MaxChannels:
                notes.Add(new SourceNote($"{said}: it is taken as time points, {(second <= MaxChannels ? "channels and slices" : "slices and channels")}.",
                    InputRemedy.StackChannel));
                return second <= MaxChannels ? ['T', 'C', 'Z'] : ['T', 'Z', 'C'];
            default:
                throw new InputException(path,
                    $"has planes that are an array of {string.Join(" × ", sizes)} without names, "
                    + "and which are time points, slices and channels cannot be known.", InputRemedy.Slices);
        }
    }

    [GeneratedRegex(@"^\s*shape=\((?<sizes>[0-9, ]+)\)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();
}
