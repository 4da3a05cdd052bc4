"""Mining: what people said, grouped into themes that somebody approves into the library, merges or rejects."""

from footpath.mining.deciding import Deciding
from footpath.mining.forgetting import Forgetting
from footpath.mining.model import Approval, Given, NewRun, Quote, Run, Theme
from footpath.mining.quoting import Quoting
from footpath.mining.running import Mining

__all__ = ["Approval", "Deciding", "Forgetting", "Given", "Mining", "NewRun", "Quote", "Quoting", "Run", "Theme"]
