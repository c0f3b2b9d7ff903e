namespace Elegans.Simulation.Rendering;

/// <summary>The range a randomised property is drawn from, evenly.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
public readonly record struct ParameterRange(double Low, double High)
{
    /// <summary>A range of one value: the property is not randomised.</summary>
    /// <param name="value">That value.</param>
    public static ParameterRange Exactly(double value) => new(value, value);

    /// <summary>Draws a value evenly from the range.</summary>
    /// <param name="random">Where chance comes from.</param>
    public float Draw(Random random) => (float)(Low + ((High - Low) * random.NextDouble()));

    /// <summary>Draws a value whose logarithm is even, for properties that act as factors. The range must be positive.</summary>
    /// <param name="random">Where chance comes from.</param>
    public float DrawLogarithmic(Random random) => (float)(Low * Math.Pow(High / Low, random.NextDouble()));
}
