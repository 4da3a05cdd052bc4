"""Calendar periods: questions about them, their clock, who is active in which, and values they are broken down by."""
