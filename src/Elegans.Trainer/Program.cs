using Elegans.Trainer;

return await TrainerProgram.RunAsync(args, Console.Out, Console.Error);
