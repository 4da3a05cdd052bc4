"""Clusters of journeys: a sample is grouped, then every journey goes to the group it is nearest to."""
