using System.Collections.Immutable;
using Elegans.Annotation.Alignment;
using Elegans.Evaluation;
using Elegans.Files;
using Elegans.Lineages;
using Elegans.Predictions;
using Elegans.Tables;

namespace Elegans.Tests.Evaluation;

public sealed class CountErrorsTests
{
    private static readonly LineageCounts FourCells = new(2, 1, 0, 1, 0, 0, 0);

    [Fact]
    public void A_perfect_prediction_has_no_error()
    {
        CountErrors errors = CountErrors.Of([(FourCells, FourCells)]);
        Assert.Equal((0.0, 0.0, 1.0), (errors.TotalShareError, errors.SummedLineageError, errors.ShareWithinTenPercent));
    }

    [Fact]
    public void Errors_are_means_over_frames_and_do_not_cancel_between_lineages()
    {
        // One frame is right; in the other an A cell is taken for a P cell: the total is right, two lineages are off by one.
        CountErrors errors = CountErrors.Of([(FourCells, FourCells), (new LineageCounts(1, 1, 0, 2, 0, 0, 0), FourCells)]);
        Assert.Equal(0, errors.TotalError);
        Assert.Equal(0.5, errors.LineageErrors[(int)Lineage.A]);
        Assert.Equal(1.0, errors.SummedLineageError);
    }

    [Fact]
    public void The_total_is_judged_in_shares_of_the_annotated_one()
    {
        CountErrors errors = CountErrors.Of([(new LineageCounts(5, 0, 0, 0, 0, 0, 0), FourCells)]);
        Assert.Equal(0.25, errors.TotalShareError);
        Assert.Equal(0, errors.ShareWithinTenPercent);
    }

    [Fact]
    public void Only_frames_that_are_annotated_are_compared_and_they_are_joined_by_number()
    {
        ImmutableSortedDictionary<FrameIndex, LineageCounts> annotated = ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty.Add(
            new FrameIndex(5), FourCells);
        FramePrediction[] predictions = [FramePrediction.Of(new FrameIndex(0), new LineageCounts(99, 0, 0, 0, 0, 0, 0)),
            FramePrediction.Of(new FrameIndex(5), FourCells)];
        Comparison comparison = Comparison.Of(predictions, annotated, "movie");
        Assert.Equal((1, 0.0), (comparison.Errors.Frames, comparison.Errors.TotalError));
    }

    [Fact]
    public void An_annotated_frame_that_was_not_counted_is_an_error_and_is_told()
    {
        ImmutableSortedDictionary<FrameIndex, LineageCounts> annotated = ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty.Add(
            new FrameIndex(0), FourCells);
        Comparison comparison = Comparison.Of([FramePrediction.WithoutEmbryo(new FrameIndex(0))], annotated, "movie");
        Assert.Equal((1, 1.0), (comparison.Uncounted, comparison.Errors.TotalShareError));
    }

    [Fact]
    public void A_movie_without_an_annotated_frame_cannot_be_judged() => Assert.Throws<InputException>(() => Comparison.Of(
        [FramePrediction.Of(new FrameIndex(0), FourCells)], ImmutableSortedDictionary<FrameIndex, LineageCounts>.Empty.Add(
            new FrameIndex(9), FourCells), "movie"));

    [Fact]
    public void The_predecessors_recorded_predictions_score_as_published()
    {
        string recorded = Repository.RealData("published", "py_elegans_predictions_20071217_ceh-432x3.csv");
        var track = NucleiTracks.Real("20071217_ceh-432x3");
        var annotated = track.Labels(Elegans.Annotation.Alignment.FrameAlignment.Epic).ToImmutableSortedDictionary(l => l.Frame, l => l.Counts);
        CountErrors errors = Comparison.Of(CountTableReader.Read(recorded), annotated, recorded).Errors;
        Assert.Equal(207, errors.Frames);
        Assert.Equal(0.525, errors.TotalShareError, 0.001);
        Assert.Equal(64.6, errors.SummedLineageError, 0.1);
    }
}
