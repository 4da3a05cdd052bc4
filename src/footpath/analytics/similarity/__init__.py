"""Journeys like one: how far every way is from a wanted one, the nearest of them, and how those went on."""
