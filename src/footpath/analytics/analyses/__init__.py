"""The questions Footpath can answer about every person's path, one file each."""
