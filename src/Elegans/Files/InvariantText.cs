using System.Globalization;
using System.Runtime.CompilerServices;

namespace Elegans.Files;

/// <summary>
/// An interpolated text whose numbers are written as in files and messages everywhere: with a point, whatever the machine's
/// language. Unlike a <see cref="FormattableString"/> it may be put together of several lines.
/// </summary>
[InterpolatedStringHandler]
internal ref struct InvariantText
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Begins a text; called by the compiler.</summary>
    /// <param name="literalLength">How many letters stand as they are.</param>
    /// <param name="formattedCount">How many values are written.</param>
    public InvariantText(int literalLength, int formattedCount) =>
        text = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Adds letters as they stand.</summary>
    /// <param name="value">The letters.</param>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format">The format.</param>
    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    /// <summary>Adds a value in a column.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The column's width; negative for values at its left.</param>
    public void AppendFormatted<T>(T value, int alignment) => text.AppendFormatted(value, alignment);

    /// <summary>Adds a value in a format and a column.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The column's width; negative for values at its left.</param>
    /// <param name="format">The format.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format) => text.AppendFormatted(value, alignment, format);

    /// <summary>The whole text; it can be asked for once.</summary>
    public string ToStringAndClear() => text.ToStringAndClear();
}
