using Elegans.Lineages;

namespace Elegans.Tests.Lineages;

public sealed class LineageTests
{
    [Theory]
    [InlineData("ABalpaaappa", Lineage.A)]
    [InlineData("EMS", Lineage.E)]
    [InlineData("E", Lineage.E)]
    [InlineData("MSa", Lineage.M)]
    [InlineData("P4", Lineage.P)]
    [InlineData("Capa", Lineage.C)]
    [InlineData("Dap", Lineage.D)]
    [InlineData("Z3", Lineage.Z)]
    public void A_cell_belongs_to_the_lineage_of_its_first_letter(string cell, Lineage lineage) =>
        Assert.Equal(lineage, FounderLineages.OfCell(cell));

    [Theory]
    [InlineData("Nuc103")]
    [InlineData("polar1")]
    [InlineData("")]
    public void Names_that_are_no_cells_are_not_counted(string name) => Assert.Null(FounderLineages.OfCell(name));

    [Fact]
    public void Lineages_come_in_the_order_of_every_table() =>
        Assert.Equal("A,E,M,P,C,D,Z", string.Join(',', FounderLineages.All));
}
