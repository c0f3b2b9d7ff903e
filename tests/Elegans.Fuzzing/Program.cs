using Elegans.Fuzzing;

return args is ["--worker", string folder] ? FuzzWorker.Run(folder) : FuzzRun.Run(args);
