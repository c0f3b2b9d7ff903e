using Elegans.CommandLine;
using Elegans.Trainer;

ProgramRun.Guard(TrainerProgram.Name, Console.Error);
return await TrainerProgram.RunAsync(args, Console.Out, Console.Error);
