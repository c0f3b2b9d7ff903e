using Elegans.Lineages;

namespace Elegans.Predictions;

/// <summary>The total as it was read in one frame alone: without the course of normal development, and without the frames around it.</summary>
/// <param name="Cells">The living cells of all lineages.</param>
/// <param name="Interval">Its 90 % interval; null where there is none.</param>
public readonly record struct MeasuredTotal(int Cells, CountInterval? Interval);
