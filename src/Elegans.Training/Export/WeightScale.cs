namespace Elegans.Training.Export;

/// <summary>The scale by which the weights of one output channel become whole numbers.</summary>
internal static class WeightScale
{
    private const double NarrowestShare = 0.5;
    private const int Shares = 50;

    /// <summary>The scale with the least square error, of rounding and of cutting the largest weights.</summary>
    internal static float Best(ReadOnlySpan<float> weights, int greatest)
    {
        float most = 1e-8f;
        foreach (float weight in weights) most = MathF.Max(most, MathF.Abs(weight));
        float best = most / greatest;
        double least = double.MaxValue;
        for (int share = 0; share <= Shares; share++)
        {
            float scale = (float)(most / greatest * (1 - ((1 - NarrowestShare) * share / Shares)));
            double error = 0;
            foreach (float weight in weights)
            {
                double off = (Math.Clamp(MathF.Round(weight / scale), -greatest, greatest) * scale) - weight;
                error += off * off;
            }

            if (error < least) (best, least) = (scale, error);
        }

        return best;
    }
}
