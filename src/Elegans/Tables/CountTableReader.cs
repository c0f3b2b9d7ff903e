using Elegans.Development;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Tables;

/// <summary>Reads tables of counts: this tool's own, and the predecessor's, which have no column <c>frame</c>.</summary>
public static class CountTableReader
{
    /// <summary>Reads a table of counts.</summary>
    /// <param name="path">CSV with columns A, E, M, P, C, D, Z; a column <c>frame</c> if it has one, or else one row for each frame from 0.</param>
    /// <returns>
    /// The frames in the table's order; a row whose counts are empty is a frame without an embryo. Status, intervals, age and pace
    /// come back where the table has them.
    /// </returns>
    /// <exception cref="InputException">The file is missing, a column is missing, or a row is malformed (with its line).</exception>
    public static IReadOnlyList<FramePrediction> Read(string path) => ReadRows(path, several: false)[0];

    /// <summary>Reads a table of counts of one embryo or several.</summary>
    /// <param name="path">As of <see cref="Read"/>; a column <c>embryo</c> tells whose a row is.</param>
    /// <returns>The frames of each embryo, in the table's order.</returns>
    /// <exception cref="InputException">The file is missing, a column is missing, or a row is malformed (with its line).</exception>
    public static IReadOnlyList<IReadOnlyList<FramePrediction>> ReadEmbryos(string path) => ReadRows(path, several: true);

    private static List<IReadOnlyList<FramePrediction>> ReadRows(string path, bool several)
    {
        InputFile.RequireReadable(path);
        using TableReader table = TableReader.Open(path);
        int frameColumn = table.Column("frame"), embryoColumn = table.Column("embryo");
        int[] columns = table.Columns("a table of counts", FounderLineages.All.Select(lineage => lineage.Letter()));
        var more = new MoreColumns(path, table);
        var embryos = new OrderedDictionary<int, List<FramePrediction>>();
        var seen = new HashSet<(int Embryo, FrameIndex Frame)>();
        while (table.Read())
        {
            if (frameColumn >= 0 && table.IsEmpty()) continue;
            int embryo = embryoColumn < 0 ? 0 : Count(table, embryoColumn);
            if (!embryos.TryGetValue(embryo, out List<FramePrediction>? predictions))
            {
                if (!several && embryos.Count > 0) throw new InputException(
                    path, table.Line, "goes on with another embryo; keep the rows of one embryo.");
                embryos.Add(embryo, predictions = []);
            }

            var frame = new FrameIndex(frameColumn < 0 ? predictions.Count : Count(table, frameColumn));
            if (!seen.Add((embryo, frame))) throw new InputException(path, table.Line, $"gives frame {frame} a second time.");
            predictions.Add(more.Restore(columns.All(table.IsMissing)
                ? FramePrediction.WithoutEmbryo(frame)
                : FramePrediction.Of(frame, Counts(path, table, columns))));
        }

        return embryos.Count > 0 ? [.. embryos.Values] : throw new InputException(path, "has a header and no row.");
    }

    private static LineageCounts Counts(string path, TableReader table, int[] columns)
    {
        int[] counts = [.. columns.Select(column => Count(table, column))];
        long total = counts.Sum(count => (long)count);
        return total <= int.MaxValue
            ? new LineageCounts(counts)
            : throw new InputException(path, table.Line, FormattableString.Invariant($"has {total} cells, which no embryo has."));
    }

    private static int Count(TableReader table, int column)
    {
        const string meaning = "a whole number of cells or frames";
        int count = table.Whole(column, meaning);
        return count >= 0 ? count : throw table.Malformed(column, $"is not {meaning}.");
    }

    /// <summary>What this tool's own tables contain besides counts.</summary>
    private sealed class MoreColumns
    {
        private readonly string path;
        private readonly TableReader table;
        private readonly int status, minutes, pace, deviates, measured;
        private readonly (int Low, int High) measuredBounds;
        private readonly int[] expected;
        private readonly (int Low, int High)[] bounds;

        internal MoreColumns(string path, TableReader table)
        {
            (this.path, this.table) = (path, table);
            (status, minutes, pace) = (table.Column("status"), table.Column("minutes"), table.Column("pace"));
            (deviates, measured) = (table.Column("deviates"), table.Column("measured"));
            expected = [.. FounderLineages.All.Select(lineage => table.Column($"expected_{lineage}"))];
            measuredBounds = (table.Column("measured_low"), table.Column("measured_high"));
            bounds = [.. FounderLineages.All.Select(lineage => lineage.Letter()).Append("total")
                .Select(name => (table.Column($"{name}_low"), table.Column($"{name}_high")))];
        }

        internal FramePrediction Restore(FramePrediction frame)
        {
            FrameStatus told = frame.Status;
            if (status >= 0)
            {
                string name = table.Text(status).ToString();
                told = FrameStatuses.Named(name) ?? throw new InputException(path, table.Line, $"'{name}' is not a status.");
            }

            if (frame.Counts is null) return frame.With(told == FrameStatus.Ok ? FrameStatus.NoEmbryo : told, null, null);
            CountInterval?[] intervals = bounds.All(each => each is ( >= 0, >= 0)) ? [.. bounds.Select(each => Interval(each.Low, each.High))] : [];
            ClockTime? clock = minutes >= 0 && pace >= 0 && !table.IsMissing(minutes)
                ? new ClockTime(new DevelopmentalTime(table.Double(minutes)), 0, table.Double(pace), told == FrameStatus.BeyondRange ? 1 : 0)
                : null;
            CountIntervals? known = intervals.Any(interval => interval is not null) ? new CountIntervals([.. intervals[..^1]], intervals[^1]) : null;
            FramePrediction restored = frame.With(told, known, clock, Deviates(), Measured());
            return expected.All(column => column >= 0 && !table.IsMissing(column)) ? restored.Beside(Counts(path, table, expected)) : restored;
        }

        private Deviation? Deviates()
        {
            if (deviates < 0 || table.IsMissing(deviates)) return null;
            string name = table.Text(deviates).ToString();
            return Deviations.Named(name) ?? throw new InputException(path, table.Line, $"'{name}' is no deviation.");
        }

        private MeasuredTotal? Measured() => measured < 0 || table.IsMissing(measured) ? null : new MeasuredTotal(
            Count(table, measured), measuredBounds is ( >= 0, >= 0) ? Interval(measuredBounds.Low, measuredBounds.High) : null);

        /// <summary>An interval; null where the fields are empty, and without an upper bound where the second one is.</summary>
        private CountInterval? Interval(int low, int high) =>
            table.IsMissing(low) ? null : new CountInterval(Count(table, low), table.IsMissing(high) ? null : Count(table, high));
    }
}
