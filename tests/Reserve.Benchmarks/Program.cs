return await Reserve.Benchmarks.Bench.Run(args);
