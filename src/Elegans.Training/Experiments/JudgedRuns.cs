using System.Collections.Immutable;
using Elegans.Training.Accuracy;

namespace Elegans.Training.Experiments;

/// <summary>What networks that differ in their seed alone read in the same real movies.</summary>
/// <param name="name">What the page calls them.</param>
/// <param name="seeds">For each seed, the movies, in the same order.</param>
public sealed class JudgedRuns(string name, IEnumerable<ImmutableArray<JudgedMovie>> seeds)
{
    /// <summary>What the page calls them.</summary>
    public string Name { get; } = name;

    /// <summary>For each seed, the movies.</summary>
    public ImmutableArray<ImmutableArray<JudgedMovie>> Seeds { get; } = [.. seeds];

    /// <summary>One movie, as each seed's network read it.</summary>
    /// <param name="movie">The movie's place.</param>
    internal IEnumerable<JudgedMovie> Of(int movie) => Seeds.Select(movies => movies[movie]);
}
