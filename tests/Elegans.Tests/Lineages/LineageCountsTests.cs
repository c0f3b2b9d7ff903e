using CsCheck;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Tables;

namespace Elegans.Tests.Lineages;

public sealed class LineageCountsTests
{
    [Fact]
    public void The_total_is_the_sum_of_the_seven() => Assert.Equal(28, new LineageCounts(1, 2, 3, 4, 5, 6, 7).Total);

    [Fact]
    public void A_negative_count_cannot_be_written_down()
    {
        var exception = Assert.Throws<ArgumentException>(() => new LineageCounts(4, 1, 1, -1, 0, 0, 0));
        Assert.Contains("-1 cells (P)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_total_that_no_number_holds_cannot_be_written_down()
    {
        Assert.Equal(int.MaxValue, new LineageCounts(int.MaxValue, 0, 0, 0, 0, 0, 0).Total);
        Assert.Contains(
            "2147483648 cells", Assert.Throws<ArgumentException>(() => new LineageCounts(int.MaxValue, 1, 0, 0, 0, 0, 0)).Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        string table = folder.Write("counts.csv", "frame,A,E,M,P,C,D,Z\n0,1,1,1,1,1,1,1\n1,2147483647,2147483647,0,0,0,0,0\n");
        Assert.Contains("line 3: has 4294967294 cells", Assert.Throws<InputException>(() => CountTableReader.Read(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_large_counts_do_not_overflow()
    {
        var errors = Elegans.Lineages.CountErrors.Of(
            [(new LineageCounts(2_000_000_000, 0, 0, 0, 0, 0, 0), new LineageCounts(1_000_000_000, 0, 0, 0, 0, 0, 0))]);
        Assert.Equal(0, errors.ShareWithinTenPercent);
        Assert.Equal(1, errors.TotalShareError);
    }

    [Fact]
    public void Counts_come_in_sevens() => Assert.Throws<ArgumentException>(() => new LineageCounts(1, 2, 3));

    [Fact]
    public void Readings_are_rounded_and_never_below_zero() =>
        Assert.Equal(new LineageCounts(4, 1, 0, 0, 2, 0, 2), LineageCounts.Round([4.4f, 0.6f, -0.9f, -12, 1.5f, 0.49f, 2.2f]));

    [Fact]
    public void A_reading_that_is_no_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => LineageCounts.Round([1, float.NaN, 0, 0, 0, 0, 0]));

    [Fact]
    public void Equal_counts_are_equal_and_others_are_not() => Gen.Int[0, 400].Array[7].Sample(counts =>
    {
        var first = new LineageCounts(counts);
        var second = new LineageCounts((int[])counts.Clone());
        counts[3]++;
        return first == second && first.GetHashCode() == second.GetHashCode() && first != new LineageCounts(counts);
    });
}
