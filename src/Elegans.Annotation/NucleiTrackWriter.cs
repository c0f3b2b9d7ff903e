using System.Globalization;
using System.IO.Compression;
using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>Writes nuclei tracks in EPIC's columns, so that whatever reads EPIC's tables reads them.</summary>
public static class NucleiTrackWriter
{
    private const string Header = "cellTime,cell,time,none,global,local,blot,cross,z,x,y,size,gweight";

    /// <summary>Writes a track whole or not at all; compressed where the name ends in <c>.gz</c>. Columns that a track does not hold are 0.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="track">The track.</param>
    public static void Write(string path, NucleiTrack track)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(track);
        OutputFile.Write(path, stream =>
        {
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                WriteRows(stream, track);
                return;
            }

            using var compressed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
            WriteRows(compressed, track);
        });
    }

    private static void WriteRows(Stream stream, NucleiTrack track)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write($"{Header}\n");
        foreach (TimePoint time in track.TimePoints)
        {
            foreach (Nucleus n in track.NucleiAt(time))
                writer.Write(
                    string.Create(
                    CultureInfo.InvariantCulture, $"{n.Cell}:{time},{n.Cell},{time},0,0,0,{n.Reporter:0},0,{n.Z:0.0},{n.X:0},{n.Y:0},{n.Diameter:0},0\n"));
        }
    }
}
