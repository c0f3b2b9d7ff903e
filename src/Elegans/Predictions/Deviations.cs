namespace Elegans.Predictions;

/// <summary>The names of deviations in tables.</summary>
public static class Deviations
{
    /// <summary>What a table calls a deviation.</summary>
    /// <param name="deviation">The deviation.</param>
    public static string Name(this Deviation deviation) => deviation switch
    {
        Deviation.FewerCells => "total-",
        Deviation.MoreCells => "total+",
        _ => throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "There is no such deviation."),
    };

    /// <summary>The deviation that a table calls so; null where there is none.</summary>
    /// <param name="name">What the table says.</param>
    public static Deviation? Named(string name)
    {
        foreach (Deviation deviation in Enum.GetValues<Deviation>())
            if (deviation.Name() == name) return deviation;
        return null;
    }
}
