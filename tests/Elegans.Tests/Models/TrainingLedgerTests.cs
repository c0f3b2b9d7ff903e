using System.Globalization;
using System.Text.Json.Nodes;
using Elegans.Models;

namespace Elegans.Tests.Models;

/// <summary>Ledgers as they are written and read, those among them that somebody wrote wrongly or on purpose.</summary>
public sealed class TrainingLedgerTests : IDisposable
{
    private static readonly ModelCard Card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
    private static readonly string Parent = new('a', 64), Grandparent = new('b', 64);

    private static readonly TrainingLedger Ledger = TrainingLedger.Of(
        new LedgerAccount { Sha256 = Card.Weights.Sha256 }.With(
            [new("film", "film_L2", "film_L2.mov", LedgerRole.Weights), new("Tag 1", "ö", null, LedgerRole.Schedule)]),
        TrainingLedger.Of(new LedgerAccount { Sha256 = Parent }.With([new("ours", "ours", null, LedgerRole.Test)]),
            TrainingLedger.Of(LedgerAccount.OfUnknown(Grandparent))));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_ledger_is_read_as_it_was_written_and_the_two_are_equal()
    {
        Ledger.Write(folder.Path);
        TrainingLedger read = TrainingLedger.Read(folder.Path, Card)!;
        Assert.Equal(Ledger, read);
        Assert.Equal(Ledger.GetHashCode(), read.GetHashCode());
        Assert.Equal([Card.Weights.Sha256, Parent, Grandparent], read.Accounts.Select(account => account.Sha256));
    }

    [Fact]
    public void A_package_without_ledger_has_none() => Assert.Null(TrainingLedger.Read(folder.Path, Card));

    [Fact]
    public void Nothing_is_untouched_while_one_ancestor_is_not_known()
    {
        Assert.Equal(LedgerAnswer.Touched, Ledger.Asked("film_L1", "film", LedgerRole.Weights));
        Assert.Equal(LedgerAnswer.Unknown, Ledger.Asked("film_L1", "film", LedgerRole.Schedule));
        Assert.Equal(LedgerAnswer.Unknown, Ledger.Asked("ours", "ours", LedgerRole.Weights));
        TrainingLedger known = TrainingLedger.Of(Ledger.Own);
        Assert.Equal(LedgerAnswer.Touched, known.Asked("film_L1", "film", LedgerRole.Weights));
        Assert.Equal(LedgerAnswer.Untouched, known.Asked("film_L1", "film", LedgerRole.Schedule));
        Assert.Equal(["film_L2"], Ledger.RealMovies());
    }

    [Fact]
    public void Weights_that_two_ancestors_share_have_one_account_with_what_either_says()
    {
        TrainingLedger one = TrainingLedger.Of(new LedgerAccount { Sha256 = Parent }.With([new("x", "x", null, LedgerRole.Weights)])),
            other = TrainingLedger.Of(new LedgerAccount { Sha256 = Parent }.With([new("y", "y", null, LedgerRole.Weights)]));
        var both = TrainingLedger.Of(new LedgerAccount(), one, other);
        Assert.Equal(2, both.Accounts.Length);
        Assert.Equal(["x", "y"], both.Accounts[1].Entries.Select(entry => entry.Embryo));
        Assert.Equal([Parent], both.Own.From);
        Assert.Empty(both.WithOwn(both.Own with { Sha256 = Parent }).Own.From); // weights that did not move come from none but themselves
    }

    [Theory]
    [InlineData("format", "2")]
    [InlineData("format", "\"1\"")]
    [InlineData("accounts", "[]")]
    [InlineData("accounts", "{}")]
    [InlineData("accounts", "[1]")]
    [InlineData("surprise", "1")]
    [InlineData("accounts.0.sha256", "\"A\"")]
    [InlineData("accounts.0.sha256", "7")]
    [InlineData("accounts.0.from", "[7]")]
    [InlineData("accounts.0.from", "[\"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\"]")]
    [InlineData("accounts.1.sha256", "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"")]
    [InlineData("accounts.2.unknown", "[\"Everything\"]")]
    [InlineData("accounts.2.unknown", "[\"0\"]")]
    [InlineData("accounts.0.entries", "\"none\"")]
    [InlineData("accounts.0.entries", "[[]]")]
    [InlineData("accounts.0.entries.0.role", "\"1\"")]
    [InlineData("accounts.0.entries.0.role", "null")]
    [InlineData("accounts.0.entries.0.embryo", "\"\"")]
    [InlineData("accounts.0.entries.0.embryo", "\"two\\nlines\"")]
    [InlineData("accounts.0.entries.0.movie", "[1]")]
    [InlineData("accounts.0.entries.0.recording", "false")]
    [InlineData("accounts.0.entries.0.frames", "3")]
    public void What_makes_no_sense_is_refused_in_one_line_that_names_the_field(string field, string value)
    {
        Ledger.Write(folder.Path);
        JsonNode ledger = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, TrainingLedger.FileName)))!, place = ledger;
        string[] names = field.Split('.');
        foreach (string name in names[..^1]) place = int.TryParse(name, CultureInfo.InvariantCulture, out int number) ? place[number]! : place[name]!;
        place[names[^1]] = JsonNode.Parse(value);
        string message = Refused(ledger.ToJsonString());
        Assert.True(message.Contains(names[^1], StringComparison.Ordinal) || message.Contains("of the weights", StringComparison.Ordinal), message);
    }

    [Fact]
    public void A_ledger_that_is_cut_off_nested_huge_or_of_other_weights_is_refused_in_one_line()
    {
        Ledger.Write(folder.Path);
        string whole = File.ReadAllText(Path.Combine(folder.Path, TrainingLedger.FileName));
        Assert.Contains("cannot be read as a ledger", Refused(whole[..(whole.Length / 2)]), StringComparison.Ordinal);
        Assert.Contains("cannot be read as a ledger", Refused(new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains("Unicode", Refused(whole.Replace("Tag 1", "\\ud800", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("given twice", Refused(whole.Replace("\"format\":1", "\"format\":1,\"format\":1", StringComparison.Ordinal)), StringComparison.Ordinal);
        string entry = "{\"recording\":\"r\",\"embryo\":\"e\",\"role\":\"Test\"}";
        string many = string.Join(',', Enumerable.Repeat(entry, 200_001));
        Assert.Contains("more than 200000 entries",
            Refused($"{{\"format\":1,\"accounts\":[{{\"sha256\":\"{Parent}\",\"entries\":[{many}]}}]}}"), StringComparison.Ordinal);
        Assert.Contains("are read at most", Refused(whole + new string(' ', 16 << 20)), StringComparison.Ordinal);
        Assert.Contains("is of other weights", Refused(whole.Replace(Card.Weights.Sha256, new string('d', 64), StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    private string Refused(string ledger)
    {
        folder.Write(TrainingLedger.FileName, ledger);
        string message = Assert.Throws<ModelPackageException>(() => TrainingLedger.Read(folder.Path, Card)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.True(message.Length < 1000);
        return message;
    }
}
