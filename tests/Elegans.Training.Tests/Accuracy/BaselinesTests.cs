using System.Collections.Immutable;
using Elegans.Annotation;
using Elegans.Annotation.Alignment;
using Elegans.Development;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;
using Elegans.Training.Accuracy.Baselines;
using Elegans.Training.Accuracy.Sections;

namespace Elegans.Training.Tests.Accuracy;

public sealed class BaselinesTests
{
    private const int Frames = 180, FirstMinute = 20;
    private static readonly FedClock Clock = new(TestNetworks.Card());

    /// <summary>An embryo that is the reference course, one minute a frame.</summary>
    private static readonly ImmutableSortedDictionary<FrameIndex, LineageCounts> Normal = Enumerable.Range(0, Frames).ToImmutableSortedDictionary(
        frame => new FrameIndex(frame), frame => ReferenceCourse.BuiltIn.CountsAt(new DevelopmentalTime(FirstMinute + frame)));

    [Fact]
    public void A_normal_embryo_filmed_evenly_is_found_without_a_network()
    {
        Assert.InRange(CoursePredictions.FromFirstFrame(Normal).TotalShareError, 0, 0.03);
        Assert.InRange(CoursePredictions.ThreeCountsByHand(Normal).TotalShareError, 0, 0.02);
        Assert.InRange(CoursePredictions.AtTrueTotal(Normal).SummedLineageError, 0, 0.3);
        Assert.InRange(Clock.WithTruth(Frames, Normal).TotalShareError, 0, 0.03);
        Assert.InRange(Clock.WithTotals(Frames, Normal).TotalShareError, 0, 0.03);
        Assert.True(BestConstant.Errors([.. Normal.Values]).TotalShareError > 0.3);
    }

    [Fact]
    public void An_embryo_with_a_lineage_of_its_own_is_beyond_what_the_total_tells()
    {
        ImmutableSortedDictionary<FrameIndex, LineageCounts> abnormal = Normal.ToImmutableSortedDictionary(
            frame => frame.Key, frame => new LineageCounts([.. FounderLineages.All.Select(lineage => lineage == Lineage.E ? 1 : frame.Value[lineage])]));
        Assert.True(CoursePredictions.AtTrueTotal(abnormal).SummedLineageError > 3);
    }

    [Fact]
    public void The_clock_fed_with_one_lineage_does_not_look_at_the_others()
    {
        FrameReading[] Readings(float others) => [.. Normal.Select(frame => new FrameReading(frame.Key, FrameStatus.Ok,
            [.. FounderLineages.All.Select(lineage => lineage == Lineage.A ? frame.Value[lineage] : others)]))];
        BaselineErrors few = Clock.WithFirstLineage(Readings(0), Normal), many = Clock.WithFirstLineage(Readings(60), Normal);
        Assert.Equal(few.SummedLineageError, many.SummedLineageError, 0.05);
        Assert.InRange(few.TotalShareError, 0, 0.05);
    }

    [Fact]
    public void Lineages_are_claimed_only_where_they_beat_the_course_at_the_true_total_on_every_movie()
    {
        Assert.DoesNotContain("normal embryo of that age", BaselinesSection.Claim([(1.0, 2.0), (0.5, 0.6)]), StringComparison.Ordinal);
        Assert.Contains("nearer on 1 of 2 movies. **Its lineages are therefore the counts of a normal embryo of that age",
            BaselinesSection.Claim([(1.0, 2.0), (0.7, 0.6)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20071217_ceh-432x3")]
    [InlineData("20080731_ceh-32_4_L1")]
    [InlineData("20080731_ceh-32_4_L2")]
    public void On_the_public_movies_they_bite(string embryo)
    {
        ImmutableSortedDictionary<FrameIndex, LineageCounts> truth = NucleiTrackReader.Read(Repository.RealNuclei(embryo)).Labels(FrameAlignment.Epic)
            .ToImmutableSortedDictionary(label => label.Frame, label => label.Counts);
        BaselineErrors two = CoursePredictions.TwoCountsByHand(truth), atTotal = CoursePredictions.AtTrueTotal(truth);
        Assert.InRange(two.TotalShareError, 0.05, 0.15);
        Assert.InRange(two.SummedLineageError, 2.6, 7);
        Assert.InRange(atTotal.SummedLineageError, 0.59, 2.2);
        Assert.InRange(Clock.WithTruth(truth.Keys.Last().Value + 1, truth).TotalShareError, 0.012, 0.023);
        Assert.True(CoursePredictions.ThreeCountsByHand(truth).TotalShareError < two.TotalShareError);
    }
}
