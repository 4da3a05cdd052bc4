"""Figures of columns that hold others: as of columns, with all that a group holds as one."""

from footpath.analytics import UInt16, runs
from footpath.insights import figures
from footpath.insights.figures import Provenance
from footpath.insights.tracks import Sums, Track, over_buckets, sums
from footpath.maps import Figure

Counted = tuple[tuple[Track, ...], Sums]


def grouped_figures(
    counted: Counted, onto: UInt16, among: tuple[int, int], origin: Provenance
) -> list[dict[str, Figure]]:
    """Return the figures of groups 1…m of columns.

    Args:
        counted: tracks under the columns, and their counts.
        onto: column → its group.
        among: how many persons there are, and the column that counts as success, 0 = none.
        origin: what every figure carries.
    """
    tracks, total = counted
    persons, goal = among
    count = int(onto.max(initial=0))
    on_groups = recoded(tracks, onto)
    group_sums = sums(on_groups, count, ordered=False)
    goal_group = int(onto[goal]) if goal else 0
    found = figures.column_figures(
        group_sums, figures.onward(on_groups, count, goal_group), persons, goal_group, origin
    )
    if not goal:
        return found
    apart = onto.copy()  # the goal as a column of its own after all, so that reaching its group is not reaching it
    apart[goal] = count + 1
    to_goal = figures.reached(tracks, apart, count + 1)
    for position, one in enumerate(found[:goal_group], start=1):
        here = int(group_sums.reach.persons[position])
        reached = int(total.reach.persons[goal]) if position == goal_group else int(to_goal[position])
        one["conversion_goal"] = figures.reaching_goal(reached, here, origin)
    return found


def recoded(found: tuple[Track, ...], onto: UInt16) -> tuple[Track, ...]:
    """Return tracks with other codes; every code must have one."""

    def again(track: Track) -> Track:
        codes = onto[track.codes]
        return Track(track.offsets, track.at, codes, *runs(track.offsets, track.at, codes))

    return tuple(over_buckets(found, again))
