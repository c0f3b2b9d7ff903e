namespace Elegans.Training.Run;

/// <summary>The files of a run.</summary>
/// <param name="Path">Its folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The newest checkpoint, from which a run is resumed: weights, their running average, the optimiser.</summary>
    public string Last => In("last.checkpoint");

    /// <summary>The averaged weights with the least validation loss, to export.</summary>
    public string Best => In("best.checkpoint");

    /// <summary>Which embryos are on which side.</summary>
    public string Split => In("split.json");

    /// <summary>Every real movie and frame that is not used, with its reason.</summary>
    public string LeftOut => In("left-out.csv");

    /// <summary>Everything that was reported, with its time.</summary>
    public string Log => In("train.log");

    /// <summary>What the weights that the run started from read in the real movies.</summary>
    public string MoviesBefore => In("movies-before.csv");

    /// <summary>What the best weights read in them.</summary>
    public string MoviesAfter => In("movies-after.csv");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
