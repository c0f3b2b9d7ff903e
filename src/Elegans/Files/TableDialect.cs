using System.Text;

namespace Elegans.Files;

/// <summary>How a table was written: its encoding, what separates its fields, and whether a first line says so (<c>sep=;</c>).</summary>
/// <param name="Encoding">How its letters are stored.</param>
/// <param name="Separator">What stands between two fields.</param>
/// <param name="IsAnnounced">Whether the first line is no header but names the separator, as Excel's does.</param>
internal readonly record struct TableDialect(Encoding Encoding, char Separator, bool IsAnnounced)
{
    /// <summary>What this project writes: UTF-8 and commas.</summary>
    internal static TableDialect Own { get; } = new(Encoding.UTF8, ',', false);

    private const string Announcement = "sep=";

    /// <summary>The separators that are looked for; a space only where there is none of the others, as it may stand in a name.</summary>
    private static ReadOnlySpan<char> Separators => [',', ';', '\t'];

    /// <summary>Recognises how a table was written by its first bytes.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="begin">Its first bytes, enough for the header.</param>
    /// <exception cref="InputException">Two separators are as likely.</exception>
    internal static TableDialect Of(string path, ReadOnlySpan<byte> begin)
    {
        Encoding encoding = EncodingOf(begin);
        ReadOnlySpan<char> text = encoding.GetString(begin).AsSpan().TrimStart('\uFEFF');
        int end = text.IndexOfAny('\r', '\n');
        ReadOnlySpan<char> first = end < 0 ? text : text[..end];
        ReadOnlySpan<char> unquoted = first.Trim().Trim('"');
        // Excel takes the line by its letters; what wrote the rest may have quoted it, or ended it with empty fields.
        if (unquoted.StartsWith(Announcement, StringComparison.OrdinalIgnoreCase) && first.TrimStart(" \"").Length > Announcement.Length)
        {
            char announced = first.TrimStart(" \"")[Announcement.Length];
            if (announced is not ('\t' or (>= ' ' and <= '~')) || char.IsLetterOrDigit(announced) || announced is '"' or '#' or '.' or '-')
                throw new InputException(path, 1, $"announces '{announced}' as the separator, which separates nothing; use a comma, a semicolon or a tab.");
            return new TableDialect(encoding, announced, true);
        }

        if (first.TrimStart().StartsWith('#') && first.IndexOfAny(Separators) < 0)
            throw new InputException(path, 1, "is a comment, and the header is expected there; remove the lines that begin with '#'.");
        return new TableDialect(encoding, SeparatorOf(path, first), false);
    }

    /// <summary>The name of a separator, for messages.</summary>
    internal static string NameOf(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "spaces",
        _ => $"'{separator}'",
    };

    private static Encoding EncodingOf(ReadOnlySpan<byte> begin) => begin switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        // Without a byte order mark: a header is of plain letters, whose other byte is zero.
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };

    private static char SeparatorOf(string path, ReadOnlySpan<char> header)
    {
        Span<int> found = stackalloc int[Separators.Length];
        int spaces = 0;
        bool quoted = false;
        foreach (char letter in header)
        {
            if (letter == '"') quoted = !quoted;
            else if (!quoted && Separators.IndexOf(letter) is >= 0 and int at) found[at]++;
            else if (!quoted && letter == ' ') spaces++;
        }

        int most = 0;
        for (int i = 1; i < found.Length; i++)
            if (found[i] > found[most]) most = i;
        if (found[most] == 0) return spaces > 0 ? ' ' : ',';
        for (int i = 0; i < found.Length; i++)
        {
            if (i != most && found[i] == found[most])
            {
                string both = $"has as many {NameOf(Separators[most])} as {NameOf(Separators[i])}";
                throw new InputException(path, 1, $"{both}, so that it does not say which separate the fields; save it with commas only.");
            }
        }

        return Separators[most];
    }
}
