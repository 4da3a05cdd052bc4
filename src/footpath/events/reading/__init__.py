"""From the bytes of a file to a mapping: what it is, what its columns mean, and the SQL that takes them in."""
