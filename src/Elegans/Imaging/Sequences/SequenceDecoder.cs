using System.Globalization;
using Elegans.Files;
using Elegans.Imaging.Sources;
using Elegans.Lineages;
using OpenCvSharp;

namespace Elegans.Imaging.Sequences;

/// <summary>Decodes numbered pictures as the frames of one movie; the slices of a time point are projected by their maximum.</summary>
internal sealed class SequenceDecoder : FrameDecoder
{
    private readonly string path;
    private readonly SequenceFrames frames;
    private readonly ReadOptions each;

    private SequenceDecoder(string path, SequenceFrames frames, ReadOptions each, SourceDescription description) =>
        (this.path, this.frames, this.each, Description) = (path, frames, each, description);

    /// <inheritdoc/>
    internal override SourceDescription Description { get; }

    /// <summary>Finds the pictures, and opens the first that can be.</summary>
    /// <param name="path">The folder or pattern.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InputException">There is no series of pictures, or more than one, or they do not hold one frame each.</exception>
    internal static SequenceDecoder Open(string path, ReadOptions options)
    {
        (IReadOnlyList<string> pictures, int others) = SequenceFiles.Of(path, options.SequenceFiles);
        var notes = new List<SourceNote>();
        PictureSeries series = OneSeries(path, PictureSeries.Of(pictures), notes);
        if (others > 0) notes.Add(new SourceNote(FormattableString.Invariant($"{others} file(s) beside its pictures are left alone.")));
        var points = SequenceFrames.Of(path, series, options, notes);
        ReadOptions inner = options with
        {
            IsSequence = false,
            SequenceFiles = null,
            StackChannel = series.Channels.Count > 1 ? null : options.StackChannel,
            Position = series.Positions.Count > 1 ? null : options.Position,
        };
        SourceDescription first = FirstThatOpens(path, points, inner);
        return new SequenceDecoder(path, points, inner, new SourceDescription
        {
            Kind = SourceKind.Sequence,
            Format = FormattableString.Invariant($"{points.Pictures} numbered pictures ({first.Format})"),
            Frames = points.Count,
            Width = first.Width,
            Height = first.Height,
            BitDepth = first.BitDepth,
            Slices = Math.Max(points.Slices, first.Slices),
            Channels = Math.Max(series.Channels.Count, first.Channels),
            ChannelNames = first.ChannelNames,
            Positions = Math.Max(series.Positions.Count, first.Positions),
            OwnPositions = series.Positions.Count > 1 ? [] : first.OwnPositions,
            PixelSize = first.PixelSize,
            SliceSpacing = first.SliceSpacing,
            Notes = notes,
        });
    }

    /// <inheritdoc/>
    internal override IEnumerable<(FrameIndex Index, Mat Frame)> Frames(Action<SourceNote> note)
    {
        var damage = new List<InputException>();
        Size? size = null;
        int read = 0;
        foreach ((int index, IReadOnlyList<PicturePlace> pictures) in frames.Points)
        {
            Mat? brightest = null;
            try
            {
                brightest = Project(pictures, note, damage);
                if (brightest is null) continue;
                size ??= brightest.Size();
                if (brightest.Size() != size)
                {
                    throw new InputException(pictures[0].Path, string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {brightest.Width} × {brightest.Height} pixels, and the pictures before it {size.Value.Width} × {size.Value.Height}: the frames "
                            + $"of one movie have one size."));
                }

                read++;
                yield return (new FrameIndex(index), brightest);
            }
            finally
            {
                brightest?.Dispose();
            }
        }

        if (read == 0) throw damage.FirstOrDefault() ?? new InputException(path, "holds no picture that can be decoded.");
        if (damage.Count > 0) note(
            new SourceNote(
            string.Create(
            CultureInfo.InvariantCulture,
            $"{damage.Count} of its pictures cannot be decoded, and their frames have no counts: "
            + $"{string.Join(", ", damage.Take(3).Select(exception => Path.GetFileName(exception.Path)))}{(damage.Count > 3 ? " and others" : "")}.")));
    }

    /// <summary>The one series; a picture that stands alone is left alone, and a second series is for the user to choose from.</summary>
    private static PictureSeries OneSeries(string path, IReadOnlyList<PictureSeries> found, List<SourceNote> notes)
    {
        PictureSeries[] several = [.. found.Where(series => series.Pictures.Count > 1)];
        if (several.Length > 1)
        {
            throw new InputException(path, string.Create(
                CultureInfo.InvariantCulture,
                $"holds more than one series of numbered pictures ({Range(several[0])}; {Range(several[1])}); name one of them by a pattern in quotes, such "
                    + $"as '{PatternOf(several[0])}'."));
        }

        if (several.Length == 0 && found.Count > 1) throw new InputException(
            path, string.Create(
            CultureInfo.InvariantCulture,
            $"holds {found.Count} pictures whose names do not number them ({found[0].Pictures[0].Name}, {found[1].Pictures[0].Name}); number them in the "
            + $"order of the frames."));
        if (found.Count > 1) notes.Add(
            new SourceNote(
            FormattableString.Invariant($"{found.Count - 1} picture(s) without a number of the series are left alone, such as {found[1].Pictures[0].Name}.")));
        return found[0];
    }

    private static string Range(PictureSeries series) => FormattableString.Invariant(
        $"{series.Pictures.Count} from {series.Pictures[0].Name} to {series.Pictures[^1].Name}");

    /// <summary>What the names of a series begin and end with, and a star between.</summary>
    private static string PatternOf(PictureSeries series)
    {
        string first = series.Pictures[0].Name, last = series.Pictures[^1].Name;
        int begin = first.Zip(last).TakeWhile(pair => pair.First == pair.Second).Count();
        while (begin > 0 && char.IsAsciiDigit(first[begin - 1])) begin--;
        return $"{first[..begin]}*{Path.GetExtension(first)}";
    }

    private static SourceDescription FirstThatOpens(string path, SequenceFrames frames, ReadOptions each)
    {
        InputException? damage = null;
        foreach (PicturePlace picture in frames.Points.SelectMany(point => point.Pictures))
        {
            try
            {
                return OpenOne(picture.Path, each).Description;
            }
            catch (InputException exception) when (exception.Remedy == InputRemedy.None)
            {
                damage ??= exception;
            }
        }

        throw damage ?? new InputException(path, "holds no picture that can be decoded.");
    }

    private static FrameDecoder OpenOne(string file, ReadOptions each)
    {
        each.Limits.CheckBytes(file, InputFile.RequireReadable(file));
        try
        {
            FrameDecoder decoder = FrameFormats.Of(file).Open(file, each);
            each.Limits.CheckFrame(file, decoder.Description.Width, decoder.Description.Height);
            if (decoder.Description.Frames == 1 && decoder.Description.Kind != SourceKind.Video) return decoder;
            string many = decoder.Description.Frames is { } count ? FormattableString.Invariant($"{count} frames") : "a movie";
            throw new InputException(
                file, $"holds {many} of its own, and the pictures of a series hold one each; if these are its slices, say how many make one time point.",
                InputRemedy.Slices);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(file, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The brightest of a time point's slices at every pixel; null where one of them is damaged, as it might have shown more nuclei.</summary>
    private Mat? Project(IReadOnlyList<PicturePlace> pictures, Action<SourceNote> note, List<InputException> damage)
    {
        Mat? brightest = null;
        foreach (PicturePlace picture in pictures)
        {
            if (Decode(picture.Path, note, damage) is not { } decoded)
            {
                brightest?.Dispose();
                return null;
            }

            if (brightest is null)
            {
                brightest = decoded;
                continue;
            }

            using (decoded)
            {
                if (decoded.Size() != brightest.Size() || decoded.Type() != brightest.Type())
                {
                    brightest.Dispose();
                    throw new InputException(picture.Path, "is of another size or depth than the slices before it.");
                }

                Cv2.Max(brightest, decoded, brightest);
            }
        }

        return brightest;
    }

    private Mat? Decode(string file, Action<SourceNote> note, List<InputException> damage)
    {
        try
        {
            // A series that is still being written, or tidied away, loses frames and not the whole.
            foreach ((FrameIndex _, Mat frame) in OpenOne(file, each).Frames(note)) return frame.Clone();
            damage.Add(new InputException(file, "holds no frame that can be decoded."));
        }
        catch (InputException exception) when (exception.Remedy == InputRemedy.None)
        {
            damage.Add(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            damage.Add(new InputException(file, $"cannot be read: {exception.Message}", exception));
        }

        return null;
    }
}
