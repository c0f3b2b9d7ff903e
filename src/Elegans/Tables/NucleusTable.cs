using System.Globalization;
using Elegans.Predictions;

namespace Elegans.Tables;

/// <summary>Found nuclei as a table: a row for each nucleus of each frame.</summary>
public static class NucleusTable
{
    /// <summary>The columns: the frame; the nucleus's middle and diameter in pixels of the input; how sure it is, and how sure that it divides.</summary>
    public const string Header = "frame,x,y,diameter,probability,dividing";

    /// <summary>Writes the nuclei of every embryo as CSV; of several embryos embryo after embryo, with a column <c>embryo</c> first.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="embryos">The embryos, with their nuclei.</param>
    /// <param name="left">Pixels from the left edge of the input to that of the frames, where a region of it was read.</param>
    /// <param name="top">Pixels from the top edge.</param>
    public static void WriteCsv(TextWriter writer, IReadOnlyList<EmbryoReadings> embryos, int left = 0, int top = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(embryos);
        bool areSeveral = embryos.Count > 1;
        writer.Write($"{(areSeveral ? "embryo," : "")}{Header}\n");
        foreach (EmbryoReadings embryo in embryos)
        {
            string before = areSeveral ? FormattableString.Invariant($"{embryo.Number},") : "";
            foreach (FrameReading reading in embryo.Readings.Where(reading => reading.ShowsNuclei))
                foreach (FoundNucleus nucleus in reading.Nuclei ?? [])
                    writer.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{before}{reading.Frame},{nucleus.X + left:F1},{nucleus.Y + top:F1},{nucleus.Diameter:F1},{nucleus.Probability:F3},"
                        + $"{nucleus.Dividing:F3}\n"));
        }
    }
}
