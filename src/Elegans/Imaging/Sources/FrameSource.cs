using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Elegans.Files;
using Elegans.Imaging.Sequences;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging;

/// <summary>
/// An input of any format that can be read, opened: a video, a stack, numbered pictures or a still. It says what was found, and
/// reads the frames one after the other.
/// </summary>
/// <remarks>Holds a frame at a time. Every enumeration decodes anew; enumerate from one thread at a time.</remarks>
/// <example>
/// <code>
/// FrameSource source = FrameSource.Open("embryo.ome.tif", new ReadOptions { StackChannel = 2 });
/// foreach (MovieFrame frame in source.Frames()) using (frame) Console.WriteLine(frame.Index);
/// </code>
/// </example>
public sealed class FrameSource
{
    /// <summary>
    /// Shorter and longer times between frames are those of players and of damaged descriptions: nobody films embryos so, as a
    /// cell cycle takes ten minutes and more (Sulston et al. 1983).
    /// </summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5), MaxInterval = TimeSpan.FromHours(2);

    private readonly FrameDecoder decoder;
    private readonly ReadOptions options;
    private readonly Lock noting = new();
    private readonly List<SourceNote> notes;
    private readonly Func<NuclearImage, FrameIndex, NuclearImage>? change;

    private FrameSource(string path, FrameDecoder decoder, ReadOptions options)
    {
        (Path, this.decoder, this.options) = (path, decoder, options);
        Description = Doubted(decoder.Description);
        notes = [.. Description.Notes];
    }

    private FrameSource(FrameSource other, Func<NuclearImage, FrameIndex, NuclearImage> change)
        : this(other.Path, other.decoder, other.options) => this.change = change;

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What was found.</summary>
    public SourceDescription Description { get; }

    /// <summary>Whether there is more than one frame, or may be.</summary>
    public bool IsMovie => Description.Kind == SourceKind.Video || Description.Frames is null or > 1;

    /// <summary>The frames announced, for progress displays only; null where nothing is announced.</summary>
    public int? AnnouncedFrames => Description.Frames;

    /// <summary>What is odd and what was guessed; after the frames were read, also what only decoding shows.</summary>
    public IReadOnlyList<SourceNote> Notes
    {
        get
        {
            lock (noting) return [.. notes];
        }
    }

    /// <summary>Opens an input and finds out what it is; what cannot be read is refused here.</summary>
    /// <param name="path">The file; or the folder or pattern of a sequence or store.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    /// <exception cref="InputException">It is missing, empty, cut off, too large, or nothing that can be decoded, or only the user can say how to
    /// read it.</exception>
    public static FrameSource Open(string path, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= ReadOptions.Default;
        // A pattern of pictures is no file; the pictures themselves are checked one by one.
        if (!options.IsSequence && FileKinds.Of(path) != FileKind.Folder) options.Limits.CheckBytes(path, InputFile.RequireReadable(path));
        NativeImaging.KeepQuiet();
        FrameDecoder opened = options.IsSequence ? SequenceDecoder.Open(path, options) : FrameFormats.Of(path).Open(path, options);
        options.Limits.CheckFrame(path, opened.Description.Width, opened.Description.Height);
        options.Limits.CheckCount(path, opened.Description.Frames ?? 0);
        return new FrameSource(path, opened, options);
    }

    /// <summary>An image that is in memory already, as an input of one frame.</summary>
    /// <param name="image">The image; it stays the caller's.</param>
    /// <param name="path">What the input is called.</param>
    /// <param name="options">How to read it; <see cref="ReadOptions.Default"/> unless given.</param>
    internal static FrameSource Of(NuclearImage image, string path = "image", ReadOptions? options = null) =>
        new(path, new GivenImage(image), options ?? ReadOptions.Default);

    /// <summary>
    /// Decodes the frames in order, numbered from 0. A damaged frame is left out; those after it keep their numbers. The caller
    /// disposes each frame.
    /// </summary>
    /// <exception cref="InputException">The input can no longer be read, goes on beyond the limits, or has lost frames in a way that leaves the
    /// others' numbers unknown.</exception>
    public IEnumerable<MovieFrame> Frames() => Seen(decoder.Frames(Note));

    /// <summary>Only the frames whose numbers the stride divides, in less time than all take.</summary>
    /// <param name="stride">1 and more.</param>
    /// <exception cref="InputException">As of all frames.</exception>
    internal IEnumerable<MovieFrame> Every(int stride) => Seen(decoder.Every(stride, Note));

    private IEnumerable<MovieFrame> Seen(IEnumerable<(FrameIndex Index, Mat Frame)> frames)
    {
        NuclearChannel? channel = options.Channel == NuclearChannel.Auto ? null : options.Channel;
        bool isGroundKnown = false;
        bool areFalse = false;
        int looked = 0;
        var clock = Stopwatch.StartNew();
        foreach ((FrameIndex index, Mat decoded) in frames)
        {
            ChannelChoice? choice = channel is null ? NuclearChannels.Judge(decoded) : null;
            if (choice is { HasSignal: true } found)
            {
                channel = found.Channel;
                NoteChannel(found, decoded.Channels());
            }

            // Looking takes as long as decoding: the first, second, fourth, eighth frame and so on are looked at.
            if (options.Channel == NuclearChannel.Auto && channel is not null && !areFalse && BitOperations.IsPow2(++looked))
            {
                areFalse = FalseColours.Are(decoded);
                if (areFalse) Note(new SourceNote(
                    "Its pictures look like false colours (a lookup table such as jet): brightness cannot be read from one colour; save them in grey.",
                    InputRemedy.Colour));
            }

            var image = new NuclearImage(Seen((channel ?? choice!.Value.Channel).Extract(decoded)));
            if (!isGroundKnown && (channel is not null || choice!.Value.HasSignal))
            {
                isGroundKnown = true;
                if (BrightGround.Is(image)) Note(
                    new SourceNote("Its pictures look inverted: what stands out is dark on a bright ground, and nuclei are looked for as bright on dark."));
            }

            if (change is not null)
            {
                using NuclearImage before = image;
                image = change(before, index);
            }

            yield return new MovieFrame(index, image);
            options.Limits.CheckCount(Path, index.Value + 1);
            options.Limits.CheckTime(Path, clock.Elapsed, index.Value + 1);
        }
    }

    /// <summary>The same input, every frame changed before it is seen: to measure what a change does to readings.</summary>
    /// <param name="changed">Makes a new image of a frame, which stays the source's.</param>
    internal FrameSource Changed(Func<NuclearImage, FrameIndex, NuclearImage> changed) => new(this, changed);

    /// <summary>How the input is read.</summary>
    internal ReadOptions Options => options;

    /// <summary>The part of a frame that is to be read; takes the frame.</summary>
    private Mat Seen(Mat frame)
    {
        if (options.Region is not { } region) return frame;
        using (frame)
        {
            Rect inside = new Rect(region.X, region.Y, region.Width, region.Height) & new Rect(0, 0, frame.Width, frame.Height);
            if (inside.Width <= 0 || inside.Height <= 0)
                throw new InputException(
                    Path, FormattableString.Invariant($"has frames of {frame.Width} × {frame.Height} pixels, and the region {region} lies outside."));
            using var part = new Mat(frame, inside);
            return part.Clone();
        }
    }

    /// <summary>Decodes the first frame.</summary>
    /// <exception cref="InputException">No frame can be decoded.</exception>
    internal NuclearImage First() =>
        Frames().FirstOrDefault()?.Image ?? throw new InputException(Path, "contains no frame that can be decoded; it may be damaged or cut off.");

    private void NoteChannel(ChannelChoice choice, int channels)
    {
        if (channels < 3) return;
        if (choice.Channel != NuclearChannel.Green)
            Note(new SourceNote(
                $"The nuclei are taken from the {Colour(choice.Channel)} channel, the strongest; green shows next to nothing.", InputRemedy.Colour));
        else if (choice.Stronger is { } other)
            Note(new SourceNote($"The nuclei are taken from the green channel, as in EPIC's movies; {Colour(other)} is stronger.", InputRemedy.Colour));

        static string Colour(NuclearChannel channel) => channel.ToString().ToLowerInvariant();
    }

    /// <summary>A time between frames that no embryo can have been filmed with is not believed.</summary>
    private static SourceDescription Doubted(SourceDescription found)
    {
        if (found.FrameInterval is not { } interval || (interval >= MinInterval && interval <= MaxInterval)) return found;
        string said = string.Create(
            CultureInfo.InvariantCulture,
            $"Its {found.FrameIntervalOrigin ?? "description"} says {interval.TotalSeconds:G4} seconds between frames, which is a rate of playing and not of "
            + $"filming an embryo; the pace is found from the movie.");
        return found with { FrameInterval = null, FrameIntervalOrigin = null, Notes = [.. found.Notes, new SourceNote(said, InputRemedy.Interval)] };
    }

    private void Note(SourceNote note)
    {
        lock (noting)
            if (!notes.Contains(note)) notes.Add(note);
    }
}
