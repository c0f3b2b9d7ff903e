namespace Elegans.Imaging.Sequences;

/// <summary>A picture and where in a movie its name puts it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Time">The number of its time point, as the name has it.</param>
/// <param name="Slice">The number of its slice; 0 where there are none.</param>
/// <param name="Channel">The number of its channel; 0 where there is one only.</param>
/// <param name="Position">The number of its position; 0 where there is one only.</param>
internal readonly record struct PicturePlace(string Path, long Time, long Slice, long Channel, long Position)
{
    /// <summary>The file's name without its folder.</summary>
    internal string Name => System.IO.Path.GetFileName(Path);
}
