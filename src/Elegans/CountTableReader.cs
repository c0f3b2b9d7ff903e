using System.Globalization;
using Elegans.Clock;
using Elegans.Intervals;

namespace Elegans;

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
    public static IReadOnlyList<FramePrediction> Read(string path)
    {
        Imaging.InputFile.RequireReadable(path);
        string[] lines = File.ReadAllLines(path);
        string[] header = [.. lines[0].TrimStart('\uFEFF').Split(',').Select(name => name.Trim())];
        int frameColumn = Array.IndexOf(header, "frame");
        int[] columns = [.. Lineages.All.Select(lineage => Array.IndexOf(header, lineage.Letter()))];
        if (columns.Contains(-1)) throw new InputException(path, 1, $"is not the header of a table of counts: it needs the columns {string.Join(",", Lineages.All)}.");
        var more = new MoreColumns(path, header);
        var predictions = new List<FramePrediction>();
        var seen = new HashSet<FrameIndex>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            string[] fields = lines[i].Split(',');
            if (fields.Length != header.Length) throw new InputException(path, i + 1, $"has {fields.Length} fields where the header has {header.Length}.");
            var frame = new FrameIndex(frameColumn < 0 ? predictions.Count : Count(path, i + 1, fields[frameColumn]));
            if (!seen.Add(frame)) throw new InputException(path, i + 1, $"tells frame {frame} a second time.");
            predictions.Add(more.Restore(i + 1, fields, columns.All(column => string.IsNullOrWhiteSpace(fields[column]))
                ? FramePrediction.WithoutEmbryo(frame)
                : FramePrediction.Of(frame, new LineageCounts([.. columns.Select(column => Count(path, i + 1, fields[column]))]))));
        }

        return predictions.Count > 0 ? predictions : throw new InputException(path, "has a header and no row.");
    }

    /// <summary>What this tool's own tables tell besides counts.</summary>
    private sealed class MoreColumns
    {
        private readonly string path;
        private readonly int status, minutes, pace;
        private readonly (int Low, int High)[] bounds;

        internal MoreColumns(string path, string[] header)
        {
            this.path = path;
            (status, minutes, pace) = (At("status"), At("minutes"), At("pace"));
            bounds = [.. Lineages.All.Select(lineage => lineage.Letter()).Append("total").Select(name => (At($"{name}_low"), At($"{name}_high")))];

            int At(string name) => Array.IndexOf(header, name);
        }

        internal FramePrediction Restore(int line, string[] fields, FramePrediction frame)
        {
            FrameStatus told = status < 0 ? frame.Status : FrameStatuses.Named(fields[status].Trim()) ?? throw new InputException(path, line, $"'{fields[status]}' is not a status.");
            if (frame.Counts is null) return frame.With(told == FrameStatus.Ok ? FrameStatus.NoEmbryo : told, null, null);
            bool bounded = bounds.All(each => each is ( >= 0, >= 0) && !string.IsNullOrWhiteSpace(fields[each.Low]));
            CountInterval[] intervals = bounded ? [.. bounds.Select(each => new CountInterval(Count(path, line, fields[each.Low]), string.IsNullOrWhiteSpace(fields[each.High]) ? null : Count(path, line, fields[each.High])))] : [];
            return frame.With(
                told,
                bounded ? new CountIntervals([.. intervals[..^1]], intervals[^1]) : null,
                minutes >= 0 && pace >= 0 && !string.IsNullOrWhiteSpace(fields[minutes]) ? new ClockTime(new DevelopmentalTime(Number(line, fields[minutes])), 0, Number(line, fields[pace]), told == FrameStatus.BeyondRange ? 1 : 0) : null);
        }

        private double Number(int line, string field) =>
            double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : throw new InputException(path, line, $"'{field}' is not a number.");
    }

    private static int Count(string path, int line, string field) =>
        int.TryParse(field.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new InputException(path, line, $"'{field}' is not a whole number of cells or frames.");
}
