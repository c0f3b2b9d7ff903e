using Elegans.Models;

namespace Elegans.Training.Accuracy;

/// <summary>A package that judges, or might.</summary>
/// <param name="Folder">The name of its folder.</param>
/// <param name="Card">Its card.</param>
/// <param name="Ledger">Its ledger, or what its card tells in place of one.</param>
internal sealed record JudgingPackage(string Folder, ModelCard Card, TrainingLedger Ledger);
