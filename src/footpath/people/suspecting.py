"""Persons, and ids, that are worth a look: too many ids, shared ids, links refused."""

import duckdb
import numpy as np
import pyarrow as pa

from footpath.events import Lake, clusters_of, graph_of, over
from footpath.people.model import Suspect


def suspicious(lake: Lake, *, limit: int = 100) -> tuple[Suspect, ...]:
    """Return who has more ids than the rules think usual, which ids are shared, and where links were refused.

    Takes as long as working out all persons anew.

    Args:
        lake: the store.
        limit: how many of each sort at most, those with the most first.
    """
    snapshot = lake.snapshot()
    identity = snapshot.identity
    with duckdb.connect() as con:
        graph = graph_of(con, {table: snapshot.scan(table) for table in snapshot.files}, identity.rules)
    known, found_in = clusters_of(graph, identity)
    person = known.ids["person"].to_numpy()
    counts = np.bincount(person, minlength=len(known))
    linked = graph.linked
    shared = over(graph.kind, linked, graph.kinds, identity.rules)
    inside = ~(shared[graph.left] | shared[graph.right])
    cluster = found_in.cluster  # pairs that were split by hand part clusters
    across = inside & (cluster[graph.left] == cluster[graph.right]) & (person[graph.left] != person[graph.right])
    refused = np.bincount(np.append(person[graph.left[across]], person[graph.right[across]]), minlength=len(known))
    named = pa.array(known.canonical)
    ids = pa.compute.binary_join_element_wise(known.ids["kind"], known.ids["id"], ":").combine_chunks()
    found: list[Suspect] = []
    for why, names, numbers, some in (
        ("ids", named, counts, counts > identity.rules.suspicious),
        ("shared", ids, linked, shared),
        ("refused", named, refused, refused > 0),
    ):
        places = np.flatnonzero(some)
        places = places[np.lexsort((places, -numbers[places]))][:limit]
        found += [
            Suspect(str(names[int(at)].as_py()), why, int(numbers[at]))  # type: ignore[arg-type]
            for at in places
        ]
    return tuple(found)
