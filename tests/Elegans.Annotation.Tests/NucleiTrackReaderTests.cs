using System.Text;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Lineages;
using static Elegans.Tests.NucleiTracks;

namespace Elegans.Annotation.Tests;

public sealed class NucleiTrackReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_becomes_a_nucleus()
    {
        string path = folder.Write("CDembryo.csv", Csv(Row("ABa", 4, x: 204, y: 249, z: 15.1, size: 62)));
        NucleiTrack track = NucleiTrackReader.Read(path);
        Nucleus nucleus = Assert.Single(track.NucleiAt(new TimePoint(4)));
        Assert.Equal(("ABa", 204f, 249f, 15.1f, 62f), (nucleus.Cell, nucleus.X, nucleus.Y, nucleus.Z, nucleus.Diameter));
        Assert.Equal("embryo", track.Name);
    }

    [Fact]
    public void Compression_is_recognised_by_content()
    {
        string path = folder.Write("CDembryo.csv", Gzip(Csv(Row("ABa", 1), Row("ABp", 1))));
        Assert.Equal(2, NucleiTrackReader.Read(path).CountsAt(new TimePoint(1))!.Value[Lineage.A]);
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order()
    {
        string path = folder.Write("track.csv", "time,cell,x,y,z,size\n3,EMS,1,2,3,4\n");
        Assert.Equal(1, NucleiTrackReader.Read(path).CountsAt(new TimePoint(3))!.Value[Lineage.E]);
    }

    [Fact]
    public void Line_ends_and_byte_order_mark_of_other_systems_are_read()
    {
        string path = folder.Write("track.csv", "\uFEFF" + Csv(Row("ABa", 1)).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(1, NucleiTrackReader.Read(path).CountsAt(new TimePoint(1))!.Value.Total);
    }

    [Fact]
    public void A_time_point_without_rows_is_unlabelled_and_not_zero()
    {
        NucleiTrack track = NucleiTrackReader.Read(folder.Write("track.csv", Csv(Row("ABa", 1), Row("ABa", 3))));
        Assert.Null(track.CountsAt(new TimePoint(2)));
        Assert.Equal([1, 3], track.TimePoints.Select(time => time.Value));
    }

    [Fact]
    public void A_cell_that_occurs_twice_at_one_time_counts_once_and_is_told()
    {
        NucleiTrack track = NucleiTrackReader.Read(folder.Write("track.csv", Csv(Row("ABa", 1), Row("ABa", 1, x: 101))));
        Assert.Equal((1, 1), (track.CountsAt(new TimePoint(1))!.Value.Total, track.DuplicateObservations));
    }

    [Fact]
    public void Rows_before_the_first_time_point_are_left_out_and_told()
    {
        NucleiTrack track = NucleiTrackReader.Read(folder.Write("track.csv", Csv(Row("ABa", 0), Row("ABa", -2), Row("ABa", 1))));
        Assert.Equal((1, 2), (track.TimePoints.Count, track.ObservationsBeforeStart));
    }

    [Theory]
    [InlineData("ABa:2,ABa,2,0,0,0,0,0,15.1,20x4,249,62,0", "'20x4' in column x is not a number")]
    [InlineData("ABa:2,ABa,two,0,0,0,0,0,15.1,204,249,62,0", "'two' in column time is not a whole number")]
    [InlineData("ABa:2,ABa,2,0,0", "has 5 fields where the header has 13")]
    [InlineData("ABa:2,ABa,2,0,0,0,0,0,15.1,204,249,62,0,9", "has 14 fields where the header has 13")]
    [InlineData("ABa:2,ABa,2,0,0,0,0,0,15.1,NaN,249,62,0", "'NaN' in column x is not a number")]
    [InlineData("ABa:2,ABa,2,0,0,0,0,0,15.1,204,249,-62,0", "cannot have a diameter of -62")]
    [InlineData("ABa:2,,2,0,0,0,0,0,15.1,204,249,62,0", "the cell has no name")]
    public void A_malformed_row_is_reported_with_file_and_line(string row, string problem)
    {
        string path = folder.Write("CDbroken.csv", Csv(Row("ABa", 1), row, Row("ABa", 3)));
        var exception = Assert.Throws<InputException>(() => NucleiTrackReader.Read(path));
        Assert.Equal((path, 3), (exception.Path, exception.Line));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        string path = folder.Write("track.csv", "cell,time,x,y,z\nABa,1,2,3,4\n");
        var exception = Assert.Throws<InputException>(() => NucleiTrackReader.Read(path));
        Assert.Contains("no column size", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(Header + "\n", "no traced nucleus")]
    public void A_track_without_content_is_refused(string content, string problem)
    {
        string path = folder.Write("track.csv", content);
        Assert.Contains(problem, Assert.Throws<InputException>(() => NucleiTrackReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_track_that_was_cut_off_is_refused()
    {
        byte[] whole = Gzip(Csv([.. Enumerable.Range(1, 500).Select(time => Row("ABa", time, x: time * 1.7))]));
        string path = folder.Write("CDcut.csv.gz", whole.AsSpan(0, whole.Length / 2));
        Assert.Throws<InputException>(() => NucleiTrackReader.Read(path));
    }

    [Fact]
    public void A_missing_track_and_a_folder_are_refused()
    {
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => NucleiTrackReader.Read(folder["none.csv"])).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => NucleiTrackReader.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_track_reads_back()
    {
        NucleiTrack track = Sample();
        NucleiTrackWriter.Write(folder["CDcopy.csv.gz"], track);
        NucleiTrack copy = NucleiTrackReader.Read(folder["CDcopy.csv.gz"]);
        Assert.Equal(track.TimePoints, copy.TimePoints);
        Assert.All(track.TimePoints, time => Assert.Equal(track.NucleiAt(time), copy.NucleiAt(time)));
    }

    [Theory]
    [InlineData(24, 4, 1, 1, 1, 1, 0, 0)]
    [InlineData(48, 8, 2, 2, 1, 2, 0, 0)]
    [InlineData(100, 32, 4, 8, 1, 5, 2, 0)]
    [InlineData(150, 125, 8, 16, 0, 14, 4, 2)]
    [InlineData(210, 256, 15, 44, 0, 27, 8, 2)]
    public void A_real_track_has_the_counts_that_its_rows_give_when_counted_by_hand(int time, params int[] counts) =>
        Assert.Equal(new LineageCounts(counts), Real("20071217_ceh-432x3").CountsAt(new TimePoint(time)));

    [Fact]
    public void All_real_tracks_can_be_read()
    {
        Dictionary<string, NucleiTrack> tracks = NucleiFolder.Read(Repository.RealData("nuclei"));
        Assert.Equal(258, tracks.Count);
        Assert.Equal(7, tracks["20060915_mir61_e16"].ObservationsBeforeStart);
        Assert.All(tracks.Values, track => Assert.All(track.TimePoints, time => Assert.InRange(track.CountsAt(time)!.Value.Total, 0, 700)));
    }
}
