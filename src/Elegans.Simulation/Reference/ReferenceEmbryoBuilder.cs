using System.Collections.Immutable;
using System.Numerics;
using Elegans.Annotation;

namespace Elegans.Simulation.Reference;

/// <summary>Computes the reference embryo from wild-type tracks.</summary>
public static class ReferenceEmbryoBuilder
{
    private const int EarlyCells = 26, LateCells = 170, MinLastCells = 300;
    private const int MinEmbryos = 12;
    private const int AlignmentRounds = 4;

    /// <summary>Builds the reference embryo.</summary>
    /// <param name="tracks">Wild-type embryos. Those not traced from 26 to 300 cells at least are left out.</param>
    /// <exception cref="ArgumentException">Too few embryos are traced far enough.</exception>
    public static ReferenceEmbryo Build(IEnumerable<NucleiTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        TimedEmbryo[] timed = [.. tracks.Select(TimedEmbryo.Of).OfType<TimedEmbryo>()];
        if (timed.Length < MinEmbryos) throw new ArgumentException(
            $"Only {timed.Length} embryo(s) are traced from {EarlyCells} to {MinLastCells} cells; {MinEmbryos} are needed.", nameof(tracks));
        double pace = timed.Average(embryo => embryo.Pace);
        foreach (TimedEmbryo embryo in timed) embryo.Gather(pace);
        double end = Median(timed.Select(embryo => embryo.End));
        (TimedEmbryo[] aligned, RigidMotion[] motions) = AlignPositions(timed);
        double halfLength = HalfLength(aligned, motions);
        var cells = timed.SelectMany(embryo => embryo.Lives.Keys).Distinct()
            .Select(name => Cell(name, timed, aligned, motions, halfLength, end)).OfType<ReferenceCell>().ToList();
        return new ReferenceEmbryo(WithMothers(cells), timed.Length, end);
    }

    /// <summary>A cell whose mother is unknown could never be born in a drawing; the first cells have none.</summary>
    private static IEnumerable<ReferenceCell> WithMothers(List<ReferenceCell> cells)
    {
        Dictionary<string, ReferenceCell> known = cells.ToDictionary(cell => cell.Name, StringComparer.Ordinal);
        foreach (ReferenceCell cell in cells)
        {
            string? mother = LineageTree.MotherOf(cell.Name);
            if (mother is null or "P0" || (known.TryGetValue(mother, out ReferenceCell? found) && found.Cycle is not null)) yield return cell;
        }
    }

    private static ReferenceCell? Cell(string name, TimedEmbryo[] timed, TimedEmbryo[] aligned, RigidMotion[] motions, double halfLength, double end)
    {
        var lives = timed.Where(embryo => embryo.Lives.ContainsKey(name)).Select(embryo => (Embryo: embryo, Life: embryo.Lives[name])).ToList();
        if (lives.Count < MinEmbryos) return null;
        double[] births = [.. lives.Where(l => l.Life.BirthSeen).Select(l => l.Life.Birth)];
        double[] cycles = [.. lives.Where(l => l.Life.BirthSeen && l.Life.DivisionSeen).Select(l => l.Life.Division - l.Life.Birth)];
        // The first cells were there before filming; their division is what is known.
        if (births.Length < MinEmbryos / 2) (births, cycles) = FromDivisions(lives.Select(l => l.Life));
        if (births.Length == 0 || births.Average() > end - 2) return null;
        bool divides = cycles.Length >= Math.Max(3, births.Length / 2);
        double span = divides ? cycles.Average() : Math.Max(5, end - births.Average());
        ImmutableArray<ReferencePlace> path = Path(name, aligned, motions, halfLength, divides, span);
        return path.IsEmpty
            ? null
            : new ReferenceCell(name, lives.Count, births.Average(), Spread(births), divides ? cycles.Average() : null, divides ? Spread(cycles) : 0, path);
    }

    private static (double[] Births, double[] Cycles) FromDivisions(IEnumerable<CellLife> lives)
    {
        const double assumedCycle = 15;
        double[] divisions = [.. lives.Where(life => life.DivisionSeen).Select(life => life.Division)];
        return ([.. divisions.Select(division => division - assumedCycle)], [.. divisions.Select(_ => assumedCycle)]);
    }

    private static ImmutableArray<ReferencePlace> Path(string name, TimedEmbryo[] aligned, RigidMotion[] motions, double halfLength, bool divides, double span)
    {
        var places = ImmutableArray.CreateBuilder<ReferencePlace>(ReferenceTable.Places);
        for (int step = 0; step < ReferenceTable.Places; step++)
        {
            var seen = new List<(Vector3 Position, float Diameter)>();
            for (int i = 0; i < aligned.Length; i++)
            {
                if (aligned[i].PlaceOf(name, step / (double)(ReferenceTable.Places - 1), divides ? null : span) is not { } place) continue;
                seen.Add((motions[i].Apply(place.Position) / (float)halfLength, place.Diameter * motions[i].Scale / (float)halfLength));
            }

            if (seen.Count < MinEmbryos / 2)
            {
                if (places.Count == 0) return [];
                places.Add(places[^1]);
                continue;
            }

            var mean = new Vector3(seen.Average(s => s.Position.X), seen.Average(s => s.Position.Y), seen.Average(s => s.Position.Z));
            float spread = MathF.Sqrt(seen.Average(s => (s.Position - mean).LengthSquared()) / 3), diameter = seen.Average(s => s.Diameter);
            places.Add(new ReferencePlace(mean, spread, diameter, (float)Spread([.. seen.Select(s => (double)s.Diameter)])));
        }

        return places.ToImmutable();
    }

    /// <summary>Brings all embryos onto a common one, round by round; embryos that fit badly (a wrong slice distance, say) are left out of positions.</summary>
    private static (TimedEmbryo[] Embryos, RigidMotion[] Motions) AlignPositions(TimedEmbryo[] embryos)
    {
        TimedEmbryo first = embryos.MaxBy(embryo => embryo.Lives.Count)!;
        Dictionary<string, Vector3> mean = Middles(first).ToDictionary();
        RigidMotion[] motions = [];
        double[] misfits = [];
        for (int round = 0; round < AlignmentRounds; round++)
        {
            motions = [.. embryos.Select(
                embryo => RigidMotion.Between([.. Middles(embryo).Where(m => mean.ContainsKey(m.Key)).Select(m => (m.Value, mean[m.Key]))]))];
            misfits = [.. embryos.Select(
                (embryo, i) => Middles(embryo).Where(m => mean.ContainsKey(m.Key)).Average(m => Vector3.Distance(motions[i].Apply(m.Value), mean[m.Key])))];
            double tolerated = 1.5 * Median(misfits);
            mean = embryos.SelectMany((embryo, i) => misfits[i] <= tolerated ? Middles(embryo).Select(m => (m.Key, At: motions[i].Apply(m.Value))) : [])
                .GroupBy(m => m.Key, m => m.At).Where(group => group.Count() >= MinEmbryos / 2)
                .ToDictionary(group => group.Key, group => group.Aggregate((a, b) => a + b) / group.Count());
        }

        double limit = 1.5 * Median(misfits);
        int[] kept = [.. Enumerable.Range(0, embryos.Length).Where(i => misfits[i] <= limit)];
        Vector3 centre = mean.Values.Aggregate((a, b) => a + b) / mean.Count;
        return ([.. kept.Select(i => embryos[i])], [.. kept.Select(i => motions[i] with { To = motions[i].To - centre })]);
    }

    private static IEnumerable<KeyValuePair<string, Vector3>> Middles(TimedEmbryo embryo)
    {
        foreach (string name in embryo.Lives.Keys)
            if (embryo.PlaceOf(name, 0.5, null) is { } place) yield return KeyValuePair.Create(name, place.Position);
    }

    private static double HalfLength(TimedEmbryo[] aligned, RigidMotion[] motions)
    {
        double[] along = [.. aligned.SelectMany((embryo, i) => Middles(embryo).Select(m => (double)Math.Abs(motions[i].Apply(m.Value).X))).Order()];
        return along[(int)(along.Length * 0.995)];
    }

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>When one cell of one embryo was born and divided, in reference minutes.</summary>
    private sealed class CellLife(double birth, bool birthSeen, double division, bool divisionSeen, List<(int Time, Nucleus Nucleus)> seen)
    {
        internal double Birth => birth;

        internal bool BirthSeen => birthSeen;

        internal double Division => division;

        internal bool DivisionSeen => divisionSeen;

        internal List<(int Time, Nucleus Nucleus)> Seen => seen;
    }

    /// <summary>An embryo with its time axis on reference minutes.</summary>
    private sealed class TimedEmbryo
    {
        private readonly NucleiTrack track;
        private readonly double early;

        private TimedEmbryo(NucleiTrack track, double early, double pace)
        {
            this.track = track;
            this.early = early;
            Pace = pace;
        }

        /// <summary>Time points from 26 to 170 cells.</summary>
        internal double Pace { get; }

        internal double End { get; private set; }

        internal Dictionary<string, CellLife> Lives { get; } = [];

        internal static TimedEmbryo? Of(NucleiTrack track)
        {
            (double Time, int Cells)[] totals = [.. track.TimePoints.Select(time => ((double)time.Value, track.CountsAt(time)!.Value.Total))];
            double? first = Crossing(totals, EarlyCells), second = Crossing(totals, LateCells);
            bool farEnough = totals[^1].Cells >= MinLastCells;
            return first is { } from && second is { } to && to > from && farEnough ? new TimedEmbryo(track, from, to - from) : null;
        }

        internal void Gather(double meanPace)
        {
            int first = track.TimePoints[0].Value;
            End = Minutes(track.TimePoints[^1].Value, meanPace);
            var seen = track.TimePoints.SelectMany(time => track.NucleiAt(time).Where(n => n.Lineage is not null).Select(n => (time.Value, Nucleus: n)))
                .GroupBy(s => s.Nucleus.Cell).ToDictionary(group => group.Key, group => group.ToList());
            HashSet<string?> mothers = [.. seen.Keys.Select(LineageTree.MotherOf)];
            foreach ((string name, List<(int Time, Nucleus Nucleus)> life) in seen)
            {
                // A cell divides between its last time point and its daughters' first; without a daughter, only its tracing ends.
                Lives[name] = new CellLife(
                    Minutes(life[0].Time, meanPace), life[0].Time > first, Minutes(life[^1].Time + 1, meanPace), mothers.Contains(name), life);
            }
        }

        /// <summary>Where a cell is when a share of its life is over; of a cell that is not seen to divide, a share of a given span of minutes.</summary>
        internal (Vector3 Position, float Diameter)? PlaceOf(string name, double share, double? span)
        {
            if (!Lives.TryGetValue(name, out CellLife? life)) return null;
            double minutes = span ?? (life.Division - life.Birth);
            int wanted = life.Seen[0].Time + (int)Math.Round(
                share * minutes * (life.Seen[^1].Time + 1 - life.Seen[0].Time) / Math.Max(life.Division - life.Birth, 1e-6));
            if (span is not null && wanted > life.Seen[^1].Time) return null;
            Nucleus at = life.Seen.MinBy(s => Math.Abs(s.Time - wanted)).Nucleus;
            return (new Vector3(at.X, at.Y, at.Z * (float)DrawingOptions.PixelsPerSlice), at.Diameter);
        }

        private static double? Crossing((double Time, int Cells)[] totals, int cells)
        {
            int i = Array.FindIndex(totals, total => total.Cells >= cells);
            return i > 0 ? totals[i].Time : null;
        }

        private double Minutes(int time, double meanPace) => (time - early) / Pace * meanPace;
    }
}
