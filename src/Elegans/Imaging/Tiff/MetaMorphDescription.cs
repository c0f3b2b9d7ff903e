using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>A MetaMorph stack (.stk): planes that follow each other in one page, with times and distances in the tag UIC2.</summary>
/// <remarks>Each plane has six numbers of 32 bits: its distance in z as a fraction, day and millisecond of its creation, and of its last change.</remarks>
internal static class MetaMorphDescription
{
    private const int PlaneBytes = 24;

    /// <summary>How many planes it says there are; 0 where it is no such file.</summary>
    internal static int Planes(TiffDirectory directory) => directory.Find(TagId.MetaMorphPlanes) is { Count: > 0 and <= int.MaxValue } tag ? (int)tag.Count : 0;

    /// <summary>Understands it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="directory">Its page.</param>
    /// <param name="pages">How many planes there are.</param>
    /// <param name="slicesAsked">How many slices make one time point, if the user said so.</param>
    internal static StackLayout Of(TiffFile file, TiffDirectory directory, int pages, int? slicesAsked)
    {
        int planned = Planes(directory);
        // Some writers count every fraction of the tag, of which a plane has three.
        if (planned == pages * 3L) planned = pages;
        byte[] bytes = [];
        try
        {
            // The tag claims as many fractions as there are planes, and has three for each.
            long length = (long)planned * PlaneBytes;
            if (directory.Find(TagId.MetaMorphPlanes) is { } tag && length <= file.Length - tag.At)
                bytes = directory.Bytes(tag with { Type = 7, Count = length }, int.MaxValue);
        }
        catch (EndOfStreamException)
        {
            // Without times and distances it is a stack all the same.
        }

        double[] moments = [.. Enumerable.Range(0, bytes.Length / PlaneBytes).Select(plane => (Number(plane, 2) * 86_400.0) + (Number(plane, 3) / 1000.0))];
        double[] depths = [.. Enumerable.Range(0, bytes.Length / PlaneBytes).Select(plane => (int)Number(plane, 0) / (double)Math.Max(1, Number(plane, 1)))];
        double[] steps = [.. moments.Zip(moments.Skip(1), (one, other) => other - one).Where(step => step > 0).Order()];
        bool hasDepth = depths.Distinct().Count() > 1 || (depths.Length > 0 && depths[0] != 0);
        return new StackLayout
        {
            Format = "MetaMorph stack (TIFF)",
            Frames = planned,
            FrameInterval = !hasDepth && steps.Length > 0 ? Units.Time(steps[steps.Length / 2], "s") : null,
            FrameIntervalOrigin = !hasDepth && steps.Length > 0 ? "times of MetaMorph's planes (the median)" : null,
            Notes = hasDepth && pages > 1 && slicesAsked is null
                ? [new SourceNote($"Its {pages} planes are taken as time points, and have distances as slices do.", InputRemedy.Slices)]
                : [],
        };

        uint Number(int plane, int number) => file.Whole32(bytes.AsSpan((plane * PlaneBytes) + (number * 4)));
    }
}
