using System.IO.Compression;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;

namespace Elegans.Tests.Annotation;

public sealed class AceTreeArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_archive_has_the_counts_of_the_CD_file_that_was_exported_from_it()
    {
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        string zip = Archive("embryo.zip", track.TimePoints.Select(time => ($"nuclei/t{time.Value:D3}-nuclei", string.Join('\n', track.NucleiAt(time).Select((nucleus, number) =>
            FormattableString.Invariant($"{number + 1}, 1, -1, {number + 1}, -1, {nucleus.X}, {nucleus.Y}, {nucleus.Z}, {nucleus.Diameter}, {nucleus.Cell}, 65535, 0, 0, 0, , 0, 0, 0, 0, 0, "))))));
        NucleiTrack read = NucleiTrackReader.Read(zip);
        Assert.Equal("embryo", read.Name);
        Assert.Equal(track.Labels(FrameAlignment.Epic), read.Labels(FrameAlignment.Epic));
        Assert.Equal(track.NucleiAt(track.TimePoints[50]).Select(nucleus => nucleus with { Reporter = 0 }), read.NucleiAt(read.TimePoints[50]));
    }

    [Fact]
    public void Deleted_nuclei_are_left_out_names_given_by_hand_count_and_empty_time_points_are_not_annotated()
    {
        NucleiTrack track = NucleiTrackReader.Read(Archive("edited.zip",
            ("parameters/info", "anything"),
            ("nuclei/t001-nuclei", "1, 1, -1, 1, 2, 10, 10, 5.5, 20, P0, 1, 1, 1, 1, , 1\n2, 0, -1, 1, -1, 30, 10, 5.0, 20, Nuc2, 1, 1, 1, 1, , 1\n"),
            ("nuclei/t002-nuclei", "1, 1, 1, -1, -1, 10, 10, 5.5, 20, Nuc1, 1, 1, 1, 1, AB, 1\n2, 1, 1, -1, -1, 30, 10, 5.0, 20, P1, 1, 1, 1, 1, , 1\n"),
            ("nuclei/t003-nuclei", "")));
        Assert.Equal([1, 2], track.TimePoints.Select(time => time.Value));
        Assert.Equal("1,1", $"{track.CountsAt(new TimePoint(2))!.Value[Lineage.A]},{track.CountsAt(new TimePoint(2))!.Value[Lineage.P]}");
        Assert.Single(track.NucleiAt(new TimePoint(1)));
    }

    [Theory]
    [InlineData("1, 1, -1, 1, -1, 10, 10, 5.5, 20, Nuc1, 1\n", "has no named cell")]
    [InlineData("1, 1, -1, 1, -1, ten, 10, 5.5, 20, ABa, 1\n", "line 1: of nuclei/t001-nuclei has 'ten' as its field 6")]
    [InlineData("1, 1, -1\n", "has 3 fields")]
    public void What_is_wrong_is_told_with_its_table_and_line(string table, string problem) =>
        Assert.Contains(problem, Assert.Throws<InputException>(() => NucleiTrackReader.Read(Archive("bad.zip", ("nuclei/t001-nuclei", table)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_zip_of_something_else_or_cut_off_is_refused()
    {
        Assert.Contains("holds no nuclei", Assert.Throws<InputException>(() => NucleiTrackReader.Read(Archive("other.zip", ("../../notes.txt", "notes")))).Message, StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(Archive("whole.zip", ("nuclei/t001-nuclei", "1, 1, -1, 1, -1, 10, 10, 5.5, 20, ABa, 1\n")));
        Assert.Contains("damaged or cut-off zip", Assert.Throws<InputException>(() => NucleiTrackReader.Read(folder.Write("cut.zip", whole.AsSpan(0, whole.Length / 2)))).Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.zip").Count(file => !file.Contains("cut", StringComparison.Ordinal)));
    }

    private string Archive(string name, params IEnumerable<(string Name, string Text)> entries)
    {
        using var zip = new ZipArchive(File.Create(folder[name]), ZipArchiveMode.Create);
        foreach ((string entry, string text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return folder[name];
    }
}
