using Elegans.Files;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>Asks PureHDF about a file that may be damaged: whatever it throws about one is said in a line.</summary>
internal static class Hdf5
{
    /// <summary>What every HDF5 file begins with.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Asks about a file as a whole.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    internal static T Ask<T>(string path, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception exception) when (exception is not InputException)
        {
            // PureHDF throws of every kind where lengths and places in a file make no sense.
            throw new InputException(path,
                $"is an Imaris or other HDF5 file that cannot be read; it may be damaged or cut off ({OneLine.Of(exception.Message).TrimEnd('.')}). Copy it "
                    + $"again from its source, or save it as OME-TIFF in Fiji (Bio-Formats).", exception);
        }
    }

    /// <summary>Asks for the samples of a part.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    internal static T AskPart<T>(string part, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception exception)
        {
            throw new InvalidDataException($"{part} cannot be decoded: {OneLine.Of(exception.Message)}", exception);
        }
    }
}
