namespace Elegans.Benchmarks.Prediction;

/// <summary>The predecessor's way in Python, as it was written: quicker than through TorchSharp. Python and its libraries are the user's to install.</summary>
internal static class PredecessorInPython
{
    /// <summary>The script beside this file.</summary>
    internal static string Script => Path.Combine(Repository.Root, "benchmarks", "Elegans.Benchmarks", "Prediction", "predecessor.py");

    /// <summary>A Python that has torch and cv2; none where there is no such one. Debian's lies in /usr/bin, often behind another.</summary>
    internal static string? Program { get; } =
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => WholeProcess.Works(python, "-c", "import torch, cv2"));
}
