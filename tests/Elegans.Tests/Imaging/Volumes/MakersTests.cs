using Elegans.Files;
using Elegans.Imaging;
using Elegans.Imaging.Volumes;
using Elegans.Imaging.Volumes.Makers;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Tests.Imaging.Volumes;

/// <summary>Formats that are not read: each is named, and its user told the way out.</summary>
public sealed class MakersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("embryo.nd2", "DACEBE0A", "is a Nikon ND2 file, which is not read here.")]
    [InlineData("embryo.nd2", "0000000C6A502020", "is a Nikon ND2 file")]
    [InlineData("embryo.czi", "5A495352415746494C45", "is a Zeiss CZI file")]
    [InlineData("embryo.zvi", "D0CF11E0A1B11AE1", "is a Zeiss ZVI file")]
    [InlineData("embryo.lif", "70000000", "is a Leica LIF file")]
    [InlineData("embryo.lof", "70000000", "is a Leica LOF file")]
    [InlineData("embryo.oib", "D0CF11E0A1B11AE1", "is an Olympus OIB file")]
    [InlineData("embryo.cxd", "D0CF11E0A1B11AE1", "is a Hamamatsu CXD file")]
    [InlineData("embryo.vsi", "49492A00", "is an Olympus/Evident VSI file")]
    [InlineData("embryo.ims", "004CA10C", "is an Imaris file of before version 5.5")]
    [InlineData("embryo.nii.gz", "1F8B0800", "is a NIfTI file")]
    [InlineData("embryo.mov.gz", "1F8B0800", "is a gzip-compressed file, which is not read here. Unpack it")]
    [InlineData("embryo.zarr.zip", "504B0304", "is a packed Zarr store, which is not read here. Unpack it")]
    [InlineData("embryo.ozx", "504B0304", "is a packed Zarr store")]
    [InlineData("lab meeting.pptx", "504B0304", "is a PowerPoint file")]
    [InlineData("paper.pdf", "255044462D312E37", "is a PDF file")]
    [InlineData("stack.npy", "934E554D5059", "is a NumPy file")]
    [InlineData("nd2 by another name.tif", "DACEBE0A", "is a Nikon ND2 file, although it is called .tif")]
    [InlineData("damaged.czi", "00", "is called like a Zeiss CZI file and does not begin like one")]
    [InlineData("index.xlef", "3C", "is a Leica XLEF file")]
    [InlineData("damaged.ims", "894844460D0A1A0A", "is an Imaris or other HDF5 file that cannot be read")]
    public void A_format_of_a_maker_is_named_with_the_way_out(string name, string begin, string said)
    {
        string path = folder.Write(name, [.. Convert.FromHexString(begin), .. new byte[5000]]);
        string message = Assert.Throws<InputException>(() => FrameSource.Open(path)).Message;
        Assert.StartsWith($"{path}: {said}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("--", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeltaVision", "movie.dv", 96, "A0C0")]
    [InlineData("DeltaVision", "movie.r3d", 96, "C0A0")]
    [InlineData("MRC", "movie.bin", 208, "4D415020")]
    [InlineData("NIfTI", "movie.img", 344, "6E2B3100")]
    [InlineData("DICOM", "movie", 128, "4449434D")]
    public void A_signature_further_on_is_found(string said, string name, int at, string signature)
    {
        byte[] bytes = new byte[5000];
        Convert.FromHexString(signature).CopyTo(bytes, at);
        Assert.Contains(said, Assert.Throws<InputException>(() => FrameSource.Open(folder.Write(name, bytes))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ics_version\t1.0", "movie.ics", "ICS")]
    [InlineData("NRRD0004\n", "movie.nrrd", "NRRD")]
    [InlineData("Andor Technology Multi-Channel File", "movie.sif", "Andor")]
    [InlineData("\"NDInfoFile\", Version 1.0", "movie.nd", "MetaMorph")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "movie.mov", "Git LFS")]
    [InlineData("<!DOCTYPE html><html>", "movie.mov", "web page")]
    public void A_text_that_tells_its_format_is_named(string text, string name, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => FrameSource.Open(folder.Write(name, text))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_command_that_saves_it_is_told_with_the_files_name()
    {
        byte[] begin = Convert.FromHexString("DACEBE0A");
        Assert.EndsWith("or run bfconvert embryo.nd2 embryo.ome.tif.",
            Assert.Throws<InputException>(() => FrameSource.Open(folder.Write("embryo.nd2", begin))).Message, StringComparison.Ordinal);
        Assert.EndsWith("bfconvert 'my embryo.nd2' 'my embryo.ome.tif'.",
            Assert.Throws<InputException>(() => FrameSource.Open(folder.Write("my embryo.nd2", begin))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_contains_decides_and_not_its_name()
    {
        TestImages.Disc().Save(folder["embryo.tif"]);
        File.Move(folder["embryo.tif"], folder["embryo.nd2"]);
        File.Copy(Repository.SampleMovie, folder["movie.czi"]);
        Assert.Equal(1, FrameSource.Open(folder["embryo.nd2"]).Description.Frames);
        Assert.True(FrameSource.Open(folder["movie.czi"]).IsMovie);
        Assert.StartsWith("It is called like a Nikon ND2 file and contains something else", Assert.Single(FrameSource.Open(folder["embryo.nd2"]).Notes).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_is_one_input_and_makers_files_are_meant_as_inputs()
    {
        string store = TestStores.Version2(folder["embryo.ome.zarr"]), n5 = Directory.CreateDirectory(folder["embryo.n5"]).FullName,
            empty = Directory.CreateDirectory(folder["empty.zarr"]).FullName;
        Directory.CreateDirectory(folder["others"]);
        Assert.Contains("is an N5 store", Assert.Throws<InputException>(() => FrameSource.Open(n5)).Message, StringComparison.Ordinal);
        Assert.Equal([n5, store, empty], StoreFolders.In(folder.Path).Order(StringComparer.Ordinal));
        Assert.False(StoreFolders.Is(folder.Path));
        Assert.All(["a.nd2", "b.ims", "c.lif", "d.h5"], name => Assert.True(MakersFormats.IsMeantAsInput(name)));
        Assert.All(["notes.txt", "paper.pdf", "counts.csv", "movies.zip", "stack.npy", "a.mov"], name => Assert.False(MakersFormats.IsMeantAsInput(name)));
    }
}
