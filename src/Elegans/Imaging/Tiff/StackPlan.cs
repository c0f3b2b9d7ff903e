using Elegans.Files;

namespace Elegans.Imaging.Tiff;

/// <summary>Which plane is where: what a layout promises, against the pages that are there.</summary>
internal sealed class StackPlan
{
    /// <summary>The deepest stack of one embryo: 100 slices of half a micrometre are more than the 30 micrometres that it has.</summary>
    private const int MaxSlices = 100;

    /// <summary>More planes than anyone has, so that a damaged description cannot fill the memory.</summary>
    private const int MaxPlanes = 16_000_000;

    private readonly PlaneSource[] planes;

    private StackPlan(PlaneSource[] planes, int slices, int sample, IReadOnlyList<SourceNote> notes) =>
        (this.planes, Slices, Sample, Notes) = (planes, slices, sample, notes);

    /// <summary>How many frames there are.</summary>
    internal int Frames => planes.Length / Slices;

    /// <summary>Planes of each frame.</summary>
    internal int Slices { get; }

    /// <summary>Which of a pixel's samples is read, counted from 0.</summary>
    internal int Sample { get; }

    /// <summary>What was guessed, and what is missing.</summary>
    internal IReadOnlyList<SourceNote> Notes { get; }

    /// <summary>The files beside the one that was opened which the planes are in.</summary>
    internal IEnumerable<int> Files => planes.Where(plane => plane is { IsThere: true, File: > 0 }).Select(plane => plane.File).Distinct();

    /// <summary>The planes of a frame; none where it is left out.</summary>
    internal ReadOnlySpan<PlaneSource> this[int frame] => planes.AsSpan(frame * Slices, Slices);

    /// <summary>Makes the plan.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="layout">What the description says.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <param name="samples">Channels in the samples of each pixel.</param>
    /// <param name="options">How it is to be read.</param>
    /// <exception cref="InputException">What the description says does not fit the pages, or only the user can say how to read it.</exception>
    internal static StackPlan Of(string path, StackLayout layout, int pages, int samples, ReadOptions options)
    {
        if (options.Slices < 1) throw new InputException(path, FormattableString.Invariant($"cannot be read with {options.Slices} slices a time point."),
            InputRemedy.Slices);
        int asked = layout.ChannelAsked(path, options.StackChannel, samples), channel = asked / samples;
        string said = $"describes {layout.Frames} time points × {layout.Slices} slices × {layout.Channels} channels and has {pages} pages";
        if (layout.Frames <= 0 || layout.Slices <= 0 || layout.Channels <= 0) throw new InputException(path, $"{said}; its description is damaged.");
        (int times, int slices) = Extent(path, layout, pages, said);
        var found = new PlaneSource[times * slices];
        for (int plane = 0; plane < found.Length; plane++) found[plane] = layout.Find(new PlaneAddress(plane / slices, plane % slices, channel), pages);
        if (!found.Any(plane => plane.IsThere)) throw new InputException(path, $"{said}: none of them is of the channel that is read.");

        var notes = new List<SourceNote>(layout.Notes);
        if (layout.Planes is null && layout.OwnPages is null && layout.Planned < pages - layout.FirstPage)
            notes.Add(new SourceNote(FormattableString.Invariant($"It {said}; the last {pages - layout.FirstPage - (long)layout.Planned} are not read."),
                InputRemedy.Slices));
        if (options.Slices is { } wanted)
        {
            (found, slices) = (Regrouped(path, found, wanted, notes), wanted);
        }
        else if (layout.Frames == 1 && slices > 1)
        {
            if (slices > MaxSlices)
                throw new InputException(path,
                    FormattableString.Invariant($"has {slices} slices of one time point, more than a stack of one embryo has: ")
                    + "they may be time points that were filed as slices.", InputRemedy.Slices);
            notes.Add(new SourceNote(
                $"Its {slices} slices of one time point are projected into one picture; they may be time points that were filed as slices.",
                InputRemedy.Slices));
        }

        return new StackPlan(Complete(found, slices, options.Slices ?? layout.Slices, options.Slices is null ? layout.Frames : 0, notes), slices,
            asked % samples, notes);
    }

    /// <summary>Time points and slices that there can be, of those that are described.</summary>
    private static (int Times, int Slices) Extent(string path, StackLayout layout, int pages, string said)
    {
        int times = layout.Frames, slices = layout.Slices;
        if (layout.Planes is { Count: > 0 } listed)
        {
            times = Math.Min(times, listed.Keys.Max(plane => plane.Time) + 1);
            slices = Math.Min(slices, listed.Keys.Max(plane => plane.Slice) + 1);
        }
        else if (layout.Planes is null)
        {
            long there = Math.Max(0, pages - layout.FirstPage);
            long first = layout.Order[0] == 'T' || layout.Order[1] == 'T' ? 1 : (long)slices * layout.Channels;
            if ((long)slices * layout.Channels > there) throw new InputException(path,
                $"{said}, which is not one whole time point; it may be one file of several, or cut off.");
            times = (int)Math.Min(times, (there + first - 1) / first);
        }

        if ((long)times * slices > MaxPlanes) throw new InputException(path, $"{said}; its description is damaged.");
        return (times, slices);
    }

    private static PlaneSource[] Regrouped(string path, PlaneSource[] planes, int slices, List<SourceNote> notes)
    {
        int there = planes.Length;
        while (there > 0 && !planes[there - 1].IsThere) there--;
        int over = there % slices;
        if (over == there) throw new InputException(path,
            FormattableString.Invariant($"has {there} planes, which are less than one time point of {slices} slices."), InputRemedy.Slices);
        if (over > 0) notes.Add(new SourceNote(
            FormattableString.Invariant($"Its {there} planes are no multiple of {slices} slices; the last {over} are left out."), InputRemedy.Slices));
        return planes[..(there - over)];
    }

    /// <summary>Leaves out time points that lack slices: a projection of fewer shows fewer nuclei. As many as the fullest one has are all.</summary>
    private static PlaneSource[] Complete(PlaneSource[] planes, int slices, int planned, int described, List<SourceNote> notes)
    {
        int[] there = [.. planes.Chunk(slices).Select(frame => frame.Count(plane => plane.IsThere))];
        int most = there.Max(), last = Array.LastIndexOf(there, most);
        int lacking = there.Take(last).Count(count => count < most);
        for (int frame = 0; frame <= last; frame++)
            if (there[frame] < most) planes.AsSpan(frame * slices, slices).Fill(PlaneSource.Missing);
        if (most < planned) notes.Add(new SourceNote(FormattableString.Invariant($"{planned} slices a time point were planned, and {most} are there.")));
        if (last + 1 < described) notes.Add(new SourceNote(FormattableString.Invariant($"{described} time points were planned, and {last + 1} are there.")));
        if (lacking > 0) notes.Add(new SourceNote(FormattableString.Invariant($"{lacking} time points lack planes and are left out.")));
        return planes[..((last + 1) * slices)];
    }
}
