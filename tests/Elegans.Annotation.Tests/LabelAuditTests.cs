using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Annotation.Audit;
using Elegans.Files;
using Elegans.Lineages;

namespace Elegans.Annotation.Tests;

public sealed class LabelAuditTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Labels_as_they_were_traced_pass()
    {
        EmbryoAudit audit = Audit(Traced().Select(label => (label.Frame.Value, label.Counts)));
        Assert.Equal(1, audit.Stretch!.Value, 0.03);
        Assert.Equal(0, audit.Errors!.SummedLineageError);
        Assert.Equal((0, 0, 0), (audit.RepeatedRows, audit.ContradictingRows, audit.LabelledPastTracing));
        Assert.All(audit.Lateness.OfType<int>(), late => Assert.InRange(late, -3, 3));
    }

    /// <summary>The predecessor's fault: 130 annotations spread over 244 frames.</summary>
    [Fact]
    public void Labels_stretched_over_a_longer_movie_are_found_with_their_factor()
    {
        LabelledFrame[] traced = Traced();
        int frames = traced.Length * 9 / 5;
        EmbryoAudit audit = Audit(Enumerable.Range(0, frames).Select(frame => (frame, traced[frame * 5 / 9].Counts)));
        Assert.Equal(1.8, audit.Stretch!.Value, 0.05);
        Assert.True(audit.Errors!.TotalShareError > 0.2);
        Assert.Equal(frames - traced.Length, audit.LabelledPastTracing);
    }

    [Fact]
    public void A_lineage_that_was_moved_in_time_is_found()
    {
        LabelledFrame[] traced = Traced();
        EmbryoAudit audit = Audit(traced.Select(label => (label.Frame.Value, Without(label.Counts, Lineage.P, label.Frame.Value < 40))));
        Assert.Equal(40, audit.Lateness[(int)Lineage.P]);
    }

    [Fact]
    public void Repeated_rows_are_counted_and_those_that_contradict()
    {
        LabelledFrame[] traced = Traced();
        EmbryoAudit audit = Audit(
            [.. traced.Select(label => (label.Frame.Value, label.Counts)), (3, traced[3].Counts), (4, new LineageCounts(9, 9, 9, 9, 9, 9, 9))]);
        Assert.Equal((2, 1), (audit.RepeatedRows, audit.ContradictingRows));
    }

    [Fact]
    public void An_embryo_without_a_track_is_told_and_not_judged()
    {
        var audit = LabelAudit.Of([new PublishedLabel("stranger", new FrameIndex(0), new LineageCounts(2, 1, 0, 1, 0, 0, 0), 2)], _ => null);
        Assert.Equal("stranger", Assert.Single(audit.WithoutTrack).Embryo);
        Assert.Null(audit.Embryos[0].Errors);
        using var summary = new StringWriter();
        audit.WriteSummary(summary);
        Assert.Contains("1 of them without a track (stranger)", summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filenames,A,E,M,P,C,D\nx/1.jpg,1,1,1,1,1,1\n", "line 1: is not the header")]
    [InlineData("filenames,A,E,M,P,C,D,Z\nframes/e/first.jpg,1,1,1,1,1,1,1\n", "line 2: 'frames/e/first.jpg' does not name a frame")]
    [InlineData("filenames,A,E,M,P,C,D,Z\nframes/e/1.jpg,1,1,-1,1,1,1,1\n", "line 2: '-1' in column M is not a whole number")]
    [InlineData("filenames,A,E,M,P,C,D,Z\nframes/e/1.jpg,1,1\n", "line 2: has 3 fields")]
    [InlineData("filenames,A,E,M,P,C,D,Z\n", "no row")]
    public void A_malformed_table_is_refused_with_its_line(string text, string problem) =>
        Assert.Contains(
            problem, Assert.Throws<InputException>(() => PublishedLabelReader.Read(folder.Write("table.csv", text))).Message, StringComparison.Ordinal);

    /// <summary>The finding this project stands on.</summary>
    [Fact]
    public void The_predecessors_table_is_stretched_by_up_to_a_factor_of_two_and_more()
    {
        IReadOnlyList<PublishedLabel> labels = PublishedLabelReader.Read(Repository.RealData("published", "training_data.csv.gz"));
        NucleiTrack track = NucleiTracks.Real("20071217_ceh-432x3");
        EmbryoAudit audit = EmbryoAudit.Of(track.Name, [.. labels.Where(label => label.Embryo == track.Name)], track);
        Assert.InRange(audit.Stretch!.Value, 1.75, 1.95);
        Assert.True(audit.Lateness[(int)Lineage.P] > 100);
        Assert.True(audit.Errors!.TotalShareError > 0.4);
    }

    private static LabelledFrame[] Traced()
    {
        NucleiTrack track = NucleiTracks.Sample();
        return [.. track.Labels(Elegans.Annotation.Alignment.FrameAlignment.Epic)];
    }

    private static EmbryoAudit Audit(IEnumerable<(int Frame, LineageCounts Counts)> rows) => EmbryoAudit.Of(
        "sample", [.. rows.Select((row, i) => new PublishedLabel("sample", new FrameIndex(row.Frame), row.Counts, i + 2))], NucleiTracks.Sample());

    private static LineageCounts Without(LineageCounts counts, Lineage lineage, bool condition) =>
        condition ? new LineageCounts([.. FounderLineages.All.Select(each => each == lineage ? 0 : counts[each])]) : counts;
}
