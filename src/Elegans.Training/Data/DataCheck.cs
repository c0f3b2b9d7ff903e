using System.Globalization;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Training.Frames;
using OpenCvSharp;
using FrameSource = Elegans.Imaging.FrameSource;

namespace Elegans.Training.Data;

/// <summary>
/// Looks through real movies before they are trained on: tracks of other movies, frames that are dark, blank, repeated, or
/// outside of what was traced. Each is listed with its reason and left out; nothing is dropped silently.
/// </summary>
public sealed class DataCheck
{
    private readonly Dictionary<string, int> decoded = new(StringComparer.Ordinal);
    private readonly List<DataFinding> findings;
    private readonly HashSet<(string Embryo, FrameIndex Frame)> leftOut = [];
    private readonly HashSet<string> moviesLeftOut = new(StringComparer.Ordinal);

    private DataCheck(IEnumerable<DataFinding> findings) => this.findings = [.. findings];

    /// <summary>What is left out, movie by movie.</summary>
    public IReadOnlyList<DataFinding> Findings => findings;

    /// <summary>The movies that can be trained on.</summary>
    public IReadOnlyList<AnnotatedMovie> Movies { get; private set; } = [];

    /// <summary>Looks through the movies of a set.</summary>
    /// <param name="set">The movies.</param>
    /// <param name="input">How frames are normalised, which says how dark is too dark.</param>
    /// <param name="report">Told of each movie before it is read; null tells nobody.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public static DataCheck Of(EmbryoSet set, InputSpecification input, Action<AnnotatedMovie>? report = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        var check = new DataCheck(set.Findings);
        foreach (AnnotatedMovie movie in set.Movies)
        {
            report?.Invoke(movie);
            try
            {
                check.Look(movie, input, cancellation);
            }
            catch (InputException exception)
            {
                check.LeaveOut(movie, DataProblem.Unreadable, exception.Message);
            }
        }

        check.Movies = [.. set.Movies.Where(movie => !check.moviesLeftOut.Contains(movie.Embryo))];
        return check;
    }

    /// <summary>Whether a frame may be trained on.</summary>
    /// <param name="movie">Its movie.</param>
    /// <param name="frame">The frame.</param>
    public bool IsUsable(AnnotatedMovie movie, FrameIndex frame)
    {
        ArgumentNullException.ThrowIfNull(movie);
        return !moviesLeftOut.Contains(movie.Embryo) && !leftOut.Contains((movie.Embryo, frame));
    }

    /// <summary>Writes one row for everything that is left out: embryo, frame (empty for a whole movie), reason, and the reason in words.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("embryo,frame,reason,detail\n");
        foreach (DataFinding finding in findings)
            writer.Write(
                string.Create(
                CultureInfo.InvariantCulture,
                $"{finding.Embryo},{finding.Frame},{finding.Problem},\"{finding.Detail.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
    }

    /// <summary>Writes what it comes to: of each movie, how many frames are left and why others are not.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteSummary(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (DataFinding finding in findings.Where(finding => finding.Frame is null)) writer.Write($"{finding.Embryo}: left out: {finding.Detail}\n");
        foreach (AnnotatedMovie movie in Movies)
        {
            DataFinding[] frames = [.. findings.Where(finding => finding.Embryo == movie.Embryo && finding.Frame is not null)];
            string reasons = string.Join(", ", frames.GroupBy(finding => finding.Problem).OrderByDescending(group => group.Count())
                .Select(group => $"{group.Count()} {InWords(group.Key)}"));
            writer.Write(
                $"{movie.Embryo}: {decoded[movie.Embryo] - frames.Length} of {decoded[movie.Embryo]} frames can be "
                + $"used{(reasons.Length > 0 ? $"; {reasons}" : "")}\n");
        }
    }

    private static string InWords(DataProblem problem) => problem switch
    {
        DataProblem.Blank => "blank",
        DataProblem.Dark => "dark",
        DataProblem.Duplicate => "repeated",
        DataProblem.NotTraced => "not traced",
        DataProblem.NotCounted => "with cells that tracing lost or did not name",
        _ => problem.ToString(),
    };

    private void LeaveOut(AnnotatedMovie movie, DataProblem problem, string detail)
    {
        _ = moviesLeftOut.Add(movie.Embryo);
        _ = findings.RemoveAll(finding => finding.Embryo == movie.Embryo);
        findings.Add(new DataFinding(movie.Embryo, null, problem, detail));
    }

    private void Look(AnnotatedMovie movie, InputSpecification input, CancellationToken cancellation)
    {
        FrameSource reader = FrameSource.Open(movie.Path);
        AlignmentVerdict verdict;
        try
        {
            verdict = TrackAligner.Align(reader, movie.Track, cancellation);
        }
        catch (ArgumentException exception)
        {
            LeaveOut(movie, DataProblem.Blank, exception.Message.Split(" (Parameter", 2)[0]);
            return;
        }

        if (!verdict.Holds || verdict.Best != movie.Alignment)
        {
            LeaveOut(movie, DataProblem.NotAligned, verdict.Holds
                ? FormattableString.Invariant(
                    $"the track fits with offset {verdict.Best.Offset}, and {movie.Alignment.Offset} was given; a manifest can give the offset")
                : FormattableString.Invariant(
                    $"{verdict} {verdict.Agreement:P0} of {verdict.Frames} frames agree, median correlation {verdict.MedianCorrelation:F2}"));
            return;
        }

        var usable = new TracedEmbryo(movie.Track).UsableTimePoints().ToHashSet();
        using var preparation = new FramePreparation(input);
        float[] prepared = new float[input.PixelCount];
        Mat? before = null;
        try
        {
            foreach (MovieFrame frame in reader.Frames())
            {
                cancellation.ThrowIfCancellationRequested();
                using (frame)
                {
                    decoded[movie.Embryo] = frame.Index.Value + 1;
                    if (Find(movie, frame, preparation.Prepare(frame.Image, prepared), input, before, usable) is { } finding)
                    {
                        findings.Add(finding);
                        _ = leftOut.Add((movie.Embryo, frame.Index));
                    }

                    before?.Dispose();
                    before = frame.Image.Pixels.Clone();
                }
            }
        }
        finally
        {
            before?.Dispose();
        }
    }

    private static DataFinding? Find(AnnotatedMovie movie, MovieFrame frame, double contrast, InputSpecification input, Mat? before, HashSet<TimePoint> usable)
    {
        TimePoint? time = movie.Alignment.TimePointIn(frame.Index);
        return time is null || !movie.Track.IsAnnotated(time.Value)
            ? Of(DataProblem.NotTraced, $"the track has no nuclei at time point {time?.Value ?? frame.Index.Value + movie.Alignment.Offset}")
            : contrast < input.BlankContrast ? Of(DataProblem.Blank, $"its contrast is {contrast:F1} grey levels")
            : contrast < input.EmbryoContrast ? Of(DataProblem.Dark, $"its contrast is {contrast:F1} grey levels, and an embryo has {input.EmbryoContrast}")
            : IsSame(before, frame.Image.Pixels) ? Of(DataProblem.Duplicate, $"equal to frame {frame.Index.Value - 1}")
            : !usable.Contains(time.Value) ? Of(DataProblem.NotCounted, $"more than one cell in twenty was lost or not named by time point {time}")
            : null;

        DataFinding Of(DataProblem problem, FormattableString detail) => new(movie.Embryo, frame.Index, problem, FormattableString.Invariant(detail));
    }

    private static bool IsSame(Mat? before, Mat frame) => before is not null && before.Size() == frame.Size() && before.Type() == frame.Type()
        && Cv2.Norm(before, frame, NormTypes.INF) == 0;
}
