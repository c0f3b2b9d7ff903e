using System.Text.RegularExpressions;

namespace Elegans.Imaging.Sequences;

/// <summary>Numbers of pictures' names that are one: decimals, times of day, and numbers below zero.</summary>
internal static partial class JoinedNumbers
{
    /// <summary>Puts names that differ by a minus before one number under one pattern.</summary>
    internal static IEnumerable<PictureNumbers> WithSigns(IReadOnlyList<PictureNumbers> pictures)
    {
        var patterns = pictures.Select(picture => picture.Pattern).ToHashSet(StringComparer.Ordinal);
        foreach (PictureNumbers picture in pictures)
        {
            Match? minus = Minus().Matches(picture.Pattern).FirstOrDefault(match => patterns.Contains(picture.Pattern.Remove(match.Index, 1)));
            yield return minus is null ? picture
                : picture.Negative(picture.Pattern[..minus.Index].Count(letter => letter == '#'), picture.Pattern.Remove(minus.Index, 1));
        }
    }

    /// <summary>Makes one number of those that are: 0.5, 01h04m, 2020-01-01T10-04-00.</summary>
    /// <param name="pictures">Pictures of one pattern.</param>
    internal static PictureNumbers[] Join(PictureNumbers[] pictures)
    {
        string pattern = pictures[0].Pattern;
        if (pattern.Count(letter => letter == '#') != pictures[0].Values.Count || pattern.Any(char.IsAsciiDigit)) return pictures;
        if (Moment().Match(pattern) is { Success: true } moment && PlaceOf(pattern, moment) is var at && Varying(pictures, at, 6) > 1)
        {
            long?[] seconds = [.. pictures.Select(picture => Seconds(picture.Values, at))];
            if (!seconds.Contains(null)) return [.. pictures.Select((picture, index) => picture.Joined(at, 6, seconds[index]!.Value))];
        }

        if (Clock().Match(pattern) is { Success: true } clock && PlaceOf(pattern, clock) is var hour)
        {
            int parts = clock.Value.Count(letter => letter == '#');
            if (Varying(pictures, hour, parts) > 1 && pictures.All(picture => picture.Values.Skip(hour + 1).Take(parts - 1).All(part => part < 60)))
                return [.. pictures.Select(picture => picture.Joined(
                    hour, parts, picture.Values.Skip(hour).Take(parts).Aggregate(0L, (sum, part) => (60 * sum) + part)))];
        }

        if (Decimal().Match(pattern) is { Success: true } number && PlaceOf(pattern, number) is var whole && whole >= pictures[0].Folders
            && Varying(pictures, whole, 2) > 1
            && pictures.All(picture => picture.Values[whole] < 1_000_000 && picture.Values[whole + 1] < 1000))
        {
            // As many digits as the longest has: 0.5 and 0.25 are 50 and 25 hundredths.
            string[] fractions = [.. pictures.Select(picture => Fraction(picture, whole))];
            int digits = fractions.Max(fraction => fraction.Length);
            return [.. pictures.Select((picture, index) => picture.Joined(
                whole, 2, long.Parse($"{picture.Values[whole]}{fractions[index].PadRight(digits, '0')}", System.Globalization.CultureInfo.InvariantCulture)))];
        }

        return pictures;
    }

    private static string Fraction(PictureNumbers picture, int whole)
    {
        MatchCollection digits = Digits().Matches(Path.GetFileNameWithoutExtension(picture.Name));
        return digits[whole + 1 - picture.Folders].Value;
    }

    private static int PlaceOf(string pattern, Match match) => pattern[..match.Index].Count(letter => letter == '#');

    private static int Varying(PictureNumbers[] pictures, int first, int count) => Enumerable.Range(first, count)
        .Count(place => pictures.Any(picture => picture.Values[place] != pictures[0].Values[place]));

    private static long? Seconds(IReadOnlyList<long> values, int at)
    {
        if (values[at] is < 1900 or > 9999 || values[at + 1] is < 1 or > 12 || values[at + 2] < 1 || values[at + 3] > 23 || values[at + 4] > 59
            || values[at + 5] > 59 || values[at + 2] > DateTime.DaysInMonth((int)values[at], (int)values[at + 1])) return null;
        var moment = new DateTime(
            (int)values[at], (int)values[at + 1], (int)values[at + 2], (int)values[at + 3], (int)values[at + 4], (int)values[at + 5], DateTimeKind.Unspecified);
        return moment.Ticks / TimeSpan.TicksPerSecond;
    }

    [GeneratedRegex("#[-_.]#[-_.]#[t _-]#[-_.:]#[-_.:]#", RegexOptions.None, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex("(#h#m#s?)|(#h#(?=m|[^a-z#]|$))|(#m#s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"(?<![#.][.])#\.#(?!\.#)", RegexOptions.None, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex("(?<=[a-z _])-#", RegexOptions.None, 1000)]
    private static partial Regex Minus();

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
