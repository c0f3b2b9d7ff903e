using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Elegans.Models;

namespace Elegans.Cli;

/// <summary>What <c>--version</c> says: the program and the model that ships with it, as both decide the numbers.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    /// <summary>The program's version, without the commit that it was built from.</summary>
    internal static string Program => Whole.Split('+')[0];

    private static string Whole => typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ModelCard card = ModelCard.Read(Path.Combine(ModelPackage.ShippedFolder, ModelCard.FileName));
        parseResult.InvocationConfiguration.Output.WriteLine($"elegans {Whole}\nmodel {card.Name} {card.Version} (sha256 {card.Weights.Sha256[..12]})");
        return ExitCode.Done;
    }
}
