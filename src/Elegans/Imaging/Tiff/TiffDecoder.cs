using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Tiff;

/// <summary>Decodes the pages of a TIFF, one after the other from one open file, so that a stack of any length fits in memory.</summary>
internal sealed class TiffDecoder : FrameDecoder
{
    private readonly string path;
    private readonly TiffIndex index;
    private readonly StackLayout layout;
    private readonly StackPlan plan;
    private readonly InputLimits limits;
    private readonly bool isShownInverted;

    private TiffDecoder(string path, TiffIndex index, StackLayout layout, StackPlan plan, TiffPage first, InputLimits limits)
    {
        (this.path, this.index, this.layout, this.plan, this.limits) = (path, index, layout, plan, limits);
        isShownInverted = InvertedDisplay.Has(first);
        // The time between planes that were regrouped is not that between frames.
        bool isRegrouped = plan.Slices != layout.Slices && plan.Slices > 1;
        int samples = Samples(layout, first);
        Description = new SourceDescription
        {
            Kind = plan.Frames > 1 || plan.Slices > 1 || layout.Channels * (long)samples > 1 ? SourceKind.Stack : SourceKind.Still,
            Format = layout.Format,
            Frames = plan.Frames,
            Width = (int)first.Width,
            Height = (int)first.Height,
            BitDepth = first.Type.Bits,
            Slices = plan.Slices,
            Channels = (int)Math.Min((long)layout.Channels * samples, int.MaxValue),
            ChannelNames = layout.ChannelNames,
            Positions = layout.Positions,
            OwnPositions = layout.OwnPositions,
            FrameInterval = isRegrouped ? null : layout.FrameInterval,
            FrameIntervalOrigin = isRegrouped ? null : layout.FrameIntervalOrigin,
            PixelSize = layout.PixelSize,
            SliceSpacing = layout.SliceSpacing,
            Notes = [.. plan.Notes, .. Notes(index, first)],
        };
    }

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    /// <summary>The files that it is read from, as it names them; an empty name stands for the file itself.</summary>
    internal IReadOnlyList<string> Files => [.. plan.Files.Select(file => layout.Files[file])];

    /// <summary>Opens a file and finds out what its pages are.</summary>
    /// <exception cref="InputException">It cannot be read, and why.</exception>
    internal static TiffDecoder Open(string path, ReadOptions options)
    {
        using TiffFile file = TiffFile.Open(path);
        try
        {
            PageChain chain = PageChain.Of(file, options.Limits);
            TiffPage first = TiffPage.Of(file, chain.Pages[0].At, options.Limits);
            (TiffIndex index, StackLayout layout) = StackDescription.Of(file, chain, first, options);
            if (options.Position > layout.Positions || options.Position < 1)
                throw new InputException(path,
                    FormattableString.Invariant($"has {layout.Positions} position(s), and number {options.Position} was asked for."), InputRemedy.Position);
            var planned = StackPlan.Of(path, layout, index.Planes, Samples(layout, first), options);
            foreach (int beside in planned.Files)
            {
                string name = layout.Files[beside];
                if (!File.Exists(OmeDescription.Beside(path, name))) throw new InputException(path,
                    $"is one file of several, and '{name}' is missing beside it.");
            }

            if (index.Chain.Pages[0] != chain.Pages[0]) first = TiffPage.Of(file, index.Chain.Pages[0].At, options.Limits);
            return new TiffDecoder(path, index, layout, planned, first, options.Limits);
        }
        catch (NotSupportedException exception)
        {
            throw new InputException(path, exception.Message, exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new InputException(path, $"cannot be decoded as TIFF; it is damaged or cut off ({exception.Message}).", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException(path, $"cannot be decoded as TIFF; it is damaged ({exception.Message}).", exception);
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note) => Every(1, note);

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Every(int stride, Action<SourceNote> note)
    {
        using var reader = new StackReader(path, index, layout, plan, limits);
        if (isShownInverted && reader.JudgeDisplay())
            note(new SourceNote("Its values are stored inverted, with a bright ground, and are read as they are shown (0 is white)."));
        int lost = 0, firstLost = 0, read = 0;
        Exception? damage = null;
        for (int frame = 0; frame < plan.Frames; frame += stride)
        {
            if (!IsPlanned(frame)) continue;
            Mat? decoded = null;
            try
            {
                decoded = reader.Read(frame);
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
            {
                if (lost++ == 0) (damage, firstLost) = (exception, frame);
            }

            if (decoded is null) continue;
            read++;
            using (decoded) yield return (new FrameIndex(frame), decoded);
        }

        // Which frames are damaged is told by who reads all.
        if (damage is null || stride > 1) yield break;
        if (read == 0) throw Refused(damage);
        note(new SourceNote(damage is EndOfStreamException && firstLost + lost == plan.Frames
            ? FormattableString.Invariant($"It is cut off: {damage.Message}, and the last {lost} of its {plan.Frames} frames are not there.")
            : $"{lost} of its {plan.Frames} frames cannot be decoded and are left out; of the first of them, number {firstLost}: {damage.Message}."));
    }

    private static int Samples(StackLayout layout, TiffPage first) => layout.SamplesAreChannels ? first.Samples : first.Channels;

    private static IEnumerable<SourceNote> Notes(TiffIndex index, TiffPage first)
    {
        if (index.Chain.IsCutOff) yield return new SourceNote(
            FormattableString.Invariant($"It is cut off or damaged: it announces more than the {index.Chain.Pages.Count} pages that are there."));
        if (Palette.Of(first) is not { IsRamp: false } palette) yield break;
        yield return palette.IsList
            ? new SourceNote("Its pixels are places in a list of colours, as in a picture reduced to 256 colours; the colours are read.", InputRemedy.Colour)
            : new SourceNote("It is shown in false colours (a lookup table); the stored values are read, and not the colours.");
    }

    private bool IsPlanned(int frame)
    {
        foreach (PlaneSource plane in plan[frame])
            if (plane.IsThere) return true;
        return false;
    }

    private InputException Refused(Exception damage) => damage switch
    {
        NotSupportedException => new InputException(path, damage.Message, damage),
        EndOfStreamException => new InputException(path, $"cannot be decoded as TIFF; it is cut off ({damage.Message}).", damage),
        _ => new InputException(path, $"cannot be decoded as TIFF; it is damaged ({damage.Message}).", damage),
    };
}
