using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Tiff;

/// <summary>Refuses the description of an OME-TIFF that is a file of its own, and says which file has the pictures.</summary>
internal sealed class CompanionFormat : FrameFormat
{
    /// <inheritdoc/>
    internal override bool Recognises(InputSignature input)
    {
        if (input.IsFolder || !(input.Extension is ".ome" or ".xml")) return false;
        string begin = DescriptionText.Decode(input.Begin);
        return begin.TrimStart().StartsWith('<') && OmeDescription.Is(begin);
    }

    /// <inheritdoc/>
    internal override FrameDecoder Open(string path, ReadOptions options)
    {
        var document = OmeDocument.Read(path, OmeCompanion.Text(path, Path.GetFileName(path), path));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] named = [.. document.Images.SelectMany(image => image.Data).Select(data => data.File).OfType<string>()
            .Where(name => name.Length > 0 && name.AsSpan().IndexOfAny("/\\:\0") < 0).Distinct()];
        string? one = Array.Find(named, name => File.Exists(Path.Combine(folder, name)))
            ?? Directory.EnumerateFiles(folder, "*.ome.tif*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).FirstOrDefault();
        throw new InputException(path, "is the description of an OME-TIFF and has no pictures itself; "
            + (one is not null ? $"name one of its TIFF files, such as '{one}'."
            : named.Length > 0 ? $"its file '{named[0]}', which has them, is missing beside it."
            : "name the TIFF file that has them."));
    }
}
