using System.Text;
using Elegans.Files;

namespace Elegans.Tests.Files;

public sealed class TableReaderTests
{
    private static readonly string[] Plain = ["ABa|1|10.5", "P2|2|-3"];

    [Theory]
    [InlineData("name,time,x\nABa,1,10.5\nP2,2,-3\n")]
    [InlineData("name,time,x\r\nABa,1,10.5\r\nP2,2,-3\r\n")]
    [InlineData("name,time,x\rABa,1,10.5\rP2,2,-3\r")]
    [InlineData("\uFEFFname,time,x\nABa,1,10.5\nP2,2,-3")]
    [InlineData("\uFEFF\"name\",\"time\",\"x\"\n\"ABa\",1,10.5\n\"P2\",2,-3\n")]
    [InlineData("name;time;x\nABa;1;10,5\nP2;2;-3\n")]
    [InlineData("name\ttime\tx\nABa\t1\t10,5\nP2\t2\t-3\n")]
    [InlineData("name\ttime\tx\nABa\t1\t10.5\nP2\t2\t-3\n")]
    [InlineData("sep=,\nname,time,x\nABa,1,10.5\nP2,2,-3\n")]
    [InlineData("sep=;\r\nname;time;x\r\nABa;1;10,5\r\nP2;2;-3\r\n")]
    [InlineData("\"sep=|\"\nname|time|x\nABa|1|10.5\nP2|2|-3\n")]
    [InlineData(",name,time,x\n0,ABa,1.0,10.5\n1,P2,2.0,-3.0\n")]
    [InlineData("\"\",\"name\",\"time\",\"x\"\n\"1\",\"ABa\",1,10.5\n\"2\",\"P2\",2,-3\n")]
    [InlineData("\"name\" \"time\" \"x\"\n\"1\" \"ABa\" 1 10.5\n\"2\" \"P2\" 2 -3\n")]
    [InlineData("\"name\",\"time\",\"x\"\n\"1\",\"ABa\",1,10.5\n\"2\",\"P2\",2,-3\n")]
    [InlineData("name,time,x,,\nABa,1,10.5,,\nP2,2,-3,,\n,,,,\n")]
    [InlineData("name,time,x\nABa,1,10.5,,\nP2,2,-3,,\n\n")]
    [InlineData("name,time,x,,\nABa,1,10.5\nP2,2,-3\n")]
    [InlineData(" name , time , x \n ABa , 1 , 10.5 \n P2 , 2 , -3 \n")]
    [InlineData("name, \"time\", \"x\"\n\"ABa\", \"1\", \"10.5\"\n\"P2\", \"2\", \"-3\"\n")]
    [InlineData("Name,TIME,X\nABa,1,1.05e1\nP2,2e0,-3\n")]
    [InlineData("note,name,time,x\n\"seen; \"\"clear\"\",\nand late\",ABa,1,10.5\n,P2,2,-3\n")]
    public void A_table_reads_the_same_whoever_wrote_it(string text) => Assert.Equal(Plain, Rows(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public void Encodings_of_spreadsheets_are_read(string name, bool isMarked)
    {
        var encoding = Encoding.GetEncoding(name);
        Assert.Equal(Plain, Rows([.. isMarked ? encoding.GetPreamble() : [], .. encoding.GetBytes("name\ttime\tx\r\nABa\t1\t10,5\r\nP2\t2\t-3\r\n")]));
    }

    [Theory]
    [InlineData("name,time,x\nABa,1.5,10\n", "line 2: '1.5' in column time is not a whole number.")]
    [InlineData("name,time,x\nABa,1,10\nP2,2,ten\n", "line 3: 'ten' in column x is not a number.")]
    [InlineData("# exported in May\nname,time,x\nABa,1,2\n", "line 1: is a comment, and the header is expected there")]
    [InlineData("name,time,x\nABa,1,\"10,500\"\n", "line 2: '10,500' in column x has a comma: as a decimal sign or between thousands")]
    [InlineData("name;time;x\nABa;1;10,5\nP2;2;1.5\n", "line 3: '1.5' has a point, and a number in line 2 has a comma")]
    [InlineData("name;time;x\nABa;1.000;10\n", "line 2: '1.000' in column time could be a whole number with a mark between the thousands")]
    [InlineData("name;time;x\nABa;1;1.234,5\n", "line 2: '1.234,5' in column x has a comma")]
    [InlineData("name,time;x\nABa,1;10\n", "line 1: has as many commas as semicolons")]
    [InlineData("\"name,time,x\"\n\"ABa,1,10\"\n", "line 1: has all columns in one quoted field")]
    [InlineData("name,time,x,time\nABa,1,10,2\n", "line 1: names the column time twice")]
    [InlineData("name,time,x\nABa,1\n", "line 2: has 2 fields where the header has 3.")]
    [InlineData("name,time,x\n\nABa,1,10,11\n", "line 3: has 4 fields where the header has 3.")]
    [InlineData("name,time,x\nABa,1,10\nP2,\"2,3\nE,4,5\n", "line 3: opens a quotation mark that is never closed.")]
    [InlineData("name,note,time,x\nABa,5\" apart,1,10\nP2,,2,3\nE,6\" apart,4,5\n", "line 2: has a quotation mark inside a field that is not quoted")]
    [InlineData("name,time,x\n\"AB\"a,1,10\n", "line 2: has letters behind the quotation mark")]
    [InlineData("cell,t,x\nABa,1,10\n", "line 1: is not the header of a test: no column name, time. Expected name,time,x among others.")]
    [InlineData("cell;t;x\nABa;1;10\n", "Its fields seem to be separated by semicolons.")]
    [InlineData("sep=a\nname,time,x\n", "line 1: announces 'a' as the separator")]
    [InlineData("\n\n", "has no header.")]
    public void What_is_wrong_or_ambiguous_is_refused_with_its_line(string text, string problem)
    {
        var exception = Assert.Throws<InputException>(() => Rows(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("table.csv", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_end_is_refused_and_not_gathered_in_memory()
    {
        byte[] endless = Encoding.UTF8.GetBytes("name,time,x\nABa,\"" + new string('1', 17 << 20));
        Assert.Contains("more than sixteen million letters", Assert.Throws<InputException>(() => Rows(endless)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("NaN")]
    [InlineData("#N/A")]
    public void What_programs_write_for_nothing_is_missing(string field)
    {
        using var table = TableReader.Open("table.csv", new MemoryStream(Encoding.UTF8.GetBytes($"a,b\n1,{field}\n")));
        Assert.True(table.Read());
        Assert.Equal((false, true), (table.IsMissing(0), table.IsMissing(1)));
    }

    private static List<string> Rows(byte[] bytes)
    {
        using var table = TableReader.Open("table.csv", new Dribble(bytes));
        int[] at = table.Columns("a test", "name", "time", "x");
        var rows = new List<string>();
        while (table.Read())
            if (!table.IsEmpty()) rows.Add(FormattableString.Invariant($"{table.Text(at[0]).ToString()}|{table.Whole(at[1])}|{table.Single(at[2])}"));
        return rows;
    }

    /// <summary>Gives a few bytes at a time and cannot be rewound, as a pipe.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 3)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));
    }
}
