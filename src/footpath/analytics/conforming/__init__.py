"""Planned against travelled: the moves a plan allows, how journeys keep to them, and what that comes to."""
