using System.Globalization;
using System.IO.Compression;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Annotation.Tests;

public sealed class AceTreeArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_archive_has_the_counts_of_the_CD_file_that_was_exported_from_it()
    {
        NucleiTrack track = NucleiTrackReader.Read(Repository.SampleNuclei);
        string zip = Archive(
            "embryo.zip", track.TimePoints.Select(time => ($"nuclei/t{time.Value:D3}-nuclei", string.Join('\n', track.NucleiAt(time).Select((nucleus, number) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{number + 1}, 1, -1, {number + 1}, -1, {nucleus.X}, {nucleus.Y}, {nucleus.Z}, {nucleus.Diameter}, {nucleus.Cell}, 65535, 0, 0, 0, , 0, "
                + $"0, 0, 0, 0, "))))));
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
    [InlineData("nuclei\\t{0:D3}-nuclei")]
    [InlineData("nuclei/t{0:D3}-nuclei")]
    [InlineData("20080731 edited/t{0:D3}-nuclei")]
    [InlineData("embryo\\nuclei\\t{0:D3}-nuclei")]
    [InlineData("t{0}-nuclei")]
    [InlineData("nuclei/T{0:D3}-NUCLEI")]
    public void Archives_are_read_whoever_packed_them_and_under_whatever_folder(string name)
    {
        NucleiTrack track = NucleiTracks.Sample();
        string zip = Archive("packed.zip", track.TimePoints.SelectMany(time => new[]
        {
            (string.Format(CultureInfo.InvariantCulture, name, time.Value), Table(track, time)),
            (string.Format(CultureInfo.InvariantCulture, $"__MACOSX/{name.Replace("t{", "._t{", StringComparison.Ordinal)}", time.Value), "resource fork"),
            (string.Format(CultureInfo.InvariantCulture, $"__MACOSX/{name}", time.Value), "resource fork"),
        }));
        Assert.Equal(track.Labels(FrameAlignment.Epic), NucleiTrackReader.Read(zip).Labels(FrameAlignment.Epic));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData(" -2 ")]
    public void A_nucleus_whose_status_is_not_above_0_is_not_alive(string status)
    {
        string rows = $"1, 1, -1, 1, 2, 10, 10, 5.5, 20, ABa, 1\n2,{status}, -1, 1, -1, 30, 10, 5.0, 20, ABp, 1\n3, 2, -1, 1, -1, 30, 10, 5.0, 20, EMS, 1\n";
        NucleiTrack track = NucleiTrackReader.Read(Archive("dead.zip", ("nuclei/t001-nuclei", rows)));
        Assert.Equal(["ABa", "EMS"], track.NucleiAt(new TimePoint(1)).Select(nucleus => nucleus.Cell));
    }

    [Fact]
    public void Two_tables_of_one_time_point_are_refused_and_not_added_up()
    {
        const string row = "1, 1, -1, 1, 2, 10, 10, 5.5, 20, ABa, 1\n";
        string twice = Archive("two.zip", ("one/nuclei/t001-nuclei", row), ("two/nuclei/t001-nuclei", row));
        var refused = Assert.Throws<InputException>(() => NucleiTrackReader.Read(twice));
        Assert.Contains("two tables of time point 1, one/nuclei/t001-nuclei and two/nuclei/t001-nuclei", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_AceTree_names_the_archive_and_the_last_edited_time_point()
    {
        NucleiTrack track = NucleiTracks.Sample();
        _ = Archive("e-edit.zip", track.TimePoints.Select(time => ($"nuclei/t{time.Value:D3}-nuclei", Table(track, time))));
        string xml = folder.Write("e.xml", """
            <?xml version='1.0' encoding='utf-8'?>
            <embryo>
            <image file="/net/tif/e-t001-p01.tif"/>
            <nuclei file="C:\lab\e-edit.zip"/>
            <end index="40"/>
            </embryo>
            """);
        NucleiTrack read = NucleiTrackReader.Read(xml);
        Assert.Equal("e", read.Name);
        Assert.Equal(track.Labels(FrameAlignment.Epic).Where(label => label.Frame.Value < 40), read.Labels(FrameAlignment.Epic));
        Assert.Equal([xml], NucleiFolder.Files(folder.Path));
    }

    [Theory]
    [InlineData("<embryo><nuclei file='none.zip'/></embryo>", "names the archive none.zip, which is not there")]
    [InlineData("<html><body/></html>", "is XML and no description of AceTree's")]
    [InlineData("<embryo><nuclei", "cannot be read as XML")]
    public void XML_that_describes_no_archive_is_refused(string xml, string problem) =>
        Assert.Contains(problem, Assert.Throws<InputException>(() => NucleiTrackReader.Read(folder.Write("x.xml", xml))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1, 0, -1, 1, -1, 10, 10, 5.5, 20, ABa, 1\n", "holds no nucleus that is alive")]
    [InlineData("1, 305, 211, 15.2, ABa, 34, 6000, 1, 0, 0, 0, 0, nill, 1, nill\n", "has the name 'ABa' as its field 5, as StarryNite's first format had it")]
    [InlineData("1, 1, -1, 1, -1, 10, 10, 5.5, 20, Nuc1, 1\n", "has no named cell")]
    [InlineData("1, 1, -1, 1, -1, ten, 10, 5.5, 20, ABa, 1\n", "line 1: of nuclei/t001-nuclei has 'ten' as its field 6")]
    [InlineData("1, 1, -1\n", "has 3 fields")]
    public void What_is_wrong_is_told_with_its_table_and_line(string table, string problem) =>
        Assert.Contains(problem, Assert.Throws<InputException>(() => NucleiTrackReader.Read(Archive("bad.zip", ("nuclei/t001-nuclei", table)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_zip_of_something_else_or_cut_off_is_refused()
    {
        Assert.Contains("holds no nuclei", Assert.Throws<InputException>(
            () => NucleiTrackReader.Read(Archive("other.zip", ("../../notes.txt", "notes")))).Message, StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(Archive("whole.zip", ("nuclei/t001-nuclei", "1, 1, -1, 1, -1, 10, 10, 5.5, 20, ABa, 1\n")));
        Assert.Contains("damaged or cut-off zip", Assert.Throws<InputException>(
            () => NucleiTrackReader.Read(folder.Write("cut.zip", whole.AsSpan(0, whole.Length / 2)))).Message, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.zip").Count(file => !file.Contains("cut", StringComparison.Ordinal)));
    }

    private static string Table(NucleiTrack track, TimePoint time) => string.Join('\n', track.NucleiAt(time).Select((nucleus, number) =>
        FormattableString.Invariant($"{number + 1}, 1, -1, 1, -1, {nucleus.X}, {nucleus.Y}, {nucleus.Z}, {nucleus.Diameter}, {nucleus.Cell}, 65535, 0, , ")));

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
