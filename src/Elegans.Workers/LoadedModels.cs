using Elegans.Predictions;

namespace Elegans.Workers;

/// <summary>The model of the last job, kept for the next.</summary>
internal sealed class LoadedModels : IDisposable
{
    private (string? Folder, int? Threads) loaded;
    private LineagePopulationModel? model;

    internal LineagePopulationModel Get(string? folder, int? threads)
    {
        if (model is not null && loaded == (folder, threads)) return model;
        Dispose();
        model = folder is null ? LineagePopulationModel.Load(threads) : LineagePopulationModel.Load(folder, threads);
        loaded = (folder, threads);
        return model;
    }

    public void Dispose()
    {
        model?.Dispose();
        model = null;
    }
}
