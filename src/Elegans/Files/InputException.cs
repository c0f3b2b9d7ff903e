namespace Elegans.Files;

/// <summary>An input that cannot be used. The message says which file, where in it, what is wrong and what to do.</summary>
public sealed class InputException : Exception
{
    /// <summary>Creates the exception for a whole file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="problem">What is wrong and what to do about it, as one sentence without the file's name.</param>
    /// <param name="innerException">What was thrown underneath, if anything.</param>
    public InputException(string path, string problem, Exception? innerException = null)
        : base($"{OneLine.Of(path)}: {OneLine.Of(problem)}", innerException) => Path = path;

    /// <summary>Creates the exception for an input that can be read once its user asks for it in another way.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="problem">What is wrong, as one sentence without the file's name.</param>
    /// <param name="remedy">What to ask for.</param>
    /// <param name="innerException">What was thrown underneath, if anything.</param>
    public InputException(string path, string problem, InputRemedy remedy, Exception? innerException = null)
        : this(path, problem, innerException) => Remedy = remedy;

    /// <summary>Creates the exception for a line of a text file.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="problem">What is wrong with that line, as one sentence.</param>
    public InputException(string path, int line, string problem)
        : base($"{OneLine.Of(path)}, line {line}: {OneLine.Of(problem)}")
    {
        Path = path;
        Line = line;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>What the user can ask for so that it is read.</summary>
    public InputRemedy Remedy { get; }

    /// <summary>The line of a text file, counted from 1; null where the whole file is meant.</summary>
    public int? Line { get; }
}
