"""Benchmarks: each prints a ratio or a time against its goal, MET or MISSED, and adds to bench/out/results.json."""
