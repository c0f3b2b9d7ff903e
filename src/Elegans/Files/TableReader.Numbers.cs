using System.Globalization;
using System.Numerics;

namespace Elegans.Files;

/// <summary>Numbers of a table: with a decimal point, or with a decimal comma where commas do not separate the fields.</summary>
internal sealed partial class TableReader
{
    private const int MaxDigits = 64;
    private char decimalMark;
    private int decimalLine;

    /// <summary>A whole number, also where a program wrote it as <c>1.0</c>.</summary>
    /// <param name="column">The column's place.</param>
    /// <param name="meaning">What is expected, for messages: <c>a whole number of cells</c>.</param>
    /// <exception cref="InputException">It is none, or could be two.</exception>
    internal int Whole(int column, string? meaning = null)
    {
        ReadOnlySpan<char> text = Text(column);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)) return whole;
        // Thousands are grouped where decimals have the other mark, and nothing in such a table says which this is.
        if (separator != ',' && IsGrouped(text))
            throw Malformed(column, $"could be a whole number with a mark between the thousands or one with decimals; save it without either.");
        return TryNumber(text, out double number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw Malformed(column, $"is not {meaning ?? "a whole number"}.");
    }

    /// <summary>A number.</summary>
    /// <param name="column">The column's place.</param>
    /// <exception cref="InputException">It is none, or could be two.</exception>
    internal float Single(int column) => Number<float>(column);

    /// <inheritdoc cref="Single"/>
    internal double Double(int column) => Number<double>(column);

    /// <summary>What is wrong with a field of the current row.</summary>
    /// <param name="column">The column's place.</param>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with the field.</param>
    internal InputException Malformed(int column, string problem) =>
        new(path, Line, $"'{Text(column)}' in column {(column < names.Length ? names[column] : $"{column + 1}")} {problem}");

    private T Number<T>(int column)
        where T : struct, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<char> text = Text(column);
        if (TryNumber(text, out T number)) return number;
        if (text.Contains(','))
            throw Malformed(column, "has a comma: as a decimal sign or between thousands, nothing says which; save it with a decimal point only.");
        throw Malformed(column, "is not a number.");
    }

    private bool TryNumber<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IFloatingPointIeee754<T>
    {
        if ((separator != ',' || IsDecimalComma(text)) && text.IndexOfAny('.', ',') is >= 0 and int at)
        {
            if (text[(at + 1)..].IndexOfAny('.', ',') >= 0 || text.Length > MaxDigits)
            {
                number = default;
                return false;
            }

            RequireSame(text[at], text);
            Span<char> pointed = stackalloc char[text.Length];
            text.CopyTo(pointed);
            pointed[at] = '.';
            return T.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && T.IsFinite(number);
        }

        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && T.IsFinite(number);
    }

    /// <summary>Where commas separate, a field in quotation marks may still have one: no thousands are grouped by one or two digits.</summary>
    private bool IsDecimalComma(ReadOnlySpan<char> text) => text.Count(',') == 1 && !text.Contains('.') && (decimalMark == ',' || !IsGrouped(text));

    /// <summary>A table with both marks has thousands grouped in one of them.</summary>
    private void RequireSame(char mark, ReadOnlySpan<char> text)
    {
        if (decimalMark == 0) (decimalMark, decimalLine) = (mark, Line);
        if (decimalMark == mark) return;
        string both = $"'{text}' has a {Named(mark)}, and a number in line {decimalLine} has a {Named(decimalMark)}";
        throw new InputException(path, Line, $"{both}: one of them is no decimal sign; save the table with points only.");

        static string Named(char mark) => mark == ',' ? "comma" : "point";
    }

    private static bool IsGrouped(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("+-");
        int mark = text.IndexOfAny('.', ',');
        return mark is >= 1 and <= 3 && text.Length == mark + 4 && text[0] != '0'
            && !text[..mark].ContainsAnyExceptInRange('0', '9') && !text[(mark + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
