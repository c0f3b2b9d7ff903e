using Elegans.Cli;

return await ElegansProgram.RunAsync(args, Console.Out, Console.Error);
