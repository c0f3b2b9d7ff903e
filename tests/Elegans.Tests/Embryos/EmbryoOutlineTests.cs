using Elegans.Embryos;

namespace Elegans.Tests.Embryos;

public sealed class EmbryoOutlineTests
{
    private static EmbryoOutline Egg => new(100, 80, 50, 30, 0.4);

    [Fact]
    public void An_outline_overlaps_wholly_with_itself_and_not_with_one_apart()
    {
        Assert.Equal(1, Egg.OverlapWith(Egg), 6);
        Assert.Equal(0, Egg.OverlapWith(Egg with { CentreX = 300 }));
    }

    [Theory]
    [InlineData(1.1)]
    [InlineData(2)]
    public void Of_an_outline_within_another_the_overlap_is_the_share_of_their_areas(double factor) =>
        Assert.Equal(1 / (factor * factor), Egg.OverlapWith(Egg.Grown(factor)), 0.001);

    [Fact]
    public void Two_circles_half_a_radius_apart_overlap_as_geometry_says()
    {
        // The lens of two unit circles at distance 1: 2 acos(1/2) - sqrt(3)/2.
        double lens = (2 * Math.Acos(0.5)) - (Math.Sqrt(3) / 2);
        EmbryoOutline one = new(0, 0, 40, 40, 0), other = new(40, 0, 40, 40, 1);
        Assert.Equal(lens / ((2 * Math.PI) - lens), one.OverlapWith(other), 3);
    }

    [Fact]
    public void An_overlap_does_not_depend_on_which_is_asked()
    {
        EmbryoOutline other = new(120, 70, 45, 33, -1.2);
        Assert.Equal(Egg.OverlapWith(other), other.OverlapWith(Egg), 3);
    }

    [Theory]
    [InlineData(100, 80, true)]
    [InlineData(145, 99, true)]
    [InlineData(145, 61, false)]
    public void A_point_is_inside_or_not(double x, double y, bool inside) => Assert.Equal(inside, Egg.Contains(x, y));

    [Fact]
    public void An_embryo_is_inside_the_frame_by_the_share_of_its_area()
    {
        Assert.Equal(1, Egg.ShareInside(300, 200), 3);
        Assert.Equal(0.5, (Egg with { CentreX = -0.5 }).ShareInside(300, 200), 3);
        Assert.Equal(0.25, new EmbryoOutline(-0.5, -0.5, 30, 20, 0).ShareInside(300, 200), 3);
        Assert.Equal(0, (Egg with { CentreX = -200 }).ShareInside(300, 200));
    }

    [Theory]
    [InlineData(0.4, 0.4)]
    [InlineData(Math.PI - 0.4, -0.4)]
    [InlineData(-Math.PI / 2, Math.PI / 2)]
    [InlineData(3 * Math.PI / 2, Math.PI / 2)]
    public void A_direction_of_an_axis_is_given_one_way(double angle, double upright) => Assert.Equal(upright, EmbryoOutline.Upright(angle), 9);

    [Fact]
    public void A_spread_gives_the_outline_it_came_from()
    {
        (double xx, double xy, double yy) = Egg.Spread();
        EmbryoOutline again = EmbryoOutline.OfSpread(100, 80, xx, xy, yy);
        Assert.Equal(50, again.LongHalfAxis, 6);
        Assert.Equal(30, again.ShortHalfAxis, 6);
        Assert.Equal(0.4, again.Angle, 6);
    }

    [Fact]
    public void An_outline_is_as_wide_and_high_as_its_points()
    {
        double[] turns = [.. Enumerable.Range(0, 3600).Select(i => i * Math.PI / 1800)];
        Assert.Equal(turns.Max(t => (50 * Math.Cos(t) * Math.Cos(0.4)) - (30 * Math.Sin(t) * Math.Sin(0.4))), Egg.HalfWidth, 3);
        Assert.Equal(turns.Max(t => (50 * Math.Cos(t) * Math.Sin(0.4)) + (30 * Math.Sin(t) * Math.Cos(0.4))), Egg.HalfHeight, 3);
    }
}
