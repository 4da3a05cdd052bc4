"""The kinds of trackers, one file each."""
