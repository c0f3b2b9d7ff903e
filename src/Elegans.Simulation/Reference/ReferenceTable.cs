using System.Globalization;
using System.Numerics;

namespace Elegans.Simulation.Reference;

/// <summary>The reference embryo as a table: one row a cell, after a line that tells what it was computed from.</summary>
internal static class ReferenceTable
{
    internal const int Version = 1;

    /// <summary>Places in every cell's path.</summary>
    internal const int Places = 4;

    internal static ReferenceEmbryo Read(string path, TextReader reader)
    {
        string[] about = (reader.ReadLine() ?? "").Split(',');
        if (about is not ["reference embryo", var version, var embryos, var end] || version != $"version {Version}")
            throw new InputException(path, 1, $"is not a reference embryo of version {Version}.");
        _ = reader.ReadLine();
        var cells = new List<ReferenceCell>();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            cells.Add(new ReferenceCell(
                fields[0],
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                Number(fields[2]),
                Number(fields[3]),
                fields[4].Length == 0 ? null : Number(fields[4]),
                Number(fields[5]),
                [.. fields.Skip(6).Chunk(6).Select(place => new ReferencePlace(
                    new Vector3((float)Number(place[0]), (float)Number(place[1]), (float)Number(place[2])), (float)Number(place[3]), (float)Number(place[4]), (float)Number(place[5])))]));
        }

        return new ReferenceEmbryo(cells, int.Parse(embryos.Split(' ')[0], CultureInfo.InvariantCulture), Number(end.Split(' ')[^1]));
    }

    internal static void Write(TextWriter writer, ReferenceEmbryo reference)
    {
        writer.Write($"reference embryo,version {Version},{reference.Embryos} embryos,end {reference.End:F1}\n");
        writer.Write("cell,embryos,birth,birth_sd,cycle,cycle_sd");
        for (int place = 0; place < Places; place++) writer.Write($",x{place},y{place},z{place},position_sd{place},diameter{place},diameter_sd{place}");
        writer.Write('\n');
        foreach (ReferenceCell cell in reference.Cells.OrderBy(cell => cell.Birth).ThenBy(cell => cell.Name, StringComparer.Ordinal))
        {
            writer.Write($"{cell.Name},{cell.Embryos},{cell.Birth:F2},{cell.BirthSpread:F2},{cell.Cycle:F2},{cell.CycleSpread:F2}");
            foreach (ReferencePlace place in cell.Path)
                writer.Write($",{place.Position.X:F4},{place.Position.Y:F4},{place.Position.Z:F4},{place.Spread:F4},{place.Diameter:F4},{place.DiameterSpread:F4}");
            writer.Write('\n');
        }
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
