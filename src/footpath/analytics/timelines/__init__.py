"""One person's events in order, with the pauses and the sessions between."""
