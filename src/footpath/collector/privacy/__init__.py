"""What is done to every event before any of it reaches the disk: consent, cleaning, and the rules of its source."""

from footpath.collector.privacy.door import Door
from footpath.collector.privacy.policy import FILE, ConsentRules, Policy, Rule, SourceRules, read_policy

__all__ = ["FILE", "ConsentRules", "Door", "Policy", "Rule", "SourceRules", "read_policy"]
