using System.Collections.Immutable;
using System.Globalization;
using Elegans.Annotation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Training.Data;
using Elegans.Training.Frames;
using Elegans.Training.Plots;

namespace Elegans.Training.Run;

/// <summary>The training frames with the greatest loss, laid out for review: wrong labels and broken frames gather there.</summary>
internal sealed class HardestFrames
{
    private const int MaxShown = 60;
    private readonly ImmutableArray<(IFrameSet Set, int Number, double Loss, LineageCounts Predicted, LineageCounts Target)> frames;

    private HardestFrames(ImmutableArray<(IFrameSet Set, int Number, double Loss, LineageCounts Predicted, LineageCounts Target)> frames) =>
        this.frames = frames;

    /// <summary>The frames, the hardest first.</summary>
    internal ImmutableArray<SetFrame> Frames => [.. frames.Select(frame => new SetFrame(frame.Set.Name, frame.Number))];

    /// <summary>Finds them.</summary>
    /// <param name="sets">The finite sets of training frames.</param>
    /// <param name="share">The share of all frames that is sought.</param>
    /// <param name="judge">The loss and the predicted counts of each frame of a batch.</param>
    /// <param name="batchOf">Makes a batch of frames.</param>
    /// <param name="batchSize">Frames in a batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal static HardestFrames Find(
        IEnumerable<IFrameSet> sets,
        double share,
        Func<Batch, IReadOnlyList<(double Loss, LineageCounts Predicted)>> judge,
        Func<IReadOnlyList<TrainingFrame>, Batch> batchOf,
        int batchSize,
        CancellationToken cancellation)
    {
        var judged = new List<(IFrameSet Set, int Number, double Loss, LineageCounts Predicted, LineageCounts Target)>();
        foreach (IFrameSet set in sets)
        {
            foreach (int[] numbers in Enumerable.Range(0, set.Count).Chunk(batchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                TrainingFrame[] chunk = [.. numbers.Select(number => set[number])];
                judged.AddRange(
                    judge(batchOf(chunk))
                    .Zip(numbers, (frame, number) => (set, number, frame.Loss, frame.Predicted, chunk[number - numbers[0]].Truth.Counts ?? default)));
                Array.ForEach(chunk, frame => frame.Dispose());
            }
        }

        return new HardestFrames([.. judged.OrderByDescending(frame => frame.Loss).Take((int)Math.Ceiling(share * judged.Count))]);
    }

    /// <summary>Writes <c>hardest.csv</c> and a contact sheet, <c>hardest.png</c>, into a folder.</summary>
    internal void Write(string folder)
    {
        OutputFile.Write(Path.Combine(folder, "hardest.csv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write($"set,number,embryo,time_point,loss,{Columns("label")},{Columns("predicted")}\n");
            foreach ((IFrameSet set, int number, double loss, LineageCounts predicted, LineageCounts target) in frames)
            {
                (string embryo, TimePoint time) = set.Shown(number);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{set.Name},{number},{embryo},{time},{loss:G6},{Row(target)},{Row(predicted)}\n"));
            }
        });
        if (frames.IsEmpty) return;
        using var sheet = new ContactSheet();
        foreach ((IFrameSet set, int number, double loss, LineageCounts predicted, LineageCounts target) in frames.Take(MaxShown))
        {
            (string embryo, TimePoint time) = set.Shown(number);
            using TrainingFrame frame = set[number];
            sheet.Add(frame.Image, $"{embryo} t{time}", $"label {target.Total}, read {predicted.Total}");
        }

        sheet.Save(Path.Combine(folder, "hardest.png"));
    }

    private static string Columns(string what) => string.Join(',', FounderLineages.All.Select(lineage => $"{lineage}_{what}"));

    private static string Row(LineageCounts counts) => string.Join(',', FounderLineages.All.Select(lineage => counts[lineage]));
}
