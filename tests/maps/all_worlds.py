"""Every map built by hand, by name."""

from worlds import chinese, empty, empty_lanes, lamp, long_words, tiny
from worlds_hard import blueprint, five_curves, hostile, huge

WORLDS = {
    make.__name__: make
    for make in (lamp, long_words, chinese, tiny, empty, empty_lanes, huge, five_curves, blueprint, hostile)
}
