"""Calendar periods as people write them."""

from datetime import datetime


def written(start: datetime, period: str) -> str:
    """Return the beginning of a calendar period as people write it: "2024-01-31", "2024-01", "2024 Q1", "2024"."""
    if period == "hour":
        return f"{start:%Y-%m-%d %H:%M}"
    if period == "quarter":
        return f"{start:%Y} Q{(start.month + 2) // 3}"
    return f"{start:%Y}" if period == "year" else f"{start:%Y-%m}" if period == "month" else f"{start:%Y-%m-%d}"
