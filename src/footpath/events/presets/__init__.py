"""Identity rules that have a name: those of Footpath, and those that make persons as another product does."""
