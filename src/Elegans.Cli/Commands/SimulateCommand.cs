using System.CommandLine;
namespace Elegans.Cli.Commands;
internal static class SimulateCommand { internal static Command Create() => new("simulate", "x"); }
