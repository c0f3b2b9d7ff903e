using System.Collections.Immutable;
using System.Globalization;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Annotation.Audit;

/// <summary>A published table of frame labels held against the tracks of its embryos: duplicates, stretched time, shifted lineages, errors.</summary>
public sealed class LabelAudit
{
    /// <summary>What counts as stretched: more than this share of the true duration too long or too short.</summary>
    private const double Tolerance = 0.05;

    private LabelAudit(ImmutableArray<EmbryoAudit> embryos) => Embryos = embryos;

    /// <summary>The embryos, by name.</summary>
    public ImmutableArray<EmbryoAudit> Embryos { get; }

    /// <summary>The embryos that occur more than once: more than half of their frames are given again.</summary>
    public IEnumerable<EmbryoAudit> Repeated => Embryos.Where(embryo => embryo.RepeatedRows > embryo.Published.Count / 2);

    /// <summary>The embryos without a track, of which nothing can be said.</summary>
    public IEnumerable<EmbryoAudit> WithoutTrack => Embryos.Where(embryo => embryo.Traced is null);

    /// <summary>The embryos whose time is stretched or squeezed.</summary>
    public IEnumerable<EmbryoAudit> Stretched => Embryos.Where(embryo => embryo.Stretch is { } stretch && Math.Abs(stretch - 1) > Tolerance);

    /// <summary>Holds a table against tracks.</summary>
    /// <param name="labels">The rows of the table.</param>
    /// <param name="trackOf">Gives the track of an embryo; null where there is none.</param>
    public static LabelAudit Of(IEnumerable<PublishedLabel> labels, Func<string, NucleiTrack?> trackOf)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(trackOf);
        return new LabelAudit(
            [.. labels.GroupBy(label => label.Embryo, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).AsParallel().AsOrdered()
            .Select(group => EmbryoAudit.Of(group.Key, [.. group], trackOf(group.Key)))]);
    }

    /// <summary>
    /// Writes one row for each embryo: its rows, how far its time is stretched, the mean error and the lateness of each lineage. What cannot be
    /// told is empty.
    /// </summary>
    /// <param name="writer">Where to.</param>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        const string Embryo = "embryo,rows,repeated_rows,contradicting_rows,traced_frames,compared_frames,labelled_past_tracing,stretch";
        writer.Write($"{Embryo},{Columns("error")},total_error,total_share_error,{Columns("late_by_frames")}\n");
        foreach (EmbryoAudit embryo in Embryos)
        {
            writer.Write(Text(
                $"{embryo.Embryo},{embryo.Rows},{embryo.RepeatedRows},{embryo.ContradictingRows},{embryo.Traced?.Count},{embryo.Errors?.Frames},"
                + $"{(embryo.Traced is null ? "" : Text($"{embryo.LabelledPastTracing}"))},{embryo.Stretch:F2},"));
            writer.Write(
                string.Join(',', FounderLineages.All.Select(
                lineage => string.Create(CultureInfo.InvariantCulture, $"{embryo.Errors?.LineageErrors[(int)lineage]:F2}"))));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{embryo.Errors?.TotalError:F2},{embryo.Errors?.TotalShareError:F4},"));
            writer.Write($"{string.Join(',', embryo.Lateness)}\n");
        }
    }

    /// <summary>Writes what the table comes to, in words.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteSummary(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        EmbryoAudit[] compared = [.. Embryos.Where(embryo => embryo.Errors is not null)];
        Line($"{Embryos.Sum(embryo => embryo.Rows)} rows of {Embryos.Length} embryos; {WithoutTrack.Count()} of them without a track{Names(WithoutTrack)}");
        Line($"{Embryos.Sum(embryo => embryo.RepeatedRows)} rows repeat a frame, {Embryos.Sum(embryo => embryo.ContradictingRows)} of them with other counts; "
            + $"{Repeated.Count()} embryos occur more than once{Names(Repeated)}");
        Line($"{Embryos.Sum(embryo => embryo.LabelledPastTracing)} frames are labelled past the last traced one, without any truth");
        if (compared.Length == 0) return;
        double[] stretches = [.. Embryos.Select(embryo => embryo.Stretch).OfType<double>().Order()];
        if (stretches.Length > 0)
            Line($"time is stretched by more than {Tolerance:P0} in {Stretched.Count()} of {stretches.Length} embryos: median "
                + $"{stretches[stretches.Length / 2]:F2}, from {stretches[0]:F2} to {stretches[^1]:F2}");
        int frames = compared.Sum(embryo => embryo.Errors!.Frames);
        Line(
            $"mean absolute error over {frames} traced frames: {Lineages(lineage => Mean(embryo => embryo.Errors!.LineageErrors[(int)lineage]))}; "
            + $"the total is off by {Mean(embryo => embryo.Errors!.TotalShareError):P1}");
        LineageCounts[] traced =
            [.. compared.SelectMany(embryo => embryo.Traced!.Where(frame => embryo.Published.ContainsKey(frame.Key))).Select(frame => frame.Value)];
        Line($"traced, on average:                          {Lineages(lineage => traced.Average(counts => counts[lineage]))}");
        foreach (Lineage lineage in FounderLineages.All)
        {
            int[] late = [.. Embryos.Select(embryo => embryo.Lateness[(int)lineage]).OfType<int>().Order()];
            if (late.Length > 0) Line(
                $"{lineage} first appears late, beyond the stretch, by a median of {late[late.Length / 2]} frames (from {late[0]} to {late[^1]})");
        }

        double Mean(Func<EmbryoAudit, double> error) => compared.Sum(embryo => error(embryo) * embryo.Errors!.Frames) / frames;

        void Line(ref InvariantText text) => writer.Write(text.ToStringAndClear() + "\n");
    }

    private static string Lineages(Func<Lineage, double> of) => string.Join("  ", FounderLineages.All.Select(lineage => Text($"{lineage} {of(lineage):F2}")));

    private static string Text(ref InvariantText text) => text.ToStringAndClear();

    private static string Columns(string what) => string.Join(',', FounderLineages.All.Select(lineage => $"{lineage}_{what}"));

    private static string Names(IEnumerable<EmbryoAudit> embryos)
    {
        string[] names = [.. embryos.Select(embryo => embryo.Embryo)];
        return names.Length == 0 ? "" : $" ({string.Join(", ", names.Take(5))}{(names.Length > 5 ? ", …" : "")})";
    }
}
