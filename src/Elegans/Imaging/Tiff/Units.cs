namespace Elegans.Imaging.Tiff;

/// <summary>Units as microscopes' programs write them.</summary>
internal static class Units
{
    /// <summary>A time; null where the unit is not known or the time is none.</summary>
    internal static TimeSpan? Time(double value, string? unit)
    {
        double? seconds = (unit?.Trim().TrimEnd('.').ToLowerInvariant() ?? "") switch
        {
            "" or "s" or "sec" or "secs" or "second" or "seconds" => 1,
            "ms" or "msec" or "msecs" or "millisec" or "millisecs" or "millisecond" or "milliseconds" => 1e-3,
            "us" or "µs" or "μs" or "usec" or "microsec" or "microsecond" or "microseconds" or "\\u00b5s" => 1e-6,
            "ns" or "nsec" or "nanosecond" or "nanoseconds" => 1e-9,
            "min" or "mins" or "minute" or "minutes" => 60,
            "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
            "d" or "day" or "days" => 86_400,
            _ => null,
        };
        return seconds * value is > 0 and < 1e8 and { } time ? TimeSpan.FromSeconds(time) : null;
    }

    /// <summary>A length in micrometres; null where the unit is none of length or the length none.</summary>
    internal static double? Micrometres(double value, string? unit)
    {
        double? micrometres = (unit?.Trim() ?? "") switch
        {
            "µm" or "μm" or "um" or "\\u00B5m" or "\\u00b5m" or "micron" or "microns" or "micrometer" or "micrometers" or "micrometre" or "micrometres" => 1,
            "nm" or "nanometer" or "nanometers" or "nanometre" or "nanometres" => 1e-3,
            "pm" => 1e-6,
            "mm" or "millimeter" or "millimeters" or "millimetre" or "millimetres" => 1e3,
            "cm" or "centimeter" or "centimetre" => 1e4,
            "m" or "meter" or "metre" => 1e6,
            "Å" or "A" or "angstrom" => 1e-4,
            "inch" or "in" => 25_400,
            _ => null,
        };
        return micrometres * value is > 0 and < 1e6 and { } length ? length : null;
    }
}
