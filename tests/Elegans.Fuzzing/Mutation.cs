namespace Elegans.Fuzzing;

/// <summary>
/// Spoils bytes in the ways files get spoilt: flipped bits, overwritten numbers, cut ends, doubled and lost pieces. The same seed spoils the same
/// way.
/// </summary>
internal static class Mutation
{
    private static readonly byte[][] Numbers =
    [
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0xEA, 0x60], [0x60, 0xEA, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1],
    ];

    private static readonly string[] Words = ["", "-1", "0", "NaN", "inf", "1e308", "999999999999", "1,5", "\"", ";", "\t", "\0", "Ä", "\r", "true",
        "null", "{", "]"];

    /// <summary>Spoils binary content.</summary>
    internal static byte[] OfBytes(byte[] bytes, Random random)
    {
        var spoilt = new List<byte>(bytes);
        for (int times = 1 << random.Next(5); times > 0 && spoilt.Count > 8; times--)
        {
            // Headers matter most: half of the changes fall into the first and last kilobyte.
            int at = random.Next(4) switch
            {
                0 => random.Next(Math.Min(1024, spoilt.Count - 4)),
                1 => spoilt.Count - 4 - random.Next(Math.Min(1024, spoilt.Count - 4)),
                _ => random.Next(spoilt.Count - 4),
            };
            int length = Math.Min(1 << random.Next(10), spoilt.Count - at);
            switch (random.Next(7))
            {
                case 0: spoilt[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: spoilt[at] = (byte)random.Next(256); break;
                case 2: Overwrite(spoilt, at, Numbers[random.Next(Numbers.Length)]); break;
                case 3: spoilt.RemoveRange(at, length); break;
                case 4: spoilt.InsertRange(at, spoilt.GetRange(at, length)); break;
                case 5: for (int i = at; i < at + length; i++) spoilt[i] = (byte)random.Next(256); break;
                default: if (random.Next(3) == 0) spoilt.RemoveRange(at, spoilt.Count - at); break;
            }
        }

        return [.. spoilt];
    }

    /// <summary>Spoils text: fields, lines and characters.</summary>
    internal static string OfText(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        for (int times = 1 << random.Next(4); times > 0; times--)
        {
            int line = random.Next(3) == 0 ? 0 : random.Next(lines.Count);
            string[] fields = lines[line].Split(',');
            switch (random.Next(6))
            {
                case 0:
                case 1:
                    fields[random.Next(fields.Length)] = Words[random.Next(Words.Length)];
                    lines[line] = string.Join(',', fields);
                    break;
                case 2: lines.Insert(line, lines[random.Next(lines.Count)]); break;
                case 3: lines.RemoveAt(line); break;
                case 4: lines[line] = lines[line][..random.Next(lines[line].Length + 1)]; break;
                default: lines[line] = lines[line].Insert(random.Next(lines[line].Length + 1), Words[random.Next(Words.Length)]); break;
            }

            if (lines.Count == 0) lines.Add("");
        }

        return string.Join('\n', lines);
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] number)
    {
        for (int i = 0; i < number.Length; i++) bytes[at + i] = number[i];
    }
}
