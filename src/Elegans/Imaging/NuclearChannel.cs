namespace Elegans.Imaging;

/// <summary>Which channel of a colour image shows the nuclei. A grey image has only one, whatever is asked for.</summary>
public enum NuclearChannel
{
    /// <summary>
    /// Green where it carries signal, as in EPIC's movies (Murray et al. 2012: histone in green, reporter gene in red);
    /// otherwise the channel with the strongest signal. A movie's channel is decided once, on its first frame with signal.
    /// </summary>
    Auto,

    /// <summary>The red channel.</summary>
    Red,

    /// <summary>The green channel.</summary>
    Green,

    /// <summary>The blue channel.</summary>
    Blue,

    /// <summary>The brightest of the three at every pixel.</summary>
    Brightest,
}
