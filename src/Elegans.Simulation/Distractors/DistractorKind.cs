
namespace Elegans.Simulation.Distractors;

/// <summary>What an image shows that is not an embryo with labelled nuclei.</summary>
public enum DistractorKind
{
    /// <summary>Noise, from single pixels to patches.</summary>
    Noise,

    /// <summary>Clouds: noise of every size at once, as in out-of-focus light and natural textures.</summary>
    Clouds,

    /// <summary>Labelled membranes: the borders of the cells instead of their nuclei.</summary>
    Membranes,

    /// <summary>Transmitted light: a grey ground with a shaded, grainy egg.</summary>
    TransmittedLight,

    /// <summary>A scene of overlapping surfaces, as photographs have.</summary>
    Scene,

    /// <summary>Stripes, squares or writing.</summary>
    Pattern,

    /// <summary>Specks far smaller than nuclei, over the whole frame.</summary>
    Specks,

    /// <summary>Labelled nuclei with light and dark exchanged.</summary>
    Inverted,
}
