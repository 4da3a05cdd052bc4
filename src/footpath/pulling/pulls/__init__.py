"""Pull presets: one file for each source that is known."""
