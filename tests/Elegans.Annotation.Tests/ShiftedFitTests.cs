using Elegans.Annotation.Alignment;
using Elegans.Predictions;

namespace Elegans.Annotation.Tests;

public sealed class ShiftedFitTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(-15)]
    public void Counts_that_fit_another_alignment_far_better_are_noticed(int shift)
    {
        NucleiTrack track = NucleiTracks.Sample();
        FramePrediction[] counts = Counts(track, new FrameAlignment(1 + shift));
        var found = ShiftedFit.Find(counts, track, FrameAlignment.Epic);
        Assert.Equal(1 + shift, found?.Alignment.Offset);
        Assert.Equal(0, found!.Shifted);
        Assert.InRange(found.Given, 0.15, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Counts_that_fit_or_nearly_are_let_be(int shift)
    {
        NucleiTrack track = NucleiTracks.Sample();
        Assert.Null(ShiftedFit.Find(Counts(track, new FrameAlignment(1 + shift)), track, FrameAlignment.Epic));
    }

    [Fact]
    public void Counts_that_fit_nowhere_are_let_be()
    {
        NucleiTrack track = NucleiTracks.Sample();
        FramePrediction[] backwards = [.. Counts(track, FrameAlignment.Epic).Reverse()];
        FramePrediction[] wrong = [.. backwards.Select((counted, frame) => FramePrediction.Of(new(frame), counted.Counts!.Value))];
        Assert.Null(ShiftedFit.Find(wrong, track, FrameAlignment.Epic));
    }

    private static FramePrediction[] Counts(NucleiTrack track, FrameAlignment alignment) =>
        [.. track.Labels(alignment).Select(label => FramePrediction.Of(label.Frame, label.Counts))];
}
