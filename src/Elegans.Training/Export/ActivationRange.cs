namespace Elegans.Training.Export;

/// <summary>The real numbers that the 256 values of a quantised activation stand for: <c>Scale × (value − ZeroPoint)</c>.</summary>
/// <param name="Scale">The distance between two neighbouring values.</param>
/// <param name="ZeroPoint">The value that stands for zero: padding must be exact.</param>
internal readonly record struct ActivationRange(float Scale, byte ZeroPoint)
{
    internal const int Levels = 255;

    /// <summary>The range from <paramref name="low"/> to <paramref name="high"/>, with zero in it.</summary>
    internal static ActivationRange Between(double low, double high)
    {
        (low, high) = (Math.Min(0, low), Math.Max(0, high));
        double scale = Math.Max(high - low, 1e-6) / Levels;
        return new ActivationRange((float)scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, Levels));
    }
}
