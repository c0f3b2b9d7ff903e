using System.Collections.Immutable;
using Elegans.Embryos;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;

namespace Elegans.Predictions;

/// <summary>
/// Reads a movie embryo by embryo. Frames are read whole while embryos are looked for in some of them; a movie that shows one embryo as the network
/// knows it is done then. Of any other each embryo is cut out of its frames, and those are read.
/// </summary>
/// <param name="movie">The movie.</param>
/// <param name="input">The network's input.</param>
/// <param name="threads">How many threads read.</param>
/// <param name="read">Runs the network; called from several threads at once.</param>
internal sealed class FieldReader(
    FrameSource movie, InputSpecification input, int threads, Func<PreparedBatch, CancellationToken, IReadOnlyList<FrameReading>> read)
{
    /// <summary>
    /// So many looks in a row with writing, several sure embryos, or one that is small in its frame: the movie will have to be cut, and need not be read
    /// whole.
    /// </summary>
    private const int LooksToBeSure = 3;
    private const double SureConfidence = 0.6, SmallShare = 0.45;

    private readonly EmbryoFit fit = new(input);

    /// <summary>An embryo of which the network recognises fewer of its frames is none, where it recognises another.</summary>
    private const double MinRecognised = 0.5;

    /// <summary>By how much less the network may recognise in embryos that were cut out than in whole frames.</summary>
    private const double MaxLoss = 0.2;

    /// <summary>Pixels of a frame's longer side below which embryos are not looked for: who keeps so few has cut one out.</summary>
    private const int MinSide = 128;

    private int oddLooks;
    private FrameIndex? last;
    private bool mustBeCut;

    /// <summary>Reads the movie.</summary>
    /// <param name="report">Told of every reading of the first embryo as it comes; those of a movie that is cut come again.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="InputException">A frame cannot be decoded, or the embryo that was asked for is not there.</exception>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    internal FieldReadings Read(Action<FrameReading> report, CancellationToken cancellation)
    {
        using var survey = new EmbryoSurvey();
        int stride = EmbryoSurvey.StrideFor(movie.AnnouncedFrames);
        List<(int Embryo, FrameReading Reading)> whole = ReadAll(null, Look, report, cancellation);
        if (mustBeCut) LookOn();
        FieldOfView field = survey.Looks > 0 ? FieldOfView.Of(survey)
            : new FieldOfView { Width = movie.Description.Width, Height = movie.Description.Height };
        FrameReading[] readWhole = mustBeCut ? [] : [.. whole.Select(each => each.Reading)];
        if (!field.Embryos.IsEmpty && (mustBeCut || !fit.IsKnown(field)) && EmbryoFit.IsBelieved(field, readWhole, survey.Looks))
        {
            FieldReadings cut = Judged(Recognised(Cut(field, ReadAll(field, IsThere, report, cancellation))));
            // Outlines that make the network recognise less than it does in whole frames are wrong.
            if (cut.Embryos.Max(ShareKnown) > EmbryoFit.ShareKnown(readWhole) - MaxLoss) return Chosen(cut);
            field = field with { Embryos = [] };
        }

        return Chosen(Whole(field, mustBeCut ? ReadAll(null, null, report, cancellation) : whole));

        bool Look(MovieFrame frame)
        {
            last = frame.Index;
            if (frame.Index.Value % stride == 0 && Math.Max(frame.Image.Width, frame.Image.Height) >= MinSide)
            {
                oddLooks = IsOdd(survey.Look(frame.Index, frame.Image), frame.Image) ? oddLooks + 1 : 0;
                mustBeCut |= oddLooks >= LooksToBeSure;
            }

            return !mustBeCut;
        }

        // The rest of the movie only has to be looked at.
        void LookOn()
        {
            FrameIndex before = last!.Value;
            foreach (MovieFrame frame in movie.Every(stride))
            {
                using (frame)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (frame.Index > before) survey.Look(frame.Index, frame.Image);
                }
            }
        }

        bool IsThere(MovieFrame frame)
        {
            last = frame.Index;
            return true;
        }
    }

    /// <summary>The embryo that was asked for; all where none was.</summary>
    private FieldReadings Chosen(FieldReadings read) => movie.Options.Embryo is not { } number ? read
        : number <= read.Embryos.Length ? read with { Embryos = [read.Embryos[number - 1]] }
        : throw EmbryoReadings.Missing(movie.Path, read.Embryos.Length, number);

    /// <summary>Leaves out what the network does not recognise as nuclei, such as the half of a picture that another camera took.</summary>
    private static FieldReadings Recognised(FieldReadings read)
    {
        bool[] known = [.. read.Embryos.Select(embryo => ShareKnown(embryo) >= MinRecognised)];
        if (known.All(each => each) || !known.Any(each => each)) return read;
        return read with
        {
            Field = read.Field with { Embryos = [.. read.Field.Embryos.Where((_, i) => known[i])] },
            Embryos = [.. read.Embryos.Where((_, i) => known[i]).Select((embryo, i) => embryo with { Number = i + 1 })],
        };
    }

    /// <summary>What cannot be seen of the embryos that are left.</summary>
    private static FieldReadings Judged(FieldReadings read) => read with
    {
        Embryos = [.. read.Embryos.Select((embryo, number) => embryo with
        {
            Readings = [.. embryo.Readings.Select(reading => reading with { Status = EmbryoFit.StatusOf(reading, read.Field, number) })],
        })],
    };

    /// <summary>The share of an embryo's frames in which the network recognises nuclei.</summary>
    private static double ShareKnown(EmbryoReadings embryo) => EmbryoFit.ShareKnown(
        [.. embryo.Readings.Where(reading => embryo.Outline!.IsIn(reading.Frame) && reading.Status != FrameStatus.Damaged)]);

    private static bool IsOdd(FrameFinding finding, NuclearImage frame)
    {
        if (!finding.Writing.IsEmpty) return true;
        SeenEmbryo[] sure = [.. finding.Embryos.Where(embryo => embryo.Confidence >= SureConfidence)];
        return sure.Length > 1 || (sure is [var one] && 2 * one.Outline.LongHalfAxis < SmallShare * Math.Max(frame.Width, frame.Height));
    }

    private static FieldReadings Whole(FieldOfView field, List<(int, FrameReading Reading)> readings) => new(
        field,
        [new EmbryoReadings(1, field.Embryos.Length == 1 ? field.Embryos[0] : null, Gapless(readings.Select(each => EmbryoFit.IsTooSmall(field)
            && each.Reading.ShowsNuclei ? each.Reading with { Status = FrameStatus.TooSmall } : each.Reading), null))],
        AreCutOut: false);

    private FieldReadings Cut(FieldOfView field, List<(int Embryo, FrameReading Reading)> readings)
    {
        ILookup<int, FrameReading> byEmbryo = readings.ToLookup(each => each.Embryo, each => each.Reading);
        return new FieldReadings(
            field,
            [.. field.Embryos.Select((embryo, number) => new EmbryoReadings(number + 1, embryo, Gapless(
                byEmbryo[number], last, embryo)))],
            AreCutOut: true);
    }

    /// <summary>A reading for every frame: damaged ones, and those that an embryo is not in, have no counts.</summary>
    private static ImmutableArray<FrameReading> Gapless(IEnumerable<FrameReading> readings, FrameIndex? last, FollowedEmbryo? embryo = null)
    {
        var gapless = ImmutableArray.CreateBuilder<FrameReading>();
        var next = new FrameIndex(0);
        foreach (FrameReading reading in readings)
        {
            for (; next < reading.Frame; next = next.Next) gapless.Add(Missing(next));
            gapless.Add(reading);
            next = next.Next;
        }

        for (; last is { } end && next <= end; next = next.Next) gapless.Add(Missing(next));
        return gapless.ToImmutable();

        FrameReading Missing(FrameIndex frame) => embryo is null || embryo.IsIn(frame)
            ? FrameReading.OfDamaged(frame) : FrameReading.OfDamaged(frame) with { Status = FrameStatus.NoEmbryo };
    }

    private List<(int Embryo, FrameReading Reading)> ReadAll(
        FieldOfView? field, Func<MovieFrame, bool>? look, Action<FrameReading> report, CancellationToken cancellation)
    {
        using var pipeline = new FramePipeline(movie, input, threads, LineagePopulationModel.BatchSize, read, field, look, cancellation);
        var readings = new List<(int, FrameReading)>();
        // Of several embryos the one that was asked for is told; whole frames are one.
        int told = field is null ? 0 : Math.Clamp((movie.Options.Embryo ?? 1) - 1, 0, field.Embryos.Length - 1);
        foreach ((int embryo, FrameReading reading) in pipeline.Readings())
        {
            readings.Add((embryo, reading));
            if (embryo == told) report(reading);
        }

        return readings;
    }
}
