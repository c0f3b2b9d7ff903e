using System.Globalization;
using System.Text.RegularExpressions;
using Elegans.Files;

namespace Elegans.Annotation;

/// <summary>
/// The tables of AceTree and StarryNite, packed or not: <c>nuclei/tNNN-nuclei</c> for every time point, whose columns are number,
/// status, predecessor, two successors, x, y, z, size, name and, fifteenth, a name that somebody gave by hand
/// (Boyle et al. 2006, https://doi.org/10.1186/1471-2105-7-275). As in AceTree, a nucleus is alive where its status is above 0.
/// </summary>
internal sealed partial class AceTreeTables
{
    private const int Status = 1, LastSuccessor = 4, X = 5, Y = 6, Z = 7, Size = 8, Name = 9, Forced = 14, MinFields = 10;

    /// <summary>Rows of nuclei of all time points together: far more than any embryo has, far fewer than fill a memory.</summary>
    private const int MaxRows = 5_000_000;
    private readonly string path;
    private readonly List<(TimePoint, Nucleus)> observations = [];
    private readonly Dictionary<int, string> tables = [];
    private int rows;

    /// <summary>Begins a track.</summary>
    /// <param name="path">The archive or folder, for messages.</param>
    internal AceTreeTables(string path) => this.path = path;

    /// <summary>The last time point that is read; later ones were not edited.</summary>
    internal int Last { get; init; } = int.MaxValue;

    /// <summary>The time point of a table; null where a file is none, such as what macOS puts beside.</summary>
    /// <param name="name">The file's name, with folders. Windows writes backslashes into archives.</param>
    internal static int? TimePointOf(string name)
    {
        name = name.Replace('\\', '/');
        return !name.StartsWith("__MACOSX/", StringComparison.Ordinal) && TableName().Match(name) is { Success: true } match
            ? int.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Reads a table; what is none, or of a time point past the last, is left.</summary>
    /// <param name="name">The file's name, with folders.</param>
    /// <param name="open">Opens it.</param>
    /// <exception cref="InputException">A row is malformed, or there are two tables of its time point.</exception>
    internal void Read(string name, Func<Stream> open)
    {
        if (TimePointOf(name) is not { } time || time < 1 || time > Last) return;
        if (!tables.TryAdd(time, name))
        {
            string both = $"holds two tables of time point {time}, {tables[time]} and {name}";
            throw new InputException(path, $"{both}: of one embryo, keep one of them; of two embryos, make a track of each.");
        }

        using TableReader table = TableReader.WithoutHeader(path, open());
        while (table.Read())
        {
            if (++rows > MaxRows) throw new InputException(path, FormattableString.Invariant($"holds more than {MaxRows} nuclei; that is no embryo."));
            if (Parse(name, table) is { } nucleus) observations.Add((new TimePoint(time), nucleus));
        }
    }

    /// <summary>The track that was read.</summary>
    /// <param name="embryo">The embryo's name.</param>
    /// <exception cref="InputException">There is no nucleus, none that is alive, or none that has a name.</exception>
    internal NucleiTrack Track(string embryo)
    {
        if (rows == 0) throw new InputException(path, "holds no nuclei: AceTree has a table nuclei/t001-nuclei and so on.");
        if (observations.Count == 0) throw new InputException(path, "holds no nucleus that is alive: the status of each, the second field, is not above 0.");
        if (!observations.Exists(each => each.Item2.Lineage is not null))
            throw new InputException(path, "has no named cell. Open it in AceTree, which names them, and save it, or export its CD file.");
        return new NucleiTrack(embryo, observations);
    }

    [GeneratedRegex(@"(^|/)t(?<time>[0-9]{1,6})-nuclei(\.txt)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TableName();

    /// <summary>A nucleus; null where it is not alive.</summary>
    private Nucleus? Parse(string name, TableReader table)
    {
        if (table.Fields < MinFields) throw Malformed($"has {table.Fields} fields, and at least {MinFields} are expected");
        if (table.Text(LastSuccessor) is not "nill" && !float.TryParse(table.Text(LastSuccessor), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            string found = $"has the name '{table.Text(LastSuccessor)}' as its field {LastSuccessor + 1}";
            throw Malformed($"{found}, as StarryNite's first format had it; open it in AceTree and save it");
        }

        if (Number(Status) <= 0) return null;
        string forced = table.Text(Forced).ToString(), cell = forced.Length > 0 ? forced : table.Text(Name).ToString();
        float diameter = Number(Size);
        if (diameter < 0) throw Malformed($"has a nucleus with a diameter of {diameter} pixels");
        return new Nucleus(cell.Length > 0 ? cell : $"Nuc{table.Text(0)}", Number(X), Number(Y), Number(Z), diameter, 0);

        float Number(int field) => float.TryParse(table.Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Malformed($"has '{table.Text(field)}' as its field {field + 1}, which is not a number");

        InputException Malformed(string what) => new(path, table.Line, $"of {name} {what}.");
    }
}
