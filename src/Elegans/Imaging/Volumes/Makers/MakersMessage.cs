using Elegans.Files;
using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Volumes.Makers;

/// <summary>What the user of a format that is not read is told: what it is, and the way out.</summary>
internal static class MakersMessage
{
    /// <summary>The refusal of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="format">What it is.</param>
    /// <param name="isByContent">Whether its content tells so, and not its name alone.</param>
    internal static InputException Of(InputSignature input, MakersFormat format, bool isByContent)
    {
        string path = input.Path, name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), extension = input.Extension;
        bool isCalledSo = format.Extensions.Length == 0 || format.Extensions.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        string what = !isByContent && format.Signatures.Length > 0 && format.Way != WayOut.Other
            ? $"is called like {format.Name} and does not begin like one: it may be damaged, or something else under that name. Such files are not read here"
            : $"is {format.Name}{(isCalledSo || extension.Length == 0 ? "" : $", although it is called {extension}")}, which is not read here";
        return new InputException(path, $"{what}. {Advice(format.Way, name)}");
    }

    private static string Advice(WayOut way, string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        return way switch
        {
            WayOut.BioFormats =>
                $"Save it as OME-TIFF: open it in Fiji (Bio-Formats importer) and save, or run bfconvert {Quoted(name)} {Quoted($"{stem}.ome.tif")}.",
            WayOut.Fiji => "Save it as OME-TIFF or OME-Zarr: open it in Fiji, with the plugin for this format where it needs one, and save.",
            WayOut.Array =>
                $"Save its array as a TIFF stack, as with tifffile.imwrite({Quoted($"{stem}.ome.tif")}, array, metadata={{'axes': 'TZYX'}}) in Python.",
            WayOut.Unpack => "Unpack it, and name what was in it.",
            WayOut.Document => "Save the original image or movie out of it, or ask for it: pictures in documents are made smaller.",
            _ => "Name the image or movie itself.",
        };
    }

    private static string Quoted(string name) => name.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('.' or '-' or '_'))
        || name.StartsWith('-') ? $"'{name}'" : name;
}
