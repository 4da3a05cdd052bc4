"""The rules of `footpath lint`, one file each."""
