using System.CommandLine;
using System.Globalization;
using Elegans.Cli.Inputs;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Imaging.Volumes;
using Elegans.Imaging.Volumes.Makers;

namespace Elegans.Cli.Batch;

/// <summary>What a user named, as a list of files: files, folders, and patterns such as <c>movies/*.mov</c>.</summary>
internal static class ManyInputs
{
    /// <summary>The name of the argument that stands for the inputs.</summary>
    internal const string Name = "INPUT";

    private static readonly HashSet<string> Images = new(
        StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp" };
    private static readonly HashSet<string> Movies = new(
        StringComparer.OrdinalIgnoreCase) { ".mov", ".mp4", ".avi", ".m4v", ".mkv", ".mpg", ".mpeg", ".webm", ".wmv", ".flv", ".ts", ".ogv" };

    /// <summary>Refuses what looks like an option: of many inputs, a misspelt option would otherwise be one of them.</summary>
    internal static void RefuseOptions(Argument<string[]> inputs) => inputs.Validators.Add(result =>
    {
        foreach (string word in result.Tokens.Select(token => token.Value)
            .Where(word => word.StartsWith('-') && word != NamedInputs.StandardInput && !Path.Exists(word)))
            result.AddError($"Unrecognized option '{word}'.");
    });

    /// <summary>Whether the arguments name one file, and nothing to look for others in.</summary>
    internal static bool IsOne(IReadOnlyList<string> named) =>
        named.Count == 1 && (StoreFolders.Is(named[0]) || (!Directory.Exists(named[0]) && (!IsPattern(named[0]) || File.Exists(named[0]))));

    /// <summary>The files, each once, in the order of the arguments and of their names within a folder.</summary>
    /// <param name="named">The arguments.</param>
    /// <param name="ignored">Told how many files of a folder are neither movies nor images.</param>
    /// <param name="parts">Told how many files of a folder or pattern are parts of others, and read with them.</param>
    /// <exception cref="InputException">An argument stands for nothing.</exception>
    internal static IReadOnlyList<string> Find(IEnumerable<string> named, Action<string, int> ignored, Action<string, int>? parts = null)
    {
        var files = new List<string>();
        foreach (string argument in named)
        {
            if (Directory.Exists(argument) && !StoreFolders.Is(argument))
            {
                string[] all = [.. Directory.EnumerateFiles(argument).Concat(StoreFolders.In(argument)).Where(file => Path.GetFileName(file)[0] != '.')
                    .Order(StringComparer.Ordinal)];
                // A pipe or a device in a folder is nobody's movie, and to open one can wait for ever.
                string[] usable = [.. all.Where(file => StoreFolders.Is(file) || (IsMovieOrImage(file) && FileKinds.Of(file) == FileKind.File))];
                if (usable.Length == 0 && Directory.EnumerateDirectories(argument).Take(2).Count() == 2) throw new InputException(
                    argument,
                    "holds folders and no movie or image itself: if each is a time point, --sequence reads them as one movie; else name the folders.");
                if (usable.Length == 0) throw new InputException(
                    argument, $"holds no movie and no image ({string.Join(", ", Movies.Take(3).Concat(Images.Take(3)))} and others).");
                if (usable.Length < all.Length) ignored(argument, all.Length - usable.Length);
                Add(argument, usable);
            }
            else if (IsPattern(argument) && !Path.Exists(argument))
            {
                string folder = Path.GetDirectoryName(argument) is { Length: > 0 } named1 ? named1 : ".";
                if (IsPattern(folder)) throw new InputException(argument, "has a pattern in a folder's name; name the folders one by one.");
                string[] found = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(argument))
                    .Concat(StoreFolders.In(folder, Path.GetFileName(argument))).Order(StringComparer.Ordinal)] : [];
                if (found.Length == 0) throw new InputException(argument, "fits no file.");
                Add(argument, found);
            }
            else
            {
                files.Add(argument);
            }
        }

        return [.. files.DistinctBy(file => file.Length == 0 ? file : Path.GetFullPath(file))];

        void Add(string argument, string[] found)
        {
            IReadOnlyList<string> firsts = FileSets.Firsts(found);
            if (firsts.Count < found.Length) parts?.Invoke(argument, found.Length - firsts.Count);
            files.AddRange(firsts);
        }
    }

    /// <summary>Refuses files that look like the frames of one movie, as only the user knows whether they are: a table of each would have a row.</summary>
    /// <param name="named">The arguments.</param>
    /// <param name="files">The files that they stand for.</param>
    /// <exception cref="UsageException">They look so.</exception>
    internal static void RefuseFrames(IReadOnlyList<string> named, IReadOnlyList<string> files)
    {
        if (NumberedPictures.LookLike(files) is not { } series) return;
        string where = named.Count == 1 ? named[0] : Path.GetDirectoryName(files[0]) is { Length: > 0 } folder ? folder : ".";
        string are = series.AreMoviesOfSlices ? "the slices of one movie"
            : series.HasSlices || series.Planes > 1 ? "the slices of one movie's time points"
            : series.Series > 1 ? "the frames of one movie in several channels" : "the frames of one movie";
        string pictures = series.Planes > 1 ? $"stacks of {series.Planes} pictures" : "pictures";
        string read = series.AreMoviesOfSlices ? "save one stack for each time point to read them so"
            : series.Series > 1 ? "add --sequence and name one of the series by a pattern in quotes to read it so"
            : series.Planes > 1 ? $"add --sequence --slices {series.Planes} to read them so" : "add --sequence to read them so";
        throw new UsageException(string.Create(
            CultureInfo.InvariantCulture,
            $"{where}: {series.Pictures} {pictures} numbered {series.First} to {series.Last} look like {are}: {read}, or --stills to count each on its own."));
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

    private static bool IsMovieOrImage(string file) => Images.Contains(Path.GetExtension(file)) || Movies.Contains(Path.GetExtension(file))
        || MakersFormats.IsMeantAsInput(file);
}
