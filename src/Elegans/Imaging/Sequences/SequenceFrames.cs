using System.Globalization;
using Elegans.Files;

namespace Elegans.Imaging.Sequences;

/// <summary>Which pictures make which frame of a movie.</summary>
internal sealed class SequenceFrames
{
    private SequenceFrames(IReadOnlyList<(int Index, IReadOnlyList<PicturePlace> Pictures)> points, int slices) => (Points, Slices) = (points, slices);

    /// <summary>The time points in order: the number of the frame, and its pictures.</summary>
    internal IReadOnlyList<(int Index, IReadOnlyList<PicturePlace> Pictures)> Points { get; }

    /// <summary>Slices of a time point.</summary>
    internal int Slices { get; }

    /// <summary>Frames from the first to the last, those without pictures included.</summary>
    internal int Count => Points[^1].Index + 1;

    /// <summary>The pictures that are read.</summary>
    internal int Pictures => Points.Sum(point => point.Pictures.Count);

    /// <summary>Sorts a series into frames.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="series">The pictures.</param>
    /// <param name="options">Which channel and position is read, and whether slices are frames.</param>
    /// <param name="notes">Told what is missing and what was guessed.</param>
    /// <exception cref="InputException">Two pictures have the same numbers, or only the user can say which are to be read.</exception>
    internal static SequenceFrames Of(string path, PictureSeries series, ReadOptions options, List<SourceNote> notes)
    {
        long channel = ChannelOf(path, series, options.StackChannel), position = PositionOf(path, series, options.Position, notes);
        PicturePlace[] pictures = [.. series.Pictures.Where(picture => picture.Channel == channel && picture.Position == position)];
        if (pictures.Length == 0) throw new InputException(path, "holds no picture of that channel and position.");
        for (int next = 1; next < pictures.Length; next++)
        {
            if ((pictures[next].Time, pictures[next].Slice) == (pictures[next - 1].Time, pictures[next - 1].Slice))
                throw new InputException(path, $"holds two pictures with the same number: {pictures[next - 1].Name} and {pictures[next].Name}.");
        }

        if (options.Slices == 1 && series.Slices.Count > 1) return new SequenceFrames(
            [.. pictures.Select((picture, index) => (index, (IReadOnlyList<PicturePlace>)[picture]))], 1);
        if (series.IsDepthOnly)
            notes.Add(new SourceNote(
                FormattableString.Invariant(
                $"The names of its {pictures.Length} pictures number slices and no times, so they are taken for the slices of one time point."),
                InputRemedy.Slices));
        IGrouping<long, PicturePlace>[] times = [.. pictures.GroupBy(picture => picture.Time)];
        int slices = pictures.Select(picture => picture.Slice).Distinct().Count();
        NoteMissingSlices(times, slices, notes);
        long[] frames = Frames([.. times.Select(time => time.Key)], notes);
        return new SequenceFrames([.. times.Select((time, place) => ((int)frames[place], (IReadOnlyList<PicturePlace>)[.. time]))], slices);
    }

    private static long ChannelOf(string path, PictureSeries series, int? asked)
    {
        if (series.Channels.Count < 2) return series.Channels[0];
        string numbers = string.Join(", ", series.Channels);
        if (asked is not { } number) throw new InputException(
            path, FormattableString.Invariant(
            $"holds pictures of {series.Channels.Count} channels (numbered {numbers}); only whoever filmed knows which one shows the nuclei."),
            InputRemedy.StackChannel);
        return number <= series.Channels.Count ? series.Channels[number - 1]
            : throw new InputException(path, FormattableString.Invariant(
                $"holds pictures of {series.Channels.Count} channels (numbered {numbers}), and channel {number} was asked for."), InputRemedy.StackChannel);
    }

    private static long PositionOf(string path, PictureSeries series, int? asked, List<SourceNote> notes)
    {
        if (series.Positions.Count < 2) return series.Positions[0];
        if (asked > series.Positions.Count)
            throw new InputException(path, FormattableString.Invariant(
                $"holds pictures of {series.Positions.Count} positions, and position {asked} was asked for."), InputRemedy.Position);
        if (asked is null) notes.Add(
            new SourceNote(
            FormattableString.Invariant(
            $"Its pictures are of {series.Positions.Count} positions (numbered {string.Join(", ", series.Positions.Take(8))}); the first is read."),
            InputRemedy.Position));
        return series.Positions[(asked ?? 1) - 1];
    }

    private static void NoteMissingSlices(IGrouping<long, PicturePlace>[] times, int slices, List<SourceNote> notes)
    {
        if (times.FirstOrDefault(time => time.Count() < slices) is not { } lacking) return;
        int missing = times.Sum(time => slices - time.Count());
        notes.Add(new SourceNote(FormattableString.Invariant(
            $"{missing} slice(s) are missing, the first of them at time {lacking.Key}; those time points show the slices that are there.")));
    }

    /// <summary>
    /// The frames that the numbers stand for: from 0, in the numbers' own steps, so that what is missing leaves its time free.
    /// Numbers that leave more free than they fill, such as times of day, only order the pictures.
    /// </summary>
    private static long[] Frames(long[] numbers, List<SourceNote> notes)
    {
        long step = numbers.Skip(1).Aggregate(0L, (divisor, number) => Divisor(divisor, number - numbers[0]));
        if (numbers.Length == 1) return [0];
        long[] frames = [.. numbers.Select(number => (number - numbers[0]) / step)];
        if (frames[^1] >= 2L * numbers.Length)
        {
            notes.Add(new SourceNote(FormattableString.Invariant(
                $"The numbers of its {numbers.Length} pictures are not evenly spaced; they are taken as frames in that order, one after the other.")));
            return [.. Enumerable.Range(0, numbers.Length).Select(place => (long)place)];
        }

        string[] missing = [.. Enumerable.Range(1, numbers.Length - 1).Where(place => frames[place] > frames[place - 1] + 1)
            .Select(place => Span(numbers[place - 1] + step, numbers[place] - step))];
        if (missing.Length > 0)
            notes.Add(new SourceNote(
                string.Create(
                CultureInfo.InvariantCulture,
                $"The pictures numbered {string.Join(", ", missing.Take(5))}{(missing.Length > 5 ? " and others" : "")} are missing; their frames have no "
                + $"counts, and those after them keep their times.")));
        return frames;

        static string Span(long first, long last) => first == last ? FormattableString.Invariant($"{first}")
            : FormattableString.Invariant($"{first} to {last}");
    }

    private static long Divisor(long one, long other) => other == 0 ? one : Divisor(other, one % other);
}
