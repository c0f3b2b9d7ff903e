using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>Keeps OpenCV, the FFmpeg inside it and libvips from writing to standard error: what is wrong with an input, we say.</summary>
internal static partial class NativeImaging
{
    private static readonly bool Quiet = Silence();

    internal static void KeepQuiet() => _ = Quiet;

    private static bool Silence()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            // Environment.SetEnvironmentVariable stays inside .NET; native code reads the C library's environment.
            _ = SetEnvironment("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
            _ = SetEnvironment("OPENCV_LOG_LEVEL", "OFF", 0);
            // Its name notwithstanding: libvips warns unless this is set. It looks once, when it is loaded.
            _ = SetEnvironment("VIPS_WARNING", "1", 0);
        }

        Cv2.SetLogLevel(OpenCvSharp.LogLevel.SILENT);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
