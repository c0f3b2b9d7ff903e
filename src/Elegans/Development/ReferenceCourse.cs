using System.Collections.Immutable;
using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Development;

/// <summary>
/// The course that normal development takes: how many cells each lineage has at every minute of developmental time, on
/// average and with the spread between embryos. Computed from traced wild-type embryos (docs/accuracy.md says which and how).
/// </summary>
/// <remarks>Immutable; safe for use by several threads.</remarks>
public sealed class ReferenceCourse
{
    private const int Version = 1;
    private const string Resource = "reference-course.csv";
    private static readonly Lazy<ReferenceCourse> Shipped = new(ReadShipped);
    private readonly ImmutableArray<double>[] means, spreads;

    /// <summary>Creates a course from its values at every minute.</summary>
    /// <param name="embryos">How many embryos it was computed from.</param>
    /// <param name="firstMinute">Developmental time of the first value.</param>
    /// <param name="means">For each minute, the mean number of cells of each lineage.</param>
    /// <param name="spreads">For each minute, the standard deviation between embryos.</param>
    /// <exception cref="ArgumentException">There are fewer than two minutes, or means and spreads differ in length.</exception>
    public ReferenceCourse(int embryos, int firstMinute, IEnumerable<ImmutableArray<double>> means, IEnumerable<ImmutableArray<double>> spreads)
    {
        this.means = [.. means];
        this.spreads = [.. spreads];
        if (this.means.Length < 2 || this.means.Length != this.spreads.Length) throw new ArgumentException(
            "A course has two minutes at least, and a spread for every mean.", nameof(means));
        Embryos = embryos;
        First = new DevelopmentalTime(firstMinute);
        Last = new DevelopmentalTime(firstMinute + this.means.Length - 1);
    }

    /// <summary>The course that ships with this library.</summary>
    public static ReferenceCourse BuiltIn => Shipped.Value;

    /// <summary>How many embryos it was computed from.</summary>
    public int Embryos { get; }

    /// <summary>Where the course begins.</summary>
    public DevelopmentalTime First { get; }

    /// <summary>Where the course ends: enough embryos were traced until then.</summary>
    public DevelopmentalTime Last { get; }

    /// <summary>The mean number of cells of a lineage; before the course begins and after it ends, what it has there.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="time">When.</param>
    public double Mean(Lineage lineage, DevelopmentalTime time) => At(means, lineage, time);

    /// <summary>The standard deviation between embryos of a lineage's number of cells.</summary>
    /// <param name="lineage">The lineage.</param>
    /// <param name="time">When.</param>
    public double Spread(Lineage lineage, DevelopmentalTime time) => At(spreads, lineage, time);

    /// <summary>The mean number of cells of all lineages.</summary>
    /// <param name="time">When.</param>
    public double Total(DevelopmentalTime time) => FounderLineages.All.Sum(lineage => Mean(lineage, time));

    /// <summary>The whole cells that an embryo of this age most likely has.</summary>
    /// <param name="time">When.</param>
    public LineageCounts CountsAt(DevelopmentalTime time) => LineageCounts.Round([.. FounderLineages.All.Select(lineage => (float)Mean(lineage, time))]);

    /// <summary>Reads a course.</summary>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="reader">The table, as <see cref="Write"/> writes it.</param>
    /// <exception cref="InputException">It is no such table.</exception>
    public static ReferenceCourse Read(string path, TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using TableReader table = TableReader.OpenOwn(path, reader, out string[] about);
        if (about is not ["reference course", var version, var embryos] || version != $"version {Version}") throw new InputException(
            path, 1, $"is not a reference course of version {Version}.");
        if (table.Names.Count != 1 + (2 * FounderLineages.Count)) throw new InputException(
            path, 2, $"has {table.Names.Count} columns in place of {1 + (2 * FounderLineages.Count)}.");
        var meanRows = new List<ImmutableArray<double>>();
        var spreadRows = new List<ImmutableArray<double>>();
        int first = 0;
        while (table.Read())
        {
            if (meanRows.Count == 0) first = table.Whole(0);
            meanRows.Add([.. FounderLineages.All.Select(lineage => table.Double(1 + (int)lineage))]);
            spreadRows.Add([.. FounderLineages.All.Select(lineage => table.Double(1 + FounderLineages.Count + (int)lineage))]);
        }

        return new ReferenceCourse(int.Parse(embryos.Split(' ')[0], CultureInfo.InvariantCulture), first, meanRows, spreadRows);
    }

    /// <summary>Writes the course as CSV: the minute, each lineage's mean, each lineage's standard deviation.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"reference course,version {Version},{Embryos} embryos\n");
        writer.Write($"minute,{string.Join(',', FounderLineages.All)},{string.Join(',', FounderLineages.All.Select(lineage => $"{lineage}_sd"))}\n");
        for (int i = 0; i < means.Length; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{First.Minutes + i:F0},{Numbers(means[i])},{Numbers(spreads[i])}\n"));
    }

    private static string Numbers(ImmutableArray<double> values) =>
        string.Join(',', values.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)));

    private static ReferenceCourse ReadShipped()
    {
        using Stream stream = typeof(ReferenceCourse).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Read(Resource, reader);
    }

    private double At(ImmutableArray<double>[] values, Lineage lineage, DevelopmentalTime time)
    {
        double place = Math.Clamp(time.Minutes - First.Minutes, 0, values.Length - 1);
        int below = Math.Min((int)place, values.Length - 2);
        double share = place - below;
        return ((1 - share) * values[below][(int)lineage]) + (share * values[below + 1][(int)lineage]);
    }
}
