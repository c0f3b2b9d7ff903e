using OpenCvSharp;

namespace Elegans.Tests;

/// <summary>Writes OME-TIFF files that hold several positions.</summary>
internal static class SamplePositions
{
    private const int Height = 320;

    /// <summary>Writes one; every position's frames are disposed.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="width">Width of the frames; they are 320 pixels high.</param>
    /// <param name="positions">The frames of each, 8 bits.</param>
    /// <returns>The path.</returns>
    public static string Save(string path, int width, params Mat[][] positions)
    {
        string images = string.Concat(positions.Select((pages, number) =>
            $"<Image ID='Image:{number}'><Pixels ID='Pixels:{number}' DimensionOrder='XYCZT' Type='uint8' SizeX='{width}' SizeY='{Height}' "
            + $"SizeZ='1' SizeC='1' SizeT='{pages.Length}'><TiffData IFD='{positions[..number].Sum(before => before.Length)}' PlaneCount='{pages.Length}'/>"
            + "</Pixels></Image>"));
        string description = $"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' UUID='urn:uuid:1'>{images}</OME>";
        var tiff = new TiffBytes();
        foreach ((int page, Mat frame) in positions.SelectMany(pages => pages).Index())
        {
            Assert.True(frame.GetArray(out byte[] pixels));
            tiff.Page(width, Height, pixels, page == 0 ? description : null);
        }

        foreach (Mat frame in positions.SelectMany(pages => pages)) frame.Dispose();
        File.WriteAllBytes(path, tiff.Bytes);
        return path;
    }
}
