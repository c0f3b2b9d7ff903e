using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Predictions;
using Elegans.Simulation.Rendering;
using Elegans.Training.Frames;

namespace Elegans.Training.Accuracy;

/// <summary>A laboratory that exists as rendered movies only: wild types and treated embryos, all filmed through one microscope.</summary>
/// <param name="Controls">Wild types.</param>
/// <param name="Treated">Treated embryos.</param>
internal sealed record Laboratory(ImmutableArray<RenderedMovie> Controls, ImmutableArray<RenderedMovie> Treated)
{
    /// <summary>How many laboratories there are.</summary>
    internal const int Count = 10;
    private const int MicroscopeSeed = 3000, MovieSeed = 4000;

    /// <summary>How often each wild type is filmed: so many movies as set a limit are needed.</summary>
    private const int FilmsOfEach = 3;

    /// <summary>In how many of them each treated embryo is filmed: microscopes differ more than embryos.</summary>
    private const int Filmed = 3;

    /// <summary>Draws microscopes and films through each every wild type, and of the treated embryos its share.</summary>
    /// <param name="model">The model that reads.</param>
    /// <param name="recipe">What microscopes and views are drawn from.</param>
    /// <param name="wildTypes">Normal embryos.</param>
    /// <param name="treated">Treated embryos, each for some of the laboratories.</param>
    /// <param name="report">Told what is being filmed.</param>
    /// <param name="cancellation">Stops between frames.</param>
    internal static IReadOnlyList<Laboratory> Of(
        LineagePopulationModel model, Recipe.TrainingRecipe recipe, IReadOnlyList<NucleiTrack> wildTypes, IReadOnlyList<NucleiTrack> treated,
        Action<string> report, CancellationToken cancellation)
    {
        int seed = MovieSeed;
        return [.. Enumerable.Range(0, Count).Select(number =>
        {
            report(FormattableString.Invariant($"laboratory {number + 1} of {Count}"));
            Microscope microscope = recipe.Microscopes.Draw(new Random(MicroscopeSeed + number));
            return new Laboratory(
                [.. Enumerable.Repeat(wildTypes, FilmsOfEach).SelectMany(each => each).Select(Film)],
                [.. treated.Where((_, turn) => (turn + number) % Count < Filmed).Select(Film)]);

            RenderedMovie Film(NucleiTrack track) =>
                new(model, new TracedEmbryo(track), recipe, new Random(seed++), cancellation, AbnormalMovies.Step, microscope);
        })];
    }

    /// <summary>The limit that its wild types set.</summary>
    /// <param name="limit">The model's limit.</param>
    internal double Limit(double limit) => ControlGrowth.Of(limit, Controls.Select(movie => (movie.Name, movie.Totals))).Limit;
}
