using Elegans.Lineages;
using Elegans.Predictions;

namespace Elegans.Training.Accuracy.Sections;

/// <summary>How numbers stand in the tables of the page.</summary>
internal static class Cells
{
    /// <summary>What the page calls <see cref="Ways"/>.</summary>
    internal static readonly string[] WayNames = ["reading", "with the clock"];

    /// <summary>A share, with one decimal.</summary>
    internal static string Percent(double share) => MarkdownPage.Text($"{share:P1}");

    /// <summary>A share in whole percent.</summary>
    internal static string WholePercent(double share) => MarkdownPage.Text($"{share:P0}");

    /// <summary>Cells, with one decimal.</summary>
    internal static string Count(double cells) => MarkdownPage.Text($"{cells:F1}");

    /// <summary>Both ways to take a movie: as it was read, and with the clock.</summary>
    internal static (string Name, MoviePrediction Prediction)[] Ways(JudgedMovie movie) =>
        [(WayNames[0], movie.FrameByFrame), (WayNames[1], movie.WithClock)];

    /// <summary>Counts beside the truth; what was not counted is no cell.</summary>
    internal static IEnumerable<(LineageCounts Predicted, LineageCounts Truth)> Pairs(JudgedMovie movie, MoviePrediction prediction) =>
        movie.Join(prediction).Select(frame => (frame.Prediction.Counts ?? default, frame.Truth));
}
