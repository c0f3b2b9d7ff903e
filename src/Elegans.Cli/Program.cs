using Elegans.Cli;
using Elegans.CommandLine;

ProgramRun.Guard(ElegansProgram.Name, Console.Error);
return await ElegansProgram.RunAsync(args, Console.Out, Console.Error);
