namespace Elegans.Imaging.Volumes.Zarr;

/// <summary>The units of OME-Zarr (those of UDUNITS-2) that lengths and times of films are given in.</summary>
internal static class OmeZarrUnits
{
    /// <summary>A length in micrometres; null where its unit is not told or not known.</summary>
    internal static double? Micrometres(double value, string? unit) => Positive(value * unit switch
    {
        "micrometer" or "µm" or "um" or "micron" => 1,
        "nanometer" or "nm" => 1e-3,
        "angstrom" => 1e-4,
        "picometer" => 1e-6,
        "millimeter" or "mm" => 1e3,
        "centimeter" => 1e4,
        "meter" or "m" => 1e6,
        _ => double.NaN,
    });

    /// <summary>A time; null where its unit is not told or not known.</summary>
    internal static TimeSpan? Time(double value, string? unit) => Positive(value * unit switch
    {
        "second" or "s" => 1,
        "millisecond" or "ms" => 1e-3,
        "microsecond" => 1e-6,
        "nanosecond" => 1e-9,
        "minute" or "min" => 60,
        "hour" or "h" => 3600,
        "day" => 86_400,
        _ => double.NaN,
    }) is { } seconds and < 1e8 ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Positive(double value) => value > 0 && double.IsFinite(value) ? value : null;
}
