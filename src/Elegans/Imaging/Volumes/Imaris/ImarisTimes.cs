using System.Globalization;
using PureHDF;

namespace Elegans.Imaging.Volumes.Imaris;

/// <summary>When the time points of an Imaris file were taken.</summary>
internal static class ImarisTimes
{
    /// <summary>Gaps that differ by more than this share of their median are no timer's.</summary>
    private const double MaxUnevenness = 0.2;

    /// <summary>What the attributes of times are called, before their number, which counts from 1.</summary>
    private const string Name = "TimePoint";

    /// <summary>The time from one time point to the next, the median of all; null where they are not given, or do not go on.</summary>
    /// <param name="told">The group of the times.</param>
    /// <param name="count">How many time points there are.</param>
    internal static (TimeSpan? Interval, SourceNote? Note) Of(IH5Group? told, int count)
    {
        if (told is null) return (null, null);
        var times = new DateTime?[count];
        // One after the other as they are stored: to look each up by its name takes as long as all of them.
        foreach (IH5Attribute attribute in told.Attributes())
        {
            if (attribute.Name.StartsWith(Name, StringComparison.Ordinal)
                && int.TryParse(attribute.Name.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
                && number <= count)
                times[number - 1] = Time(attribute.Text());
        }

        double[] gaps = [.. times.Zip(times.Skip(1), (before, after) => (after - before)?.TotalSeconds).OfType<double>().Order()];
        if (gaps.Length == 0 || gaps[gaps.Length / 2] is var median && median <= 0) return (null, null);
        double typical = gaps[gaps.Length / 2];
        SourceNote? note = gaps[0] < typical * (1 - MaxUnevenness) || gaps[^1] > typical * (1 + MaxUnevenness)
            ? new SourceNote(
                FormattableString.Invariant(
                $"Its time points are unevenly spaced, from {gaps[0]:G4} to {gaps[^1]:G4} seconds; the median of {typical:G4} seconds is taken for all."),
                Files.InputRemedy.Interval)
            : null;
        return (TimeSpan.FromSeconds(typical), note);
    }

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time) ? time
            : null;
}
