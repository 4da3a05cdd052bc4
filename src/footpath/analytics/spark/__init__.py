"""Journeys built and questions answered on Apache Spark: the same code, the same integers, on many machines.

Importing this needs no Spark; `connect` does.
"""

from footpath.analytics.spark.running import Spark
from footpath.analytics.spark.session import connect

__all__ = ["Spark", "connect"]
