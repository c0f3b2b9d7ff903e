using Elegans.Files;
using Elegans.Imaging;
using Elegans.Lineages;
using Elegans.Models;
using Elegans.Predictions;

namespace Elegans.Tests.Predictions;

public sealed class NucleusSearchTests
{
    [Fact]
    public void What_goes_wrong_in_one_frame_is_told_as_it_is_and_not_as_a_fault_of_several_threads() =>
        Assert.Throws<ModelPackageException>(
            () => Search(() => throw new ModelPackageException("model", "cannot"), TestContext.Current.CancellationToken));

    [Fact]
    public void A_stop_within_a_frame_stops_the_search()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Search(
            () =>
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            },
            stop.Token));
    }

    private static void Search(Action run, CancellationToken cancellation)
    {
        var input = new InputSpecification { Width = 160, Height = 104 };
        FrameSource movie = FrameSource.Open(Repository.SampleMovie);
        using var model = LineagePopulationModel.Load(threads: 1);
        FieldReadings read = model.Read(movie, progress: null, TestContext.Current.CancellationToken);
        _ = new NucleusSearch(movie, read, threads: 2, () => new NucleusCloseUp(input, (_, _) =>
        {
            run();
            return [];
        })).Search(progress: null, cancellation);
    }
}
