using Elegans.Files;

namespace Elegans.Imaging.Sources;

/// <summary>A format of files, or a layout of folders, that frames can be read from.</summary>
internal abstract class FrameFormat
{
    /// <summary>Whether an input is of this format: by what it contains, and by its name only where that does not decide.</summary>
    /// <param name="input">The input's first bytes and its name.</param>
    internal abstract bool Recognises(InputSignature input);

    /// <summary>Opens an input that was recognised.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InputException">It cannot be used, and why.</exception>
    internal abstract FrameDecoder Open(string path, ReadOptions options);
}
