using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>The file beside an OME-TIFF that has the description of it: one of XML only, or another OME-TIFF.</summary>
internal static class OmeCompanion
{
    private const int MaxText = 64 << 20;

    /// <summary>Reads the description that a file refers to.</summary>
    /// <param name="path">The file that refers to it.</param>
    /// <param name="name">The name of the one that has it.</param>
    /// <exception cref="InputException">It is missing, elsewhere, damaged or no description.</exception>
    internal static OmeDocument Read(string path, string name)
    {
        string beside = OmeDescription.Beside(path, name);
        if (!File.Exists(beside)) throw new InputException(path, $"has its description in '{name}', which is missing beside it.");
        string? inTiff = OfTiff(path, name, beside);
        var document = OmeDocument.Read(path, inTiff ?? Text(path, name, beside));
        if (inTiff is not null) document.NameFile(name);
        return document;
    }

    /// <summary>The text of a description that is a file of its own.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="name">The name of the description.</param>
    /// <param name="beside">Where it is.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    internal static string Text(string path, string name, string beside)
    {
        try
        {
            if (new FileInfo(beside).Length > MaxText) throw new InputException(path, $"has its description in '{name}', which is too large.");
            return DescriptionText.Decode(File.ReadAllBytes(beside));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"has its description in '{name}', which cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The description in the first page of a TIFF; null where the file is none.</summary>
    private static string? OfTiff(string path, string name, string beside)
    {
        try
        {
            using (FileStream stream = File.OpenRead(beside))
            {
                Span<byte> head = stackalloc byte[2];
                bool isThere = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length;
                if (!isThere || !(head.SequenceEqual("II"u8) || head.SequenceEqual("MM"u8))) return null;
            }

            using TiffFile file = TiffFile.Open(beside);
            return file.Directory(file.First).Texts(TagId.ImageDescription, MaxText).FirstOrDefault(OmeDescription.Is)
                ?? throw new InputException(path, $"has its description in '{name}', which is a TIFF without one.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(path, $"has its description in '{name}', which cannot be read: {exception.Message}", exception);
        }
    }
}
