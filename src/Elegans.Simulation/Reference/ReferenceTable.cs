using System.Globalization;
using System.Numerics;
using Elegans.Files;

namespace Elegans.Simulation.Reference;

/// <summary>The reference embryo as a table: one row a cell, after a line that says what it was computed from.</summary>
internal static class ReferenceTable
{
    internal const int Version = 1;

    /// <summary>Places in every cell's path.</summary>
    internal const int Places = 4;

    internal static ReferenceEmbryo Read(string path, TextReader reader)
    {
        using TableReader table = TableReader.OpenOwn(path, reader, out string[] about);
        if (about is not ["reference embryo", var version, var embryos, var end] || version != $"version {Version}")
            throw new InputException(path, 1, $"is not a reference embryo of version {Version}.");
        var cells = new List<ReferenceCell>();
        while (table.Read())
        {
            cells.Add(new ReferenceCell(
                table.Text(0).ToString(),
                table.Whole(1),
                table.Double(2),
                table.Double(3),
                table.IsMissing(4) ? null : table.Double(4),
                table.Double(5),
                [.. Enumerable.Range(0, Places).Select(place => PlaceAt(table, 6 + (6 * place)))]));
        }

        double last = double.Parse(end.Split(' ')[^1], CultureInfo.InvariantCulture);
        return new ReferenceEmbryo(cells, int.Parse(embryos.Split(' ')[0], CultureInfo.InvariantCulture), last);
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
                writer.Write(
                    $",{place.Position.X:F4},{place.Position.Y:F4},{place.Position.Z:F4},{place.Spread:F4},{place.Diameter:F4},{place.DiameterSpread:F4}");
            writer.Write('\n');
        }
    }

    private static ReferencePlace PlaceAt(TableReader table, int column) => new(
        new Vector3((float)table.Double(column), (float)table.Double(column + 1), (float)table.Double(column + 2)),
        (float)table.Double(column + 3),
        (float)table.Double(column + 4),
        (float)table.Double(column + 5));
}
