using System.CommandLine;

namespace Elegans.Cli.Many;

/// <summary>What a user named, as a list of files: files, folders, and patterns such as <c>movies/*.mov</c>.</summary>
internal static class ManyInputs
{
    private static readonly HashSet<string> Images = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp" };
    private static readonly HashSet<string> Movies = new(StringComparer.OrdinalIgnoreCase) { ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm" };

    /// <summary>Refuses what looks like an option: of many inputs, a misspelt option would otherwise be one of them.</summary>
    internal static void RefuseOptions(Argument<string[]> inputs) => inputs.Validators.Add(result =>
    {
        foreach (string word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-') && !Path.Exists(word)))
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
                string[] usable = [.. all.Where(IsMovieOrImage)];
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

        return [.. files.DistinctBy(Path.GetFullPath)];
    }

    /// <summary>The names of the inputs' tables: the input's name with .csv; where two inputs would share it, with the whole of their names, and then a number.</summary>
    internal static IReadOnlyList<string> TableNames(IReadOnlyList<string> files)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { RunSummary.FileName };
        ILookup<string, string> alike = files.ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
        return [.. files.Select(file =>
        {
            string stem = alike[Path.GetFileNameWithoutExtension(file)].Skip(1).Any() ? Path.GetFileName(file) : Path.GetFileNameWithoutExtension(file), name = $"{stem}.csv";
            for (int number = 2; !taken.Add(name); number++) name = $"{stem}-{number}.csv";
            return name;
        })];
    }

    private static bool IsPattern(string argument) => argument.AsSpan().IndexOfAny("*?") >= 0;

    private static bool IsMovieOrImage(string file) => Images.Contains(Path.GetExtension(file)) || Movies.Contains(Path.GetExtension(file));
}
