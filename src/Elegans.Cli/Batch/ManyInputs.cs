using System.CommandLine;
using System.Globalization;
using Elegans.Cli.Inputs;
using Elegans.Files;

namespace Elegans.Cli.Batch;

/// <summary>What a user named, as a list of files: files, folders, and patterns such as <c>movies/*.mov</c>.</summary>
internal static class ManyInputs
{
    private static readonly HashSet<string> Images = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp" };
    private static readonly HashSet<string> Movies = new(StringComparer.OrdinalIgnoreCase) { ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm" };

    /// <summary>Refuses what looks like an option: of many inputs, a misspelt option would otherwise be one of them.</summary>
    internal static void RefuseOptions(Argument<string[]> inputs) => inputs.Validators.Add(result =>
    {
        foreach (string word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-') && word != NamedInputs.StandardInput && !Path.Exists(word)))
            result.AddError($"Unrecognized option '{word}'.");
    });

    /// <summary>Whether the arguments name one file, and nothing to look for others in.</summary>
    internal static bool IsOne(IReadOnlyList<string> named) => named.Count == 1 && !Directory.Exists(named[0]) && !IsPattern(named[0]);

    /// <summary>The files, each once, in the order of the arguments and of their names within a folder.</summary>
    /// <param name="named">The arguments.</param>
    /// <param name="ignored">Told how many files of a folder are neither movies nor images.</param>
    /// <exception cref="InputException">An argument stands for nothing.</exception>
    internal static IReadOnlyList<string> Find(IEnumerable<string> named, Action<string, int> ignored)
    {
        var files = new List<string>();
        foreach (string argument in named)
        {
            if (Directory.Exists(argument))
            {
                string[] all = [.. Directory.EnumerateFiles(argument).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal)];
                // A pipe or a device in a folder is nobody's movie, and to open one can wait for ever.
                string[] usable = [.. all.Where(file => IsMovieOrImage(file) && FileKinds.Of(file) == FileKind.File)];
                if (usable.Length == 0) throw new InputException(argument, $"holds no movie and no image ({string.Join(", ", Movies.Take(3).Concat(Images.Take(3)))} and others).");
                if (usable.Length < all.Length) ignored(argument, all.Length - usable.Length);
                files.AddRange(usable);
            }
            else if (IsPattern(argument) && !File.Exists(argument))
            {
                string folder = Path.GetDirectoryName(argument) is { Length: > 0 } named1 ? named1 : ".";
                if (IsPattern(folder)) throw new InputException(argument, "has a pattern in a folder's name; name the folders one by one.");
                string[] found = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(argument)).Order(StringComparer.Ordinal)] : [];
                files.AddRange(found.Length > 0 ? found : throw new InputException(argument, "fits no file."));
            }
            else
            {
                files.Add(argument);
            }
        }

        return [.. files.DistinctBy(file => file.Length == 0 ? file : Path.GetFullPath(file))];
    }

    /// <summary>
    /// The names of the inputs' tables: the one that an earlier run gave it, or else the input's name with .csv; where two inputs
    /// would share it, with the whole of their names, and then a number. The table of an earlier input is nobody else's.
    /// </summary>
    /// <param name="files">The inputs.</param>
    /// <param name="earlier">The tables of inputs of earlier runs, by input.</param>
    internal static IReadOnlyList<string> TableNames(IReadOnlyList<string> files, IReadOnlyDictionary<string, string> earlier)
    {
        var taken = new HashSet<string>(earlier.Values, StringComparer.OrdinalIgnoreCase) { RunSummary.FileName };
        ILookup<string, string> alike = files.ToLookup(Stem, StringComparer.OrdinalIgnoreCase);
        return [.. files.Select(file =>
        {
            if (earlier.TryGetValue(SummaryRow.NameOf(file), out string? table)) return table;
            string stem = alike[Stem(file)].Skip(1).Any() ? Path.GetFileName(file) : Stem(file), name = $"{stem}.csv";
            for (int number = 2; !taken.Add(name); number++) name = $"{stem}-{number.ToString(CultureInfo.InvariantCulture)}.csv";
            return name;
        })];

        static string Stem(string file) => file == NamedInputs.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(file);
    }

    private static bool IsPattern(string argument) => argument.AsSpan().IndexOfAny("*?") >= 0;

    private static bool IsMovieOrImage(string file) => Images.Contains(Path.GetExtension(file)) || Movies.Contains(Path.GetExtension(file));
}
