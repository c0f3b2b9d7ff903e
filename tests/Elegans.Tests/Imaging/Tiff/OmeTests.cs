using System.Text;
using Elegans.Files;
using Elegans.Imaging;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Tiff;

/// <summary>OME-TIFF: where its planes are, what was planned, several positions, several files.</summary>
public sealed class OmeTests : TiffTests
{
    [Fact]
    public void TiffData_says_which_page_is_which_plane_whatever_the_order_of_dimensions()
    {
        string body = string.Concat(Enumerable.Range(0, 2).SelectMany(z =>
            Enumerable.Range(0, 3).Select(t => $"<TiffData FirstT='{t}' FirstZ='{z}' IFD='{(z * 3) + t}' PlaneCount='1'/>")));
        Assert.Equal(Expected(7, 2, 9), Levels(Open("a.ome.tif", Stack([1, 2, 9, 7, 1, 1], Ome(3, 2, 1, body)))));
    }

    [Fact]
    public void A_run_of_planes_goes_on_in_the_order_of_dimensions()
    {
        const string body = "<TiffData FirstT='1' IFD='0' PlaneCount='2'/><TiffData FirstT='0' IFD='2' PlaneCount='2'/>";
        Assert.Equal(Expected(8, 5), Levels(Open("a.ome.tif", Stack([1, 5, 8, 3], Ome(2, 2, 1, body, order: "XYZCT")))));
    }

    [Fact]
    public void A_movie_that_was_stopped_is_read_as_far_as_it_was_filmed()
    {
        FrameSource movie = Open("a.ome.tif",
            Stack([1, 2, 3], Ome(37, 1, 1, string.Concat(Enumerable.Range(0, 3).Select(t => $"<TiffData FirstT='{t}' IFD='{t}'/>")))));
        Assert.Equal(Expected(1, 2, 3), Levels(movie));
        AssertNote(movie, "37 time points were planned, and 3 are there.");
    }

    [Fact]
    public void A_time_point_that_lacks_a_slice_is_left_out_and_those_after_it_keep_their_numbers()
    {
        const string body = "<TiffData FirstT='0' FirstZ='0' IFD='0'/><TiffData FirstT='0' FirstZ='1' IFD='1'/><TiffData FirstT='1' FirstZ='0' "
            + "IFD='2'/><TiffData FirstT='2' FirstZ='0' IFD='3'/><TiffData FirstT='2' FirstZ='1' IFD='4'/>";
        FrameSource movie = Open("a.ome.tif", Stack([1, 2, 3, 4, 5], Ome(3, 2, 1, body)));
        Assert.Equal([(0, 2), (2, 5)], Levels(movie));
        AssertNote(movie, "1 time points lack planes");
    }

    [Fact]
    public void Of_several_positions_the_first_is_read_unless_another_is_asked_for()
    {
        string one = Ome(3, 1, 1);
        TiffBytes tiff = Stack([1, 2, 3, 7, 8, 9], one.Replace("</OME>", one[one.IndexOf("<Image", StringComparison.Ordinal)..], StringComparison.Ordinal));
        FrameSource first = Open("a.ome.tif", tiff);
        Assert.Equal(Expected(1, 2, 3), Levels(first));
        Assert.Equal(2, first.Description.Positions);
        Assert.Equal([1, 2], first.Description.OwnPositions);
        AssertNote(first, "2 images (positions), and the first is read", InputRemedy.Position);
        FrameSource second = Open("a.ome.tif", tiff, new ReadOptions { Position = 2 });
        Assert.Equal(Expected(7, 8, 9), Levels(second));
        Assert.Empty(second.Notes);
        Assert.Equal(InputRemedy.Position, Refused("a.ome.tif", tiff, new ReadOptions { Position = 3 }).Remedy);
    }

    [Fact]
    public void A_description_in_a_companion_is_read_from_beside_and_named_where_it_is_missing()
    {
        TiffBytes tiff = Stack([1, 9, 5, 3],
            "<?xml version='1.0'?><OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'><BinaryOnly MetadataFile='embryo.companion.ome' "
                + "UUID='urn:uuid:1'/></OME>");
        Assert.Contains("'embryo.companion.ome', which is missing", Refusal("a.ome.tif", tiff), StringComparison.Ordinal);
        Folder.Write("embryo.companion.ome", Ome(2, 2, 1));
        Assert.Equal(Expected(9, 5), Levels(Open("a.ome.tif", tiff)));
    }

    [Fact]
    public void A_description_in_another_OME_TIFF_is_read_from_its_first_page()
    {
        const string body = "<TiffData FirstT='0' IFD='0' PlaneCount='2'/>"
            + "<TiffData FirstT='1' IFD='0' PlaneCount='2'><UUID FileName='b_01.ome.tif'>urn:uuid:2</UUID></TiffData>";
        Folder.Write("b_00.ome.tif", Stack([1, 9], Ome(2, 2, 1, body, order: "XYZTC")).Bytes);
        TiffBytes tiff = Stack([5, 3], "<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'>"
            + "<BinaryOnly MetadataFile='b_00.ome.tif' UUID='urn:uuid:1'/></OME>");
        Assert.Equal(Expected(9, 5), Levels(Open("b_01.ome.tif", tiff)));
        Folder.Write("b_00.ome.tif", Stack([1, 9]).Bytes);
        Assert.Contains("'b_00.ome.tif', which is a TIFF without one", Refusal("b_01.ome.tif", tiff), StringComparison.Ordinal);
        Folder.Write("b_00.ome.tif", "II*\0");
        Assert.Contains("b_00.ome.tif", Refusal("b_01.ome.tif", tiff), StringComparison.Ordinal);
    }

    [Fact]
    public void A_companion_itself_has_no_pictures_and_a_file_that_has_them_is_named()
    {
        const string body = "<TiffData FirstT='0' IFD='0' PlaneCount='4'><UUID FileName='data.ome.tif'>urn:uuid:2</UUID></TiffData>";
        string companion = Folder.Write("embryo.companion.ome", Ome(2, 2, 1, body));
        Assert.Contains("'data.ome.tif', which has them, is missing", Assert.Throws<InputException>(() => FrameSource.Open(companion)).Message,
            StringComparison.Ordinal);
        Folder.Write("data.ome.tif", Stack([1, 2]).Bytes);
        string said = Assert.Throws<InputException>(() => FrameSource.Open(companion)).Message;
        Assert.Contains("is the description of", said, StringComparison.Ordinal);
        Assert.Contains("such as 'data.ome.tif'", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    [InlineData("latin1", false)]
    public void A_description_is_read_in_every_encoding(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        string text = "<?xml version='1.0' encoding='" + name + "'?>" + Ome(2, 2, 1, attributes: "PhysicalSizeX='2' PhysicalSizeXUnit='µm'");
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text), 0];
        var tiff = new TiffBytes();
        foreach (int level in new[] { 1, 9, 5, 3 }) tiff.Page(Width, Height, Level(level), tags: level == 1 ? [(270, 2, bytes)] : []);
        FrameSource movie = Open("a.ome.tif", tiff);
        Assert.Equal(Expected(9, 5), Levels(movie));
        Assert.Equal(2, movie.Description.PixelSize);
    }

    [Fact]
    public void A_document_type_is_refused_in_one_line()
    {
        string said = Refusal("a.ome.tif", Stack([1, 9, 5, 3], "<!DOCTYPE OME>\n" + Ome(2, 2, 1)));
        Assert.Contains("document type", said, StringComparison.Ordinal);
        Assert.DoesNotContain("DtdProcessing", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Theory]
    [InlineData("../embryo.companion.ome")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\data\\embryo.companion.ome")]
    public void A_companion_elsewhere_is_not_opened(string name)
    {
        string said = Refusal("a.ome.tif",
            Stack([1], $"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06'><BinaryOnly MetadataFile='{name}'/></OME>"));
        Assert.Contains("only files in its own folder are read", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Planes_in_files_beside_it_are_read_and_a_missing_one_is_named()
    {
        const string body = "<TiffData FirstT='0' IFD='0' PlaneCount='2'><UUID FileName='a.ome.tif'>urn:uuid:1</UUID></TiffData><TiffData FirstT='2' IFD='0' "
            + "PlaneCount='2'><UUID FileName='b.ome.tif'>urn:uuid:2</UUID></TiffData>";
        TiffBytes tiff = Stack([1, 2], Ome(4, 1, 1, body));
        Assert.Contains("'b.ome.tif' is missing beside it", Refusal("a.ome.tif", tiff), StringComparison.Ordinal);
        Folder.Write("b.ome.tif", Stack([3, 4]).Bytes);
        Assert.Equal(Expected(1, 2, 3, 4), Levels(Open("a.ome.tif", tiff)));
        // A damaged one costs its own frames only.
        Folder.Write("b.ome.tif", "no TIFF");
        FrameSource damaged = Open("a.ome.tif", tiff);
        Assert.Equal(Expected(1, 2), Levels(damaged));
        AssertNote(damaged, "2 of its 4 frames cannot be decoded");
    }

    [Fact]
    public void A_file_that_was_renamed_is_still_the_one_that_its_description_means()
    {
        const string body = "<TiffData FirstT='0' IFD='0' PlaneCount='2'><UUID FileName='former.ome.tif'>urn:uuid:1</UUID></TiffData>";
        Assert.Equal(Expected(1, 2), Levels(Open("renamed.ome.tif", Stack([1, 2], Ome(2, 1, 1, body)))));
    }

    [Fact]
    public void The_interval_is_that_of_the_planes_where_no_increment_is_given()
    {
        string planes = string.Concat(new double[] { 0, 60, 121, 180, 400 }.Select((moment, time) =>
            FormattableString.Invariant($"<Plane TheT='{time}' TheZ='0' TheC='0' DeltaT='{moment}'/>")));
        SourceDescription found = Open("a.ome.tif",
            Stack([1, 2, 3, 4, 5], Ome(5, 1, 1, "<TiffData/>" + planes,
            "PhysicalSizeX='87' PhysicalSizeXUnit='nm' PhysicalSizeZ='0.001' PhysicalSizeZUnit='mm'"))).Description;
        Assert.Equal(61, found.FrameInterval!.Value.TotalSeconds, 6);
        Assert.Contains("DeltaT", found.FrameIntervalOrigin, StringComparison.Ordinal);
        Assert.Equal((0.087, 1), (Math.Round(found.PixelSize!.Value, 9), found.SliceSpacing!.Value));
    }

    [Fact]
    public void More_slices_than_an_embryo_has_may_be_time_and_are_asked_about()
    {
        TiffBytes tiff = Stack(Enumerable.Range(1, 120), Ome(1, 120, 1));
        Assert.Equal(InputRemedy.Slices, Refused("a.ome.tif", tiff).Remedy);
        Assert.Equal(120, Levels(Open("a.ome.tif", tiff, new ReadOptions { Slices = 1 })).Length);
        Assert.Equal(Expected(60, 120), Levels(Open("a.ome.tif", tiff, new ReadOptions { Slices = 60 })));
    }

    [Fact]
    public void Colours_are_counted_as_channels_by_the_description_and_are_one()
    {
        var tiff = new TiffBytes();
        foreach (int level in new[] { 10, 20 }) tiff.Page(Width, Height,
            [.. Enumerable.Range(0, Width * Height).SelectMany(_ => new byte[] { 1, (byte)level, 2 })], level == 10 ? Ome(2, 1, 3)
            : null, samples: 3, photometric: 2);
        FrameSource movie = Open("a.ome.tif", tiff, new ReadOptions { Channel = NuclearChannel.Green });
        Assert.Equal(Expected(10, 20), Levels(movie));
        Assert.Equal(1, movie.Description.Channels);
    }

    [Fact]
    public void Names_of_elements_can_have_a_prefix()
    {
        string xml = Ome(2, 2, 1).Replace("<", "<ome:", StringComparison.Ordinal).Replace("<ome:/", "</ome:", StringComparison.Ordinal)
            .Replace("xmlns=", "xmlns:ome=", StringComparison.Ordinal);
        Assert.Equal(Expected(9, 5), Levels(Open("a.ome.tif", Stack([1, 9, 5, 3], xml))));
    }

    private static string Ome(int times, int slices, int channels, string body = "<TiffData/>", string attributes = "", string order = "XYCZT") =>
        $"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' UUID='urn:uuid:1'><Image ID='Image:0'><Pixels ID='Pixels:0' DimensionOrder='{order}' "
            + $"Type='uint8' SizeX='{Width}' SizeY='{Height}' SizeZ='{slices}' SizeC='{channels}' SizeT='{times}' {attributes}>{body}</Pixels></Image></OME>";
}
