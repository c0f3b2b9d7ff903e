namespace Elegans.Imaging;

/// <summary>Which channel of one image was taken to show the nuclei.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="HasSignal">Whether the image shows anything but black and white writing, so that its channel holds for the whole movie.</param>
/// <param name="Stronger">A channel that is clearly stronger than green, where green was taken.</param>
internal readonly record struct ChannelChoice(NuclearChannel Channel, bool HasSignal, NuclearChannel? Stronger);
