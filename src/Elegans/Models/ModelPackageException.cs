using Elegans.Files;

namespace Elegans.Models;

/// <summary>A model package that cannot be used: incomplete, altered, or of another version.</summary>
public sealed class ModelPackageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The package or the file in it.</param>
    /// <param name="problem">What is wrong, as one sentence without the file's name.</param>
    /// <param name="innerException">What was thrown underneath, if anything.</param>
    public ModelPackageException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {OneLine.Of(problem)}", innerException) => Path = path;

    /// <summary>The package or the file in it.</summary>
    public string Path { get; }
}
