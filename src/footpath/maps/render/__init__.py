"""From a map to boxes and marks: one layout, drawn by every format."""
