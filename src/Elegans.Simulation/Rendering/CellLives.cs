using Elegans.Annotation;

namespace Elegans.Simulation.Rendering;

/// <summary>When every cell of a track is born and when it divides, in time points, and along which line.</summary>
internal sealed class CellLives
{
    private readonly Dictionary<string, (int First, int Last)> lives = [];
    private readonly HashSet<string> mothers = [];
    private readonly Dictionary<string, (float X, float Y)> divisionAxes = [];
    private readonly int start;

    internal CellLives(NucleiTrack track)
    {
        start = track.TimePoints[0].Value;
        foreach (TimePoint time in track.TimePoints)
        {
            foreach (Nucleus nucleus in track.NucleiAt(time))
                lives[nucleus.Cell] = (lives.TryGetValue(nucleus.Cell, out (int First, int Last) life) ? life.First : time.Value, time.Value);
        }

        foreach (string cell in lives.Keys)
            if (LineageTree.MotherOf(cell) is { } mother) mothers.Add(mother);
        foreach (TimePoint time in track.TimePoints) AddDivisionAxes(track.NucleiAt(time), time.Value);
    }

    /// <summary>Time points since the cell was born; null where it was already there when tracing began.</summary>
    internal int? SinceBirth(string cell, TimePoint time) => lives[cell].First == start ? null : time.Value - lives[cell].First;

    /// <summary>Time points until the cell divides; null where no daughter is traced: then only tracing ends.</summary>
    internal int? UntilDivision(string cell, TimePoint time) => !mothers.Contains(cell) ? null : lives[cell].Last - time.Value;

    /// <summary>From one daughter to the other just after the division, in pixels of the track; null where they were not traced.</summary>
    internal (float X, float Y)? DivisionAxis(string mother) => divisionAxes.TryGetValue(mother, out (float, float) axis) ? axis : null;

    private void AddDivisionAxes(IReadOnlyList<Nucleus> nuclei, int time)
    {
        var born = new Dictionary<string, Nucleus>();
        foreach (Nucleus nucleus in nuclei)
        {
            if (lives[nucleus.Cell].First != time || LineageTree.MotherOf(nucleus.Cell) is not { } mother) continue;
            if (born.TryGetValue(mother, out Nucleus sister)) divisionAxes[mother] = (nucleus.X - sister.X, nucleus.Y - sister.Y);
            born[mother] = nucleus;
        }
    }
}
