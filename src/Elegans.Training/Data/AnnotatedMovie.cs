using Elegans.Annotation;
using Elegans.Annotation.Alignment;

namespace Elegans.Training.Data;

/// <summary>A real movie with the track of its embryo.</summary>
/// <param name="Path">The movie's file.</param>
/// <param name="Track">The nuclei of its embryo.</param>
/// <param name="Recording">The recording it was cut from: movies of one recording are trained on, validated on or judged by together, never apart.</param>
/// <param name="Alignment">Which time point its first frame shows.</param>
public sealed record AnnotatedMovie(string Path, NucleiTrack Track, string Recording, FrameAlignment Alignment)
{
    /// <summary>The embryo's name.</summary>
    public string Embryo => Track.Name;
}
