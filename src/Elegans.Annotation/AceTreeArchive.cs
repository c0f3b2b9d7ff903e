using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Elegans.Annotation;

/// <summary>
/// Reads AceTree's and StarryNite's archives: a zip with one table <c>nuclei/tNNN-nuclei</c> for every time point, whose columns
/// are number, valid, predecessor, two successors, x, y, z, size, name and, fifteenth, a name that somebody gave by hand
/// (Boyle et al. 2006, https://doi.org/10.1186/1471-2105-7-275).
/// </summary>
internal static partial class AceTreeArchive
{
    private const int Valid = 1, X = 5, Y = 6, Z = 7, Size = 8, Name = 9, Forced = 14, LeastFields = 10;

    /// <summary>Rows of nuclei of all time points together: far more than any embryo has, far fewer than fill a memory.</summary>
    private const int MostRows = 5_000_000;

    internal static bool IsArchive(ReadOnlySpan<byte> begin) => begin.StartsWith("PK"u8);

    /// <summary>Reads an archive.</summary>
    /// <param name="path">The zip.</param>
    /// <exception cref="InputException">It is damaged, holds no time point, or its cells have no names.</exception>
    internal static NucleiTrack Read(string path)
    {
        var observations = new List<(TimePoint, Nucleus)>();
        int rows = 0;
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (TimePointName().Match(entry.FullName) is not { Success: true } match) continue;
                int time = int.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture), line = 0;
                if (time < 1) continue;
                using var reader = new StreamReader(entry.Open());
                while (reader.ReadLine() is { } text)
                {
                    line++;
                    if (++rows > MostRows) throw new InputException(path, FormattableString.Invariant($"holds more than {MostRows} nuclei; that is no embryo."));
                    if (!string.IsNullOrWhiteSpace(text) && Parse(path, entry.FullName, line, text) is { } nucleus) observations.Add((new TimePoint(time), nucleus));
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InputException(path, $"is a damaged or cut-off zip: {exception.Message}", exception);
        }

        if (rows == 0) throw new InputException(path, "holds no nuclei: an AceTree archive has a table nuclei/t001-nuclei and so on.");
        if (!observations.Any(each => each.Item2.Lineage is not null))
            throw new InputException(path, "has no named cell. Open it in AceTree, which names them, and save it, or export its CD file.");
        return new NucleiTrack(Path.GetFileNameWithoutExtension(path), observations);
    }

    [GeneratedRegex(@"(^|/)t(?<time>[0-9]{1,6})-nuclei$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimePointName();

    /// <summary>A nucleus; null where somebody deleted it.</summary>
    private static Nucleus? Parse(string path, string table, int line, string text)
    {
        string[] fields = text.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length < LeastFields) throw Malformed($"has {fields.Length} fields, and at least {LeastFields} are expected");
        if (Number(Valid) == 0) return null;
        string forced = fields.Length > Forced ? fields[Forced] : "", name = forced.Length > 0 ? forced : fields[Name];
        float diameter = Number(Size);
        if (diameter < 0) throw Malformed($"tells of a nucleus with a diameter of {diameter} pixels");
        return new Nucleus(name.Length > 0 ? name : $"Nuc{fields[0]}", Number(X), Number(Y), Number(Z), diameter, 0);

        float Number(int field) => float.TryParse(fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Malformed($"has '{fields[field]}' as its field {field + 1}, which is not a number");

        InputException Malformed(string what) => new(path, line, $"of {table} {what}.");
    }
}
