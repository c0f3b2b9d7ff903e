using System.Globalization;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Training.Frames;
using Elegans.Training.Plots;
using Elegans.Training.Recipe;

namespace Elegans.Training.Run;

/// <summary>
/// What weights read in the real movies at hand, frame by frame as they were filmed: before the run and after it. Movies that were trained on are among
/// them, so that these are no figures on unseen data.
/// </summary>
internal sealed record FilmReadings(IReadOnlyList<(string Embryo, TimePoint Time, LineageCounts Predicted, LineageCounts Truth)> Frames)
{
    private const string Header = "embryo,time_point,true,predicted";

    /// <summary>Reads the movies.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="films">Their frames.</param>
    /// <param name="recipe">How frames are prepared.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static FilmReadings Of(TrainedWeights weights, IFrameSet films, TrainingRecipe recipe, CancellationToken cancellation)
    {
        using var renderer = new BatchRenderer(films, recipe, stream: 0);
        var read = new List<(string, TimePoint, LineageCounts, LineageCounts)>();
        foreach (int[] numbers in Enumerable.Range(0, films.Count).Chunk(recipe.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            TrainingFrame[] frames = [.. numbers.Select(number => films[number])];
            IEnumerable<LineageCounts> predicted = weights.Judge(renderer.Prepare(frames)).Frames.Select(frame => frame.Predicted);
            foreach ((int number, (TrainingFrame frame, LineageCounts counts)) in numbers.Zip(frames.Zip(predicted)))
            {
                (string embryo, TimePoint time) = films.Shown(number);
                read.Add((embryo, time, counts, frame.Truth.Counts ?? default));
                frame.Dispose();
            }
        }

        return new FilmReadings(read);
    }

    /// <summary>Writes the totals.</summary>
    internal void Write(string path) => OutputFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write($"{Header}\n");
        foreach ((string embryo, TimePoint time, LineageCounts predicted, LineageCounts truth) in Frames)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{embryo},{time},{truth.Total},{predicted.Total}\n"));
    });

    /// <summary>Draws a figure of each movie, with what was read before the run.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="before">The table that was written before the run.</param>
    internal void Draw(string folder, string before)
    {
        string[][] rows = File.Exists(before) ? [.. File.ReadLines(before).Skip(1).Select(row => row.Split(','))] : [];
        foreach (var film in Frames.GroupBy(frame => frame.Embryo))
        {
            var curves = new List<(string, double[], double[])>
            {
                Curve("annotated", film.Select(frame => (frame.Time.Value, frame.Truth.Total))),
                Curve("before", rows.Where(row => row[0] == film.Key).Select(row => (Whole(row[1]), Whole(row[3])))),
                Curve("after", film.Select(frame => (frame.Time.Value, frame.Predicted.Total))),
            };
            FilmFigure.Save(Path.Combine(folder, $"movie-{film.Key}.png"), film.Key, [.. curves.Where(curve => curve.Item2.Length > 0)]);
        }

        static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
        static (string, double[], double[]) Curve(string name, IEnumerable<(int Time, int Total)> points)
        {
            (int Time, int Total)[] all = [.. points];
            return (name, [.. all.Select(point => (double)point.Time)], [.. all.Select(point => (double)point.Total)]);
        }
    }
}
