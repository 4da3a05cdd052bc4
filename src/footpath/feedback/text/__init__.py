"""What people wrote: its language, its feeling, its words and its themes, read offline by small models."""
