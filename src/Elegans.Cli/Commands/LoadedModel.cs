namespace Elegans.Cli.Commands;

/// <summary>A model that is loaded once it is needed, and disposed if it was.</summary>
internal sealed class LoadedModel(Func<LineagePopulationModel> load) : IDisposable
{
    private LineagePopulationModel? model;

    internal LineagePopulationModel Value => model ??= load();

    public void Dispose() => model?.Dispose();
}
