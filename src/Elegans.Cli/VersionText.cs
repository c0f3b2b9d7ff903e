using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Elegans.Models;

namespace Elegans.Cli;

/// <summary>What <c>--version</c> says: the program and the model that ships with it, as both decide the numbers.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ModelCard card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
        string version = typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"elegans {version}\nmodel {card.Name} {card.Version} (sha256 {card.Weights.Sha256[..12]})");
        return ExitCode.Done;
    }
}
