using System.CommandLine;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Annotation.Audit;
using Elegans.CommandLine;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Reference;
using Elegans.Training.Data;
using Elegans.Training.Export;
using Elegans.Training.Frames;

namespace Elegans.Trainer;

/// <summary>The options that name what a run trains on.</summary>
internal sealed class TrainingDataOptions
{
    private const int DrawnByDefault = 100;
    private readonly Option<DirectoryInfo?> nuclei = new("--nuclei")
    {
        Description = "Folder of nuclei tracks (CD*.csv or .csv.gz) to render embryos from. Default: embryos drawn from the built-in reference embryo.",
    };
    private readonly Option<int?> embryos = new("--embryos")
    {
        Description = "How many embryos to draw from the built-in reference embryo: 100 where there is no folder of tracks, else none unless given.",
        CustomParser = WholeNumber.BetweenOrNone(0, 100_000),
    };
    private readonly Option<string?> movies = new("--movies")
    {
        Description = "Real movies: a folder of files named after their tracks, or a manifest, a .csv with the columns movie,nuclei and perhaps "
            + "recording,offset,role (training, validation, calibration, test or excluded).",
    };
    private readonly Option<FileInfo?> labels = new("--labels")
    {
        Description = "Published table of frame labels. Only frames it labels are trained on; its counts are learnt where the recipe's Labels is Published.",
    };
    private readonly Option<DirectoryInfo> cache = new("--cache")
    {
        Description = "Folder for decoded movies and rendered sets.",
        DefaultValueFactory = _ => new DirectoryInfo(FrameCache.DefaultFolder),
    };
    private readonly Option<long> cacheSize = new("--cache-size")
    {
        Description = "How large that folder may become, such as 500M or 8G.",
        CustomParser = ByteSize.Positive,
        DefaultValueFactory = _ => FrameCache.DefaultMaxBytes,
        HelpName = "SIZE",
    };

    internal void AddTo(Command command)
    {
        command.Add(nuclei);
        command.Add(embryos);
        command.Add(movies);
        command.Add(labels);
        command.Add(cache);
        command.Add(cacheSize);
    }

    /// <summary>Reads the tracks, matches the movies and looks through them: the one set of data that all commands take.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="input">How frames are normalised, which says how dark is too dark.</param>
    /// <param name="say">Told of what takes a while.</param>
    /// <param name="cancellation">Stops between frames.</param>
    internal (TrainingData Data, DataCheck? Check) Read(ParseResult parsed, InputSpecification input, Action<string> say, CancellationToken cancellation)
    {
        EmbryoSet set = Embryos(parsed, say);
        DataCheck? check = parsed.GetValue(movies) is null ? null : Check(parsed, set, input, say, cancellation);
        return (new TrainingData(
            set.Tracks, check?.Movies, Published(parsed), new FrameCache(parsed.GetRequiredValue(cache).FullName, parsed.GetValue(cacheSize)))
        {
            IsUsable = check is null ? (_, _) => true : check.IsUsable,
            Recordings = set.Recordings,
            Roles = set.Roles,
        }, check);
    }

    /// <inheritdoc cref="Read(ParseResult, InputSpecification, Action{string}, CancellationToken)"/>
    internal (TrainingData Data, DataCheck? Check) Read(ParseResult parsed, InputSpecification input, CancellationToken cancellation) =>
        Read(parsed, input, parsed.InvocationConfiguration.Error.WriteLine, cancellation);

    /// <summary>Looks through the movies.</summary>
    /// <exception cref="InputException">No movies were named.</exception>
    internal DataCheck Check(ParseResult parsed, InputSpecification input, CancellationToken cancellation)
    {
        Action<string> say = parsed.InvocationConfiguration.Error.WriteLine;
        return parsed.GetValue(movies) is null ? throw new InputException("--movies", "is not given; there is nothing to look through.")
            : Check(parsed, Embryos(parsed, say), input, say, cancellation);
    }

    private static DataCheck Check(ParseResult parsed, EmbryoSet set, InputSpecification input, Action<string> say, CancellationToken cancellation)
    {
        var check = DataCheck.Of(set, input, movie => say($"looking through {Path.GetFileName(movie.Path)}"), cancellation);
        check.WriteSummary(parsed.InvocationConfiguration.Error);
        return check;
    }

    /// <summary>The embryos: of the folder of tracks, of the manifest, and drawn from the reference embryo.</summary>
    private EmbryoSet Embryos(ParseResult parsed, Action<string> say)
    {
        string? named = parsed.GetValue(movies);
        bool isManifest = named?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) == true;
        if (parsed.GetValue(nuclei) is { Exists: true } folder) say($"reading tracks of {folder.Name}");
        Dictionary<string, NucleiTrack> tracks = parsed.GetValue(nuclei) is { } tracked ? NucleiFolder.Read(tracked.FullName) : new(StringComparer.Ordinal);
        foreach (int number in Enumerable.Range(1, parsed.GetValue(embryos) ?? (tracks.Count == 0 ? DrawnByDefault : 0)))
        {
            NucleiTrack drawn = ReferenceEmbryo.BuiltIn.Draw(new Random(number), new DrawingOptions
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{TrainedCard.DrawnName}{number}"),
            });
            tracks.Add(drawn.Name, drawn);
        }

        return isManifest ? EmbryoSet.OfManifest(named!, tracks) : EmbryoSet.OfFolder(named, tracks);
    }

    /// <summary>What the published table says of one embryo, held against its track; null where there is no table, or nothing in it.</summary>
    internal EmbryoAudit? Audit(ParseResult parsed, NucleiTrack track) => parsed.GetValue(labels) is { } table
        && PublishedLabelReader.Read(table.FullName).Where(label => label.Embryo == track.Name).ToArray() is { Length: > 0 } rows
        ? EmbryoAudit.Of(track.Name, rows, track)
        : null;

    private Dictionary<string, IReadOnlyDictionary<FrameIndex, LineageCounts>>? Published(ParseResult parsed) => parsed.GetValue(labels) is { } table
        ? LabelAudit.Of(PublishedLabelReader.Read(table.FullName), _ => null).Embryos.ToDictionary(
            embryo => embryo.Embryo, embryo => (IReadOnlyDictionary<FrameIndex, LineageCounts>)embryo.Published, StringComparer.Ordinal)
        : null;
}
