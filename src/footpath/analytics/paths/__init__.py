"""Paths: what people do next, in graphs, trees, flows and whole ways. The analyses themselves are in `analyses/`."""
