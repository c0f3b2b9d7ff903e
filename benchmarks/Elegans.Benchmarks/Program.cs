using Elegans.Benchmarks;

return BenchmarkProgram.Run(args);
