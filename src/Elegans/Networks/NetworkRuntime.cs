using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Elegans.Networks;

/// <summary>
/// The one way to ONNX Runtime: every network is opened here, and nowhere else. ONNX Runtime 1.29 and later report to their
/// maker unless they are told not to before they are first used; nothing that this library reads or does leaves the machine.
/// </summary>
internal static partial class NetworkRuntime
{
    /// <summary>What ONNX Runtime looks for in the native environment when it starts.</summary>
    internal const string Silencer = "ORT_DISABLE_TELEMETRY";

    /// <summary>
    /// The format that weights are in. Without it the runtime guesses by the bytes, and takes its own format too, which the
    /// gate cannot look through.
    /// </summary>
    private const string FormatKey = "session.load_model_format", Format = "ONNX";

    /// <summary>Starts ONNX Runtime, which takes a while the first time.</summary>
    internal static void Start()
    {
        // OrtEnv is made once; that the environment was set is checked here again, as a host may have cleared it since.
        Silence();
        OrtEnv runtime = OrtEnv.Instance();
        if (OperatingSystem.IsWindows()) runtime.DisableTelemetryEvents();
    }

    /// <summary>Opens a network.</summary>
    /// <param name="model">An ONNX model.</param>
    /// <param name="threads">How many threads share one run; null for the runtime's own choice.</param>
    /// <exception cref="OnnxRuntimeException">It cannot be run.</exception>
    internal static InferenceSession Open(byte[] model, int? threads = null)
    {
        Start();
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (threads is { } count) options.IntraOpNumThreads = count;
        options.AddSessionConfigEntry(FormatKey, Format);
        return new InferenceSession(model, options);
    }

    /// <summary>Runs before anything else of this library does, so that no use of ONNX Runtime can come before it.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A program that calls ONNX Runtime itself, beside this library, must not report either.")]
    internal static void Silence()
    {
        // Environment.SetEnvironmentVariable stays inside .NET on Unix; native code reads the C library's environment.
        if (OperatingSystem.IsWindows()) SetOnWindows();
        else _ = SetOnUnix(Silencer, "1", 1);
    }

    private static void SetOnWindows()
    {
        // The system's environment and the C runtime's copy of it: which one is read depends on how the runtime was built.
        Environment.SetEnvironmentVariable(Silencer, "1");
        try
        {
            _ = SetInCRuntime(Silencer, "1");
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A Windows without the universal C runtime has no copy to set.
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOnUnix(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetInCRuntime(string name, string value);
}
