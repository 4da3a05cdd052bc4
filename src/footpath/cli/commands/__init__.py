"""One file a command: `<name>.py` defines `command`; heavy imports go inside its function."""
