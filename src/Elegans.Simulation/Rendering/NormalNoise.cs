namespace Elegans.Simulation.Rendering;

/// <summary>Normally distributed numbers, read from a long table at a random place: a frame needs one for every pixel.</summary>
internal sealed class NormalNoise
{
    private const int Length = 1 << 20;
    private static readonly float[] Table = Fill();
    private int position;

    internal NormalNoise(Random random) => position = random.Next(Length);

    /// <summary>One number from the normal distribution with mean 0 and standard deviation 1.</summary>
    internal float Next()
    {
        position = (position + 1) & (Length - 1);
        return Table[position];
    }

    /// <summary>A run of numbers, shorter than the table.</summary>
    internal ReadOnlySpan<float> Run(int length)
    {
        if (position + length > Length) position = 0;
        ReadOnlySpan<float> run = Table.AsSpan(position, length);
        position += length;
        return run;
    }

    /// <summary>One normally distributed number straight from a source of chance (Box and Muller 1958).</summary>
    internal static float Draw(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static float[] Fill()
    {
        var random = new Random(20121);
        float[] table = new float[Length];
        for (int i = 0; i < table.Length; i++) table[i] = Draw(random);
        return table;
    }
}
