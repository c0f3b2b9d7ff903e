using OpenCvSharp;

namespace Elegans.Tests;

/// <summary>Small images whose pixels are known.</summary>
internal static class TestImages
{
    /// <summary>A grey disc on black.</summary>
    public static Mat Disc(int width = 120, int height = 80, double level = 200, MatType? type = null)
    {
        var image = new Mat(height, width, type ?? MatType.CV_8UC1, Scalar.All(0));
        Cv2.Circle(image, new Point(width / 3, height / 2), height / 5, Scalar.All(level), -1);
        return image;
    }

    /// <summary>A colour image from three grey ones.</summary>
    public static Mat Colour(Mat blue, Mat green, Mat red)
    {
        var image = new Mat();
        Cv2.Merge([blue, green, red], image);
        return image;
    }

    public static Mat Black(int width = 120, int height = 80) => new(height, width, MatType.CV_8UC1, Scalar.All(0));

    public static string Save(this Mat image, string path)
    {
        Assert.True(Cv2.ImWrite(path, image));
        image.Dispose();
        return path;
    }

    public static string SaveMovie(string path, IEnumerable<Mat> frames)
    {
        using var writer = new VideoWriter();
        foreach (Mat frame in frames)
        {
            using Mat colour = frame.Channels() == 3 ? frame.Clone() : frame.CvtColor(ColorConversionCodes.GRAY2BGR);
            if (!writer.IsOpened()) Assert.True(
                writer.Open(path, FourCC.FromString(path.EndsWith(".avi", StringComparison.Ordinal) ? "MJPG" : "mp4v"), 10, frame.Size()));
            writer.Write(colour);
            frame.Dispose();
        }

        return path;
    }
}
