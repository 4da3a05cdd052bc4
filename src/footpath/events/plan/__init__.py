"""The tracking plan: which events and properties are seen, which were agreed on, and where the two part."""
