using Elegans.CommandLine;

namespace Elegans.Cli.Tests;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("75 s", 75)]
    [InlineData("1.5min", 90)]
    [InlineData("1.5 Min", 90)]
    [InlineData("2m", 120)]
    [InlineData("0.5h", 1800)]
    [InlineData("1:30", 90)]
    [InlineData("1:02:03.5", 3723.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("1e2", 100)]
    public void A_duration_is_understood_with_its_unit(string text, double seconds) => Assert.Equal(seconds, Duration.Parse(text), 9);

    [Theory]
    [InlineData("1,5", "with a point")]
    [InlineData("1.5 parsecs", "length of time")]
    [InlineData("1:75", "length of time")]
    [InlineData("1:2:3:4", "length of time")]
    [InlineData("-1:30", "length of time")]
    [InlineData("NaN", "length of time")]
    [InlineData("Infinity", "length of time")]
    [InlineData("min", "length of time")]
    [InlineData("", "length of time")]
    public void What_is_no_duration_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Duration.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("12", 12)]
    [InlineData("1e9", 1_000_000_000)]
    [InlineData("1.5e3", 1500)]
    [InlineData("-3", -3)]
    public void A_whole_number_is_understood_however_it_is_written(string text, long number) =>
        Assert.Equal(number, WholeNumber.Parse(text, -10, long.MaxValue));

    [Theory]
    [InlineData("two", "whole number")]
    [InlineData("1.5", "whole number")]
    [InlineData("1,000", "comma")]
    [InlineData("0x10", "whole number")]
    [InlineData("NaN", "whole number")]
    [InlineData("1e400", "between")]
    [InlineData("1e30", "between")]
    [InlineData("-1e30", "at least 1")]
    [InlineData("0", "at least 1")]
    public void What_is_no_whole_number_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => WholeNumber.Parse(text, 1, long.MaxValue)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("500000", 500_000)]
    [InlineData("1e9", 1_000_000_000)]
    [InlineData("500M", 500L << 20)]
    [InlineData("8GB", 8L << 30)]
    [InlineData("1.5 GiB", 3L << 29)]
    [InlineData("2k", 2048)]
    [InlineData("1T", 1L << 40)]
    public void A_size_is_understood_with_its_unit(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("much")]
    [InlineData("1,5G")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("G")]
    [InlineData("9999999T")]
    [InlineData("")]
    public void What_is_no_size_is_refused(string text) => Assert.Throws<FormatException>(() => ByteSize.Parse(text));
}
