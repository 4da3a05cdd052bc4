import errno
import os
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.collector import spool as spool_module
from footpath.collector.draining import drain
from footpath.collector.frames import EVENTS, Damage, Frame, framed, frames_in
from footpath.collector.intake import records_of
from footpath.collector.spool import Full, Spool
from footpath.events import Lake
from tests.collector.reading import read


def rows(count: int, stem: str = "r", *, with_ids: bool = True) -> bytes:
    calls = [
        {"type": "track", "event": f"{stem}{n}", "userId": "u"} | ({"messageId": f"{stem}{n}"} if with_ids else {})
        for n in range(count)
    ]
    return records_of(read("/v1/batch", {"batch": calls}), "shop", stem)


def names(lake: Lake) -> list[str]:
    with duckdb.connect() as con:
        return sorted(name for (name,) in lake.relation(con, "events").select("name").fetchall())


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=6), st.data())
def test_a_cut_loses_only_the_record_it_hits(contents: list[bytes], data: st.DataObject) -> None:
    whole = [framed(EVENTS, content) for content in contents]
    cut = data.draw(st.integers(0, len(b"".join(whole))))
    found = list(frames_in(b"".join(whole)[:cut]))
    kept = [content for n, content in enumerate(contents) if len(b"".join(whole[: n + 1])) <= cut]
    assert [frame.content for frame in found if isinstance(frame, Frame)] == kept
    assert all(damage.torn for damage in found if isinstance(damage, Damage))


def test_damage_in_the_middle_is_set_apart_and_the_rest_is_read(tmp_path: Path) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 10**9)
    parts = [rows(2, stem) for stem in "abc"]
    for part in parts:
        spool.write(part)
    spool.seal()
    (file,) = spool.sealed()
    content = bytearray(file.read_bytes())
    content[len(parts[0]) + 30] ^= 0xFF
    file.write_bytes(content)
    assert drain(spool, lake).damaged == 1
    assert names(lake) == ["a0", "a1", "c0", "c1"]
    assert [path.read_bytes() for path in spool.folder.glob("*.damaged")] == [
        bytes(content[len(parts[0]) : -len(parts[2])])
    ]
    spool.close()


@pytest.mark.parametrize("with_ids", [True, False])
def test_a_drain_that_died_before_it_deleted_its_files_adds_nothing_again(tmp_path: Path, with_ids: bool) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 10**9)
    spool.write(rows(3, with_ids=with_ids))
    spool.seal()
    (file,) = spool.sealed()
    content = file.read_bytes()
    assert drain(spool, lake).added == 3
    file.write_bytes(content)
    assert (drain(spool, lake).added, drain(spool, lake).files) == (0, 0)
    assert names(lake) == ["r0", "r1", "r2"]
    spool.close()


def test_alike_events_without_ids_in_two_requests_are_two_events(tmp_path: Path) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 10**9)
    reading = {"batch": [{"type": "track", "event": "x", "userId": "u"}] * 2}
    for request in ("r1", "r2"):
        spool.write(records_of(read("/v1/batch", reading), "shop", request))
        spool.seal()
        drain(spool, lake)
    assert names(lake) == ["x"] * 4
    spool.close()


def test_requests_that_come_together_share_one_force_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, slow, real = Spool.claim(tmp_path, 10**9), threading.Event(), os.fsync
    begun = threading.Event()

    def waiting(file: int) -> None:
        begun.set()
        slow.wait(10)
        real(file)

    monkeypatch.setattr(spool_module.os, "fsync", waiting)
    done = [threading.Event() for _ in range(9)]
    spool.submit(rows(1), lambda _: done[0].set())
    begun.wait(10)
    for one in done[1:]:
        spool.submit(rows(1), lambda _, one=one: one.set())
    slow.set()
    assert all(one.wait(10) for one in done)
    assert spool.groups == 2
    spool.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_half_way_is_told_and_leaves_no_half_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 10**9)
    spool.write(rows(1, "before"))
    real = os.write

    def half(file: int, content: bytes) -> int:
        real(file, content[: len(content) // 2])
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(spool_module.os, "write", half)
        with pytest.raises(OSError, match=os.strerror(number)):
            spool.write(rows(1, "lost"))
    spool.write(rows(1, "after"))
    spool.seal()
    done = drain(spool, lake)
    assert (done.added, done.damaged, names(lake)) == (2, 0, ["after0", "before0"])
    spool.close()


def test_a_full_spool_refuses_before_it_takes_and_takes_again_once_drained(tmp_path: Path) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 1000)
    spool.write(rows(20))
    with pytest.raises(Full, match="Send again later"):
        spool.write(rows(1, "more"))
    spool.seal()
    drain(spool, lake)
    spool.write(rows(1, "more"))
    spool.close()


def test_each_collector_has_a_spool_of_its_own_and_one_takes_over_from_the_dead(tmp_path: Path) -> None:
    first, second = Spool.claim(tmp_path, 10**9), Spool.claim(tmp_path, 10**9)
    assert first.folder != second.folder
    first.write(rows(1))
    first.close()
    again = Spool.claim(tmp_path, 10**9)
    assert again.folder == first.folder
    assert len(again.sealed()) == 1
    assert again.waiting_bytes > 0
    again.close()
    second.close()


def test_a_file_that_is_just_being_begun_is_not_drained_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake, spool = Lake.open(tmp_path / "s", create=True), Spool.claim(tmp_path / "spool", 10**9)
    real = os.open

    def slowly(path: Path, *arguments: int, **more: int | None) -> int:
        file = real(path, *arguments, **more)
        if Path(path).suffix == spool_module.SUFFIX:  # it is in the folder, and the writer does not know it yet
            drainer.start()
            drainer.join(0.3)
        return file

    drainer = threading.Thread(target=drain, args=(spool, lake))
    monkeypatch.setattr(spool_module.os, "open", slowly)
    spool.write(rows(2))
    drainer.join()
    spool.seal()
    drain(spool, lake)
    assert names(lake) == ["r0", "r1"]
    spool.close()
