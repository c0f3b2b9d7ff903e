using System.CommandLine;
using Elegans;
using Elegans.Packages;
using Elegans.Trainer;

var root = new RootCommand(
    """
    Trains the lineage population model of Elegans and writes model packages.

    Exit codes: 0 done, 1 training broke off, 2 wrong usage, 3 an input cannot be used, 130 interrupted.
    """)
{
    TrainCommand.Create(),
    ExportCommand.Create(),
    MeasureCommand.Create(),
    ReferenceCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"elegans-train: {error.Message}");
    Console.Error.WriteLine("See elegans-train --help.");
    return 2;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is InputException or ModelPackageException)
{
    Console.Error.WriteLine($"elegans-train: {exception.Message}");
    return 3;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("elegans-train: interrupted; the last checkpoint is whole, continue with --resume.");
    return 130;
}
catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"elegans-train: {exception.Message}");
    return 1;
}
