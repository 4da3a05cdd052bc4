"""Ways: journeys as the touchpoints they come to, one after the other; what comparing and grouping journeys share."""
