"""The sides of the benchmarks: Footpath and its peers, each answering the same questions about the same log."""
