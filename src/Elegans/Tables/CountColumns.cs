namespace Elegans.Tables;

/// <summary>Which columns a table of counts has besides those that every one has.</summary>
[Flags]
public enum CountColumns
{
    /// <summary>No more.</summary>
    None = 0,

    /// <summary>The 90 % interval of every lineage.</summary>
    Intervals = 1,

    /// <summary>The total as each frame alone was read, with its 90 % interval.</summary>
    Measured = 2,

    /// <summary>The counts of a normal embryo of the age found.</summary>
    Expected = 4,
}
