using Elegans.Training.Accuracy;

namespace Elegans.Training.Tests.Accuracy;

public sealed class GrowthLimitTests
{
    [Fact]
    public void One_movie_in_twenty_lies_beyond_the_limit_on_average_over_embryos()
    {
        double[][] embryos = [.. Enumerable.Range(0, 20).Select(embryo => Enumerable.Range(1, 5).Select(movie => ((5 * embryo) + movie) / 100.0).ToArray())];
        Assert.Equal(0.95, GrowthLimit.LimitOf(embryos));
    }

    [Fact]
    public void An_embryo_of_many_movies_counts_as_one()
    {
        double[][] embryos = [[.. Enumerable.Repeat(0.9, 1000)], .. Enumerable.Repeat<double[]>([0.1], 30)];
        Assert.Equal(0.1, GrowthLimit.LimitOf(embryos)); // one embryo of 31 is less than one in twenty
    }

    [Fact]
    public void Of_a_single_embryo_it_is_the_farthest() => Assert.Equal(0.3, GrowthLimit.LimitOf([[0.1, 0.3, 0.2]]));
}
