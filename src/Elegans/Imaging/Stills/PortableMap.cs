using Elegans.Imaging.Sources;

namespace Elegans.Imaging.Stills;

/// <summary>What the header of a binary portable map (.pgm, .ppm) says.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Bytes">Bytes that the file has at least.</param>
internal readonly record struct PortableMap(long Width, long Height, long Bytes)
{
    /// <summary>Digits of a number that a header can mean.</summary>
    private const long MaxNumber = 1_000_000_000;

    /// <summary>Reads the header; null where it is none.</summary>
    internal static PortableMap? Of(InputSignature input)
    {
        Span<long> numbers = stackalloc long[3];
        int at = 2;
        for (int number = 0; number < numbers.Length; number++)
        {
            while (at < input.Begin.Length && (char.IsWhiteSpace((char)input.Begin[at]) || input.Begin[at] == '#'))
            {
                if (input.Begin[at] == '#') while (at < input.Begin.Length && input.Begin[at] != '\n') at++;
                else at++;
            }

            int first = at;
            for (; at < input.Begin.Length && char.IsAsciiDigit((char)input.Begin[at]) && numbers[number] < MaxNumber; at++) numbers[number] = (
                numbers[number] * 10) + input.Begin[at] - '0';
            if (at == first || numbers[number] is 0 or >= MaxNumber) return null;
        }

        long samples = input.Has("P6"u8) ? 3 : 1, bytes = numbers[2] > 255 ? 2 : 1;
        return new PortableMap(
            numbers[0], numbers[1], at + 1 + (numbers[0] * numbers[1] > long.MaxValue / 8 ? long.MaxValue / 2 : numbers[0] * numbers[1] * samples * bytes));
    }
}
