using Elegans.Predictions;

namespace Elegans.Cli.Commands;

/// <summary>A model that is loaded once, when it is first needed or begun, and disposed if it was.</summary>
internal sealed class LoadedModel(Func<LineagePopulationModel> load) : IDisposable
{
    private Task<LineagePopulationModel>? loading;

    /// <summary>The model. What went wrong with loading is thrown here.</summary>
    internal LineagePopulationModel Value => Begin().GetAwaiter().GetResult();

    /// <summary>Loads it beside what is done meanwhile: loading takes one processor a tenth of a second.</summary>
    internal Task<LineagePopulationModel> Begin() => loading ??= Task.Run(load);

    public void Dispose()
    {
        if (loading is null) return;
        // A program that ends while native code still builds the network would end in a crash.
        ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
        if (loading.IsCompletedSuccessfully) loading.Result.Dispose();
    }
}
