from tests.team.conftest import quick_hashes

__all__ = ["quick_hashes"]
