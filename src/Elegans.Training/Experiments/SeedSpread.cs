namespace Elegans.Training.Experiments;

/// <summary>A figure over several seeds.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation; null where there is one seed.</param>
internal readonly record struct SeedSpread(double Mean, double? Deviation)
{
    /// <summary>The mean, and the standard deviation with one degree of freedom less than there are seeds.</summary>
    internal static SeedSpread Of(IEnumerable<double> seeds)
    {
        double[] values = [.. seeds];
        double mean = values.Average();
        return new SeedSpread(mean, values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    /// <summary>Both in a format, such as <c>5.2 % ± 0.4 %</c>.</summary>
    /// <param name="format">How a number is written.</param>
    internal string Text(Func<double, string> format) => Deviation is { } deviation ? $"{format(Mean)} ± {format(deviation).TrimStart('+')}" : format(Mean);
}
