using System.IO.Compression;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using static Elegans.Tests.NucleiTracks;

namespace Elegans.Annotation.Tests;

public sealed class NucleiFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("embryo/nuclei", "embryo/nuclei")]
    [InlineData("embryo/nuclei", "embryo")]
    [InlineData("embryo/nuclei_files", "embryo")]
    [InlineData("embryo", "embryo")]
    public void An_archive_that_is_not_packed_is_a_track_and_so_is_the_folder_around_it(string tables, string named)
    {
        NucleiTrack track = Sample();
        Unpacked(tables, track);
        Assert.True(NucleiFolder.IsSingleTrack(folder[named]));
        NucleiTrack read = NucleiTrackReader.Read(folder[named]);
        Assert.Equal("embryo", read.Name);
        Assert.Equal(track.Labels(FrameAlignment.Epic), read.Labels(FrameAlignment.Epic));
    }

    [Fact]
    public void A_folder_holds_tracks_of_every_kind_by_the_embryos_names()
    {
        NucleiTrack track = Sample();
        folder.Write("CDone.csv", Csv(Row("ABa", 1)));
        folder.Write("SCDtwo.csv", Csv(Row("ABa", 1)));
        folder.Write("CDthree.csv.gz", Gzip(Csv(Row("ABa", 1))));
        Zip("four-edit.zip", "nuclei/t001-nuclei", "1, 1, -1, 1, 2, 10, 10, 5.5, 20, ABa, 1\n");
        Zip("pictures.zip", "tif/e-t001-p01.tif", "II*");
        folder.Write("notes.csv", "a,b\n1,2\n");
        Unpacked("five/nuclei", track);
        Assert.Equal(["five", "four", "one", "three", "two"], NucleiFolder.Read(folder.Path).Keys.Order(StringComparer.Ordinal));
        Assert.False(NucleiFolder.IsSingleTrack(folder.Path));
        Assert.EndsWith("four-edit.zip", NucleiFolder.TrackOf(folder.Path, NucleiFolder.Files(folder.Path), "four"), StringComparison.Ordinal);
        Assert.Null(NucleiFolder.TrackOf(folder.Path, NucleiFolder.Files(folder.Path), "six"));
    }

    [Fact]
    public void Two_tracks_of_one_embryo_are_refused_with_their_names()
    {
        folder.Write("CDone.csv", Csv(Row("ABa", 1)));
        folder.Write("SCDone.csv", Csv(Row("ABa", 1)));
        string[] files = NucleiFolder.Files(folder.Path);
        foreach (Action read in (Action[])[() => NucleiFolder.Read(folder.Path), () => NucleiFolder.TrackOf(folder.Path, files, "one")])
        {
            string problem = Assert.Throws<InputException>(read).Message;
            Assert.Contains("several tracks of the embryo one: CDone.csv, SCDone.csv; keep one", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_zip_among_tracks_is_refused_and_not_passed_over()
    {
        folder.Write("CDone.csv", Csv(Row("ABa", 1)));
        folder.Write("cut.zip", "PK\u0003\u0004 and nothing more");
        Assert.Contains("cut.zip", Assert.Throws<InputException>(() => NucleiFolder.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private void Unpacked(string name, NucleiTrack track)
    {
        Directory.CreateDirectory(folder[name]);
        foreach (TimePoint time in track.TimePoints)
        {
            // As in WormGUIDES' own files: blanks here and there, a comma at the end.
            File.WriteAllLines(Path.Combine(folder[name], $"t{time.Value:D3}-nuclei"), track.NucleiAt(time).Select((nucleus, number) =>
                FormattableString.Invariant($"{number + 1}, 1, -1, 1, -1, {nucleus.X}, {nucleus.Y},{nucleus.Z}, {nucleus.Diameter},{nucleus.Cell} , 6476,")));
        }
    }

    private void Zip(string name, string entry, string text)
    {
        using var zip = new ZipArchive(File.Create(folder[name]), ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        writer.Write(text);
    }
}
