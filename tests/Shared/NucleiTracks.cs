using System.IO.Compression;
using System.Text;
using Elegans.Annotation;

namespace Elegans.Tests;

/// <summary>Tracks for tests.</summary>
internal static class NucleiTracks
{
    public const string Header = "cellTime,cell,time,none,global,local,blot,cross,z,x,y,size,gweight";

    public static string Row(string cell, int time, double x = 100, double y = 80, double z = 10, double size = 40) =>
        FormattableString.Invariant($"{cell}:{time},{cell},{time},0,0,0,12,0,{z},{x},{y},{size},0");

    public static string Csv(params string[] rows) => string.Join('\n', rows.Prepend(Header)) + "\n";

    public static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    public static NucleiTrack Real(string embryo) => NucleiTrackReader.Read(Repository.RealNuclei(embryo));

    public static NucleiTrack Sample() => NucleiTrackReader.Read(Repository.SampleNuclei);
}
