using System.CommandLine;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Annotation.Audit;
using Elegans.CommandLine;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Simulation.Reference;
using Elegans.Training.Data;
using Elegans.Training.Frames;

namespace Elegans.Trainer;

/// <summary>The options that name what a run trains on.</summary>
internal sealed class TrainingDataOptions
{
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
            + "recording,offset.",
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

    /// <summary>Reads the tracks, matches the movies and looks through them.</summary>
    internal (TrainingData Data, DataCheck? Check) Read(ParseResult parsed, InputSpecification input, CancellationToken cancellation)
    {
        Dictionary<string, NucleiTrack> tracks = Tracks(parsed);
        DataCheck? check = Check(parsed, tracks, input, cancellation);
        return (new TrainingData(tracks, check?.Movies, Published(parsed), new FrameCache(parsed.GetRequiredValue(cache).FullName, parsed.GetValue(cacheSize)))
        {
            IsUsable = check is null ? (_, _) => true : check.IsUsable,
        }, check);
    }

    /// <summary>Looks through the movies; null where none are named.</summary>
    internal DataCheck? Check(ParseResult parsed, IReadOnlyDictionary<string, NucleiTrack> tracks, InputSpecification input, CancellationToken cancellation)
    {
        if (parsed.GetValue(movies) is not { } named) return null;
        MovieSet set = named.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? MovieSet.OfManifest(named) : MovieSet.OfFolder(named, tracks);
        TextWriter error = parsed.InvocationConfiguration.Error;
        var check = DataCheck.Of(set, input, movie => error.WriteLine($"looking through {Path.GetFileName(movie.Path)}"), cancellation);
        check.WriteSummary(error);
        return check;
    }

    /// <summary>The tracks to render, and those of the movies.</summary>
    internal Dictionary<string, NucleiTrack> Tracks(ParseResult parsed)
    {
        Dictionary<string, NucleiTrack> tracks = parsed.GetValue(nuclei) is { } tracked ? NucleiFolder.Read(tracked.FullName) : new(StringComparer.Ordinal);
        foreach (int number in Enumerable.Range(1, parsed.GetValue(embryos) ?? (tracks.Count == 0 ? 100 : 0)))
        {
            NucleiTrack drawn = ReferenceEmbryo.BuiltIn.Draw(new Random(number), new DrawingOptions
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"reference-{number}"),
            });
            tracks.Add(drawn.Name, drawn);
        }

        return tracks;
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
