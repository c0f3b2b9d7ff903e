using Elegans.Files;
using Elegans.Imaging.Sources;
using static Elegans.Imaging.Volumes.Makers.MakersSignature;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>
/// The formats of microscopes' makers and other programs that people have movies in and that are not read: what they are known by, and
/// the way out. What a file contains decides; its name only where the content shows nothing.
/// </summary>
/// <remarks>
/// The signatures are those by which Bio-Formats (https://docs.openmicroscopy.org/bio-formats/latest/supported-formats.html) and the formats' own
/// documents tell them.
/// </remarks>
internal static class MakersFormats
{
    /// <summary>Microsoft's compound file, in which several makers and the old Office keep what they have.</summary>
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] Tiff = "II*\0"u8.ToArray(), Leica = [0x70, 0, 0, 0], Jpeg2000 = [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' '];

    /// <summary>What Leica calls its single files, in two bytes a letter.</summary>
    private static readonly byte[] LeicaObject = [.. "LMS_Object_File"u8.ToArray().SelectMany(letter => new byte[] { letter, 0 })];

    /// <summary>The formats, those with more particular signatures first.</summary>
    private static readonly MakersFormat[] All =
    [
        new("a Nikon ND2 file", WayOut.BioFormats, [".nd2"], Of([0xDA, 0xCE, 0xBE, 0x0A]), Shared(Jpeg2000)),
        new("a Zeiss CZI file", WayOut.BioFormats, [".czi"], Of("ZISRAWFILE"u8)),
        new("a Zeiss ZVI file", WayOut.BioFormats, [".zvi"], Shared(Compound)),
        new("a Leica LOF file", WayOut.BioFormats, [".lof"], new MakersSignature(13, LeicaObject), Shared(Leica)),
        new("a Leica LIF file", WayOut.BioFormats, [".lif"], Shared(Leica)),
        new("a Leica XLEF file, which names the files of an experiment", WayOut.BioFormats, [".xlef", ".xlif"]),
        new("an Olympus OIB file", WayOut.BioFormats, [".oib"], Shared(Compound)),
        new("an Olympus OIF file, which names the files of an experiment", WayOut.BioFormats, [".oif"]),
        // A TIFF of small previews; the movie is in a folder beside it.
        new("an Olympus/Evident VSI file", WayOut.BioFormats, [".vsi"], Shared(Tiff)),
        new("an Olympus/Evident ETS file, a part of a VSI file", WayOut.BioFormats, [".ets"], Of("SIS\0"u8)),
        new("an Olympus/Evident OIR file", WayOut.BioFormats, [".oir"], Of("OLYMPUSRAWFORMAT"u8)),
        new("a MetaMorph .nd file, which names the files of an experiment", WayOut.BioFormats, [".nd"], Of("\"NDInfoFile\""u8)),
        new("a DeltaVision file", WayOut.BioFormats, [".dv", ".r3d", ".r3d_d3d"], new(96, [0xA0, 0xC0], needsName: true),
            new(96, [0xC0, 0xA0], needsName: true)),
        new("an Imaris file of before version 5.5", WayOut.BioFormats, [".ims"], Of([0x00, 0x4C, 0xA1, 0x0C])),
        new("an ICS file", WayOut.BioFormats, [".ics", ".ids"], Of("\t\nics_version"u8), Of("\t\r\nics_version"u8), Of("ics_version"u8)),
        new("an Andor SIF file", WayOut.BioFormats, [".sif"], Of("Andor Technology"u8)),
        new("a Hamamatsu CXD file", WayOut.BioFormats, [".cxd"], Shared(Compound)),
        new("a Hamamatsu DCIMG file", WayOut.Fiji, [".dcimg"], Of("DCIMG"u8)),
        new("a SlideBook file", WayOut.BioFormats, [".sld", ".sldy"], Of([0x6C, 0, 0, 1, (byte)'I', (byte)'I'])),
        new("a Volocity library", WayOut.BioFormats, [".mvd2"]),
        new("an Imspector file", WayOut.BioFormats, [".msr", ".obf"], Of("OMAS_BF_"u8), Of("CDataStruct"u8)),
        new("an Openlab file", WayOut.BioFormats, [".liff"], Beyond(4, "impr"u8)),
        new("an OME-XML file", WayOut.BioFormats, [".ome", ".ome.xml"]),
        new("a DICOM file", WayOut.BioFormats, [".dcm", ".dicom"], Beyond(128, "DICM"u8)),
        new("an MRC file", WayOut.BioFormats, [".mrc", ".mrcs", ".rec"], Beyond(208, "MAP "u8)),
        new("a NIfTI file", WayOut.BioFormats, [".nii", ".nii.gz"], Beyond(344, "n+1\0"u8), Beyond(344, "ni1\0"u8), Beyond(4, "n+2\0"u8), Shared([0x1F, 0x8B])),
        new("an NRRD file", WayOut.BioFormats, [".nrrd", ".nhdr"], Of("NRRD000"u8)),
        new("a FITS file", WayOut.Fiji, [".fits", ".fts"], Of("SIMPLE  ="u8)),
        new("an Amira file", WayOut.BioFormats, [".am"], Of("# AmiraMesh"u8), Of("# Avizo"u8)),
        new("a KLB file", WayOut.Fiji, [".klb"]),
        new("a NumPy file", WayOut.Array, [".npy"], Of([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])),
        new("a NumPy archive", WayOut.Array, [".npz"], Shared("PK\u0003\u0004"u8)),
        new("a MATLAB file", WayOut.Array, [".mat"], Of("MATLAB 5.0 MAT-file"u8), Of("MATLAB 7.3 MAT-file"u8)),
        new("an ImageJ macro", WayOut.Other, [".ijm"]),
        new("a file of ImageJ's regions (ROI)", WayOut.Other, [".roi"], Of("Iout"u8)),
        new("a PDF file", WayOut.Document, [".pdf"], Of("%PDF-"u8)),
        new("a Word file", WayOut.Document, [".docx", ".doc"], Shared("PK\u0003\u0004"u8), Shared(Compound)),
        new("a PowerPoint file", WayOut.Document, [".pptx", ".ppt"], Shared("PK\u0003\u0004"u8), Shared(Compound)),
        new("an Excel file", WayOut.Document, [".xlsx", ".xls"], Shared("PK\u0003\u0004"u8), Shared(Compound)),
        new("a web page", WayOut.Other, [], Of("<!DOCTYPE html"u8), Of("<!doctype html"u8), Of("<html"u8)),
        new("a Git LFS pointer, which stands for a file that was not fetched", WayOut.Other, [], Of("version https://git-lfs"u8)),
        new("a packed Zarr store", WayOut.Unpack, [".ozx", ".zarr.zip"], Shared("PK\u0003\u0004"u8)),
        new("a compound file, as Olympus (OIB), Zeiss (ZVI), Hamamatsu (CXD) and old Office programs write them", WayOut.BioFormats, [],
            new MakersSignature(0, Compound)),
        new("a ZIP archive", WayOut.Unpack, [".zip"], Of("PK\u0003\u0004"u8), Of("PK\u0005\u0006"u8)),
        new("a gzip-compressed file", WayOut.Unpack, [".gz", ".tgz"], Of([0x1F, 0x8B])),
        new("a bzip2-compressed file", WayOut.Unpack, [".bz2"], Of("BZh"u8)),
        new("an xz-compressed file", WayOut.Unpack, [".xz"], Of([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])),
        new("a Zstandard-compressed file", WayOut.Unpack, [".zst"], Of([0x28, 0xB5, 0x2F, 0xFD])),
        new("a 7-Zip archive", WayOut.Unpack, [".7z"], Of([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C])),
        new("a RAR archive", WayOut.Unpack, [".rar"], Of("Rar!\u001a\u0007"u8)),
        new("a tar archive", WayOut.Unpack, [".tar"], Beyond(257, "ustar"u8)),
    ];

    /// <summary>What a folder of N5 is.</summary>
    internal static MakersFormat N5 { get; } = new("an N5 store", WayOut.Fiji, [".n5"]);

    /// <summary>What an HDF5 file is that is not of Imaris.</summary>
    internal static MakersFormat Hdf5 { get; } = new("an HDF5 file and not one of Imaris, as BigDataViewer, ilastik and others write them", WayOut.Fiji,
        [".h5", ".hdf5", ".hdf", ".he5"], Of([0x89, (byte)'H', (byte)'D', (byte)'F']));

    /// <summary>The format that a file's content tells; null where it tells none of these.</summary>
    internal static MakersFormat? ByContent(InputSignature input) => input.IsFolder ? null
        : All.FirstOrDefault(format => format.Signatures.Any(signature => signature.Fits(input) && (!signature.NeedsName || IsCalled(input.Path, format))));

    /// <summary>The format that a file's name tells; null where it tells none of these.</summary>
    internal static MakersFormat? ByName(string path) => All.Append(Hdf5).FirstOrDefault(format => IsCalled(path, format));

    /// <summary>Whether a path is a folder that is one input and not read.</summary>
    internal static bool IsFolder(string path) => Directory.Exists(path)
        && (Path.TrimEndingDirectorySeparator(path).EndsWith(".n5", StringComparison.OrdinalIgnoreCase) || IsN5(Path.Combine(path, "attributes.json")));

    /// <summary>Whether a file in a folder of inputs is meant to be one, by its name: it holds pictures, and its user is told why they are not read.</summary>
    internal static bool IsMeantAsInput(string path) => ByName(path) is { HoldsPictures: true };

    private static bool IsCalled(string path, MakersFormat format) =>
        format.Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool IsN5(string attributes)
    {
        // A pipe of that name would be waited for without end.
        if (FileKinds.Of(attributes) != FileKind.File) return false;
        try
        {
            return InputSignature.Of(attributes).Begin.IndexOf("\"n5\""u8) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
