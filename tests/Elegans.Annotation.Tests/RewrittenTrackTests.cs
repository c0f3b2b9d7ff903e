using System.Text;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using static Elegans.Tests.NucleiTracks;

namespace Elegans.Annotation.Tests;

/// <summary>Tracks that R, a spreadsheet or pandas read and wrote again.</summary>
public sealed class RewrittenTrackTests : IDisposable
{
    private static readonly string[] Columns = Header.Split(',');
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Writers =>
        ["R", "R write.table", "commas within quotation marks", "Excel in Europe", "Excel Unicode text", "Excel with sep=", "pandas",
            "LibreOffice, all quoted"];

    [Theory]
    [MemberData(nameof(Writers))]
    public void It_has_the_nuclei_of_the_track_as_it_was(string writer)
    {
        NucleiTrack track = Sample();
        string[][] rows =
        [
            .. track.TimePoints.SelectMany(time => track.NucleiAt(time)
                .Select(nucleus => Row(nucleus.Cell, time.Value, nucleus.X, nucleus.Y, nucleus.Z, nucleus.Diameter).Split(','))),
        ];
        NucleiTrack read = NucleiTrackReader.Read(folder.Write("CDagain.csv", Written(writer, rows)));
        Assert.Equal(track.Labels(FrameAlignment.Epic), read.Labels(FrameAlignment.Epic));
        Assert.All(track.TimePoints, time => Assert.Equal(track.NucleiAt(time).Select(nucleus => nucleus with { Reporter = 12 }), read.NucleiAt(time)));
    }

    [Fact]
    public void Names_in_small_letters_are_refused_as_all_of_them_would_count_as_nothing()
    {
        string track = folder.Write("CDsmall.csv", $"{Header}\n{Row("abal", 1, 2, 3, 4, 5)}\n{Row("p2", 1, 2, 3, 4, 5)}\n");
        InputException refused = Assert.Throws<InputException>(() => NucleiTrackReader.Read(track));
        Assert.Contains("has names such as 'abal'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xz", new byte[] { 0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 4 })]
    [InlineData("bzip2", new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9', 1, 2, 3, 4 })]
    public void A_table_packed_by_another_program_is_named_as_what_it_is(string packing, byte[] content)
    {
        InputException refused = Assert.Throws<InputException>(() => NucleiTrackReader.Read(folder.Write("CDpacked.csv", content)));
        Assert.Contains($"is compressed with {packing}; unpack it first", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Written(string writer, string[][] rows)
    {
        string[] quoted = [.. Columns.Select(Quoted)];
        return writer switch
        {
            "R" => Utf8(",", ["\"\"", .. quoted], rows.Select((row, i) => (string[])[Quoted($"{i + 1}"), Quoted(row[0]), Quoted(row[1]), .. row[2..]])),
            "R write.table" => Utf8(" ", quoted, rows.Select((row, i) => (string[])[Quoted($"{i + 1}"), Quoted(row[0]), Quoted(row[1]), .. row[2..]])),
            "commas within quotation marks" => Utf8(",", Columns, rows.Select(row => row.Select(field => Quoted(field.Replace('.', ','))))),
            "Excel in Europe" => Utf8(";", Columns, rows.Select(row => row.Select(field => field.Replace('.', ',')))),
            "Excel Unicode text" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text("\t", "\r\n", Columns, rows))],
            "Excel with sep=" =>
                Encoding.UTF8.GetBytes($"\uFEFFsep=,\r\n{Text(",", "\r\n", [.. Columns, "", ""], rows.Select(row => row.Append("").Append("")))}"),
            "pandas" => Utf8(",", ["", .. Columns], rows.Select((row, i) => (string[])[$"{i}", .. row[..2], $"{row[2]}.0", .. row[3..]])),
            _ => Utf8(",", quoted, rows.Select(row => row.Select(Quoted))),
        };
    }

    private static string Quoted(string field) => $"\"{field}\"";

    private static byte[] Utf8(string separator, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows) =>
        Encoding.UTF8.GetBytes(Text(separator, "\n", header, rows));

    private static string Text(string separator, string end, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows) =>
        string.Concat(rows.Prepend(header).Select(row => string.Join(separator, row) + end));
}
