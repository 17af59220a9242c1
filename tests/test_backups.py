"""Copies: whole, verified, thinned out by a calendar, never beside the file; a failed one shows no name."""

import os
import random
import shutil
import stat
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coprodesk.domain.backups import FRESH_DAYS, is_due
from coprodesk.domain.errors import Refusal
from coprodesk.store import Opening, Store, backups, driver, open_file
from coprodesk.store.backups import LONG, Keep
from tests.conftest import NOON, FrozenClock
from tests.faults.tools import dump


def save(store: Store, name: str) -> None:
    with store.change(f"Ajout de {name}") as change:
        change.insert("theme", name=name)


def copy_now(store: Store, opening: Opening) -> backups.Backup:
    return backups.back_up(store.path, opening.backups, store.clock())


def names(store: Store, opening: Opening) -> list[str]:
    folder = backups.folder_of(store.path, opening.backups)
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_a_copy_is_whole_and_opens(store: Store, opening: Opening) -> None:
    for n in range(50):
        save(store, f"Thème {n}")
    store.undo()
    copy = copy_now(store, opening)
    assert copy.path.name == "essai 2026-10-15 14h32m05.copro"
    assert copy.path.parent.parent == opening.backups
    assert copy.path.parent != store.path.parent
    assert backups.existing(store.path, opening.backups) == [copy]
    assert backups.check(copy.path) == []
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600, "the copy holds what the file holds"
    restored = store.path.with_name("restauré.copro")
    shutil.copy(copy.path, restored)
    again = open_file(restored, opening)
    assert dump(again) == dump(store)
    assert (again.undo_label, again.redo_label) == (store.undo_label, store.redo_label)
    again.redo()
    again.close()


def test_two_files_of_one_name_have_two_folders(tmp_path: Path) -> None:
    one, two = (backups.folder_of(tmp_path / n / "clspd.copro", tmp_path) for n in "ab")
    assert one != two


def test_an_unchanged_file_is_not_copied_again(store: Store, opening: Opening, clock: FrozenClock) -> None:
    def again() -> backups.Backup | None:
        clock.advance(seconds=1)
        return backups.back_up_if_changed(store.path, opening.backups, clock())

    assert again() is not None
    assert again() is None
    save(store, "Bruit")
    assert again() is not None
    assert again() is None
    store.undo()
    copy = again()
    assert copy is not None
    copy.path.write_bytes(b"SQLite format 3\0 no more")
    assert again() is not None, "a damaged copy is not the copy of anything"
    assert again() is None


@pytest.mark.parametrize("bad", [0, 1])
def test_a_place_that_fails_does_not_keep_the_other_from_its_copy(
    store: Store, opening: Opening, tmp_path: Path, bad: int
) -> None:
    """A USB key taken out: the disk has its copy, and the failure is told all the same."""
    file = tmp_path / "no folder"
    file.write_text("in the way", encoding="utf-8")
    places = [opening.backups, tmp_path / "other"]
    assert backups.in_each(backups.back_up, store.path, places, NOON) is not None
    places[bad] = file
    later = NOON + timedelta(minutes=1)
    with pytest.raises(Refusal):
        backups.in_each(backups.back_up, store.path, places, later)
    kept = backups.existing(store.path, places[1 - bad])
    assert kept[0].made_at == later.replace(tzinfo=None)


def test_typing_merged_within_the_second_of_a_copy_is_copied_again(store: Store, opening: Opening) -> None:
    for text, new in (("a", True), ("ab", True), ("ab", False)):
        with store.change("Adresse", merge=("council", 1, "address")) as change:
            change.update("council", 1, address=text)
        copy = backups.back_up_if_changed(store.path, opening.backups, store.clock())
        assert (copy is not None) is new


# Verification


def verifies(copy: Path, source: Path) -> bool:
    connection = driver.connect(source, read_only=True)
    expected = backups._census(connection)
    connection.close()
    try:
        backups._verify(copy, expected, None)
    except (OSError, driver.Error, UnicodeDecodeError):
        return False
    return True


@pytest.fixture
def copied(store: Store, opening: Opening) -> Path:
    for n in range(50):
        save(store, f"Thème {n}")
    return copy_now(store, opening).path


def test_a_damaged_copy_does_not_verify(store: Store, copied: Path) -> None:
    assert verifies(copied, store.path)
    whole = copied.read_bytes()
    draw = random.Random(3)
    for _ in range(40):
        page = draw.randrange(len(whole) // 4096) * 4096
        copied.write_bytes(whole[:page] + draw.randbytes(4096) + whole[page + 4096 :])
        assert not verifies(copied, store.path)
        copied.write_bytes(whole[: page + draw.randrange(4096)])
        assert not verifies(copied, store.path)
    copied.write_bytes(whole)
    connection = driver.connect(copied)
    connection.execute("DELETE FROM theme WHERE id = 7")
    connection.close()
    assert not verifies(copied, store.path), "sound, but a row short"


def test_a_copy_that_does_not_verify_leaves_no_name(store: Store, opening: Opening, monkeypatch) -> None:
    real = backups._vacuum_into

    def damaging(connection, partial: Path):
        expected = real(connection, partial)
        data = bytearray(partial.read_bytes())
        data[8192:8300] = b"\xff" * 108
        partial.write_bytes(data)
        return expected

    with monkeypatch.context() as patch:
        patch.setattr(backups, "_vacuum_into", damaging)
        with pytest.raises(Refusal, match=r"a échoué.*intactes"):
            copy_now(store, opening)
        assert names(store, opening) == []
        patch.setattr(backups, "_verify", lambda *_: None)
        bad = copy_now(store, opening)  # sabotage: unverified, it gets its name
        assert backups.check(bad.path)


class Full:
    """A step that fails as a full disk does."""

    def __call__(self, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["_sync", "_verify", "_vacuum_into"])
def test_a_failed_copy_leaves_no_file_and_the_older_ones(
    store: Store, opening: Opening, clock: FrozenClock, monkeypatch, step: str
) -> None:
    first = copy_now(store, opening)
    clock.advance(hours=1)
    save(store, "Bruit")
    with monkeypatch.context() as patch:
        patch.setattr(backups, step, Full())
        with pytest.raises(Refusal, match=r"La copie vers .* a échoué"):
            copy_now(store, opening)
    assert names(store, opening) == [first.path.name]
    save(store, "La suite va bien")
    assert copy_now(store, opening)


def test_a_folder_that_cannot_be_made(store: Store, opening: Opening) -> None:
    opening.backups.write_text("un fichier à cette place")
    with pytest.raises(Refusal, match="Choisissez un autre dossier"):
        copy_now(store, opening)


def test_a_file_gone_is_not_copied(store: Store, opening: Opening) -> None:
    store.close()
    store.path.unlink()
    with pytest.raises(Refusal):
        copy_now(store, opening)
    assert names(store, opening) == []


def test_a_copy_to_a_chosen_place_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "clé USB" / "copie.copro"
    target.parent.mkdir()
    backups.copy_to(store.path, target)
    assert backups.check(target) == []
    before = target.read_bytes()
    for place, replace in ((target, False), (store.path, False), (store.path, True)):
        with pytest.raises(Refusal, match="existe déjà"):
            backups.copy_to(store.path, place, replace=replace)
    assert target.read_bytes() == before
    save(store, "Bruit")
    backups.copy_to(store.path, target, replace=True)
    assert target.read_bytes() != before
    assert [p.name for p in target.parent.iterdir()] == ["copie.copro"]


def test_a_copy_to_a_folder_that_is_not_there_makes_none(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"Le dossier « cle » n’existe pas\. Rien n’a été écrit\."):
        backups.copy_to(store.path, tmp_path / "cle" / "copie.copro")
    assert not (tmp_path / "cle").exists()


def test_a_save_during_the_copy_does_not_fail_it(store: Store, opening: Opening, monkeypatch) -> None:
    """The copy runs in another thread: what the user saves meanwhile is in it, or in the next one."""
    real = backups._census
    calls = []

    def census(connection):
        found = real(connection)
        calls.append(1)
        if len(calls) == 1:
            save(store, "Pendant la copie")
        return found

    monkeypatch.setattr(backups, "_census", census)
    copy = copy_now(store, opening)
    assert len(calls) == 3
    assert backups.check(copy.path) == []


def test_a_copy_never_held_up_for_ever(store: Store, opening: Opening, monkeypatch) -> None:
    real = backups._census
    count = iter(range(1000))

    def census(connection):
        found = real(connection)
        save(store, f"Sans cesse {next(count)}")
        return found

    monkeypatch.setattr(backups, "_census", census)
    with pytest.raises(Refusal, match="a échoué"):
        copy_now(store, opening)
    assert names(store, opening) == []


def test_an_old_copy_that_cannot_be_removed_does_not_fail_the_new_one(
    store: Store, opening: Opening, clock: FrozenClock, monkeypatch
) -> None:
    copy_now(store, opening)
    monkeypatch.setattr(backups, "kept_of", lambda *_: set())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", Full())
        with pytest.raises(OSError, match="space"):
            Path("x").unlink()
        backups.thin_out(store.path, opening.backups, clock().date())
    assert len(names(store, opening)) == 1


# Thinning


def calendar(days: list[date], today: date) -> dict[str, list[date]]:
    """The days to keep, told another way round: by counting back from yesterday."""
    earlier = sorted((day for day in days if day < today), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in earlier:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return {"days": earlier[:12], "weeks": list(weeks.values())[:10], "months": list(months.values())[:9]}


def test_four_hundred_days_of_copies(tmp_path: Path) -> None:
    """Two copies a day: all of today, the later of 12 days, 10 weeks and 9 months, and nothing else."""
    file = tmp_path / "essai.copro"
    folder = backups.folder_of(file, tmp_path / "copies")
    folder.mkdir(parents=True)
    (folder / "essai à garder.copro").write_text("posé là par quelqu’un")
    start = datetime(2026, 1, 1, 9)
    for n in range(400):
        day = start + timedelta(days=n)
        for moment in (day, day + timedelta(hours=8)):
            (folder / f"essai {moment.strftime('%Y-%m-%d %Hh%Mm%S')}.copro").write_bytes(b"x")
            backups.thin_out(file, tmp_path / "copies", moment.date())
        kept = [backup.made_at for backup in backups.existing(file, tmp_path / "copies")]
        assert [m for m in kept if m.date() == day.date()] == [day + timedelta(hours=8), day]
        if n in (11, 60, 399):
            wanted = calendar([(start + timedelta(days=i)).date() for i in range(n + 1)], day.date())
            earlier = [m for m in kept if m.date() < day.date()]
            assert {m.date() for m in earlier} == {d for days in wanted.values() for d in days}
            assert {m.hour for m in earlier} == {17}, "the later copy of a day stays"
    assert {name: len(days) for name, days in wanted.items()} == {"days": 12, "weeks": 10, "months": 9}
    assert (folder / "essai à garder.copro").exists(), "a file of another name is passed over"


@pytest.mark.parametrize("other", [Keep(days=11), Keep(weeks=9), Keep(months=8), LONG])
def test_another_thinning_is_seen(other: Keep) -> None:
    today = date(2027, 2, 4)
    moments = [datetime(2026, 1, 1, 17) + timedelta(days=n) for n in range(400)]
    full = backups.kept_of(moments, today)
    wanted = {d for days in calendar([m.date() for m in moments], today).values() for d in days}
    assert {m.date() for m in full if m.date() < today} == wanted
    assert backups.kept_of(moments, today, other) != full
    assert backups.kept_of(moments, today, LONG) > full


def test_a_clock_gone_astray_deletes_no_recent_copy() -> None:
    moments = [datetime(2026, 10, day, 17) for day in range(1, 13)]
    for today in (date(2031, 1, 1), date(2021, 1, 1)):
        assert backups.kept_of(moments, today) == set(moments)


def test_names_with_signs_of_patterns(store: Store, opening: Opening, tmp_path: Path) -> None:
    odd = tmp_path / "CLSPD [2026] *.copro"
    if sys.platform == "win32":
        odd = tmp_path / "CLSPD [2026].copro"
    os.link(store.path, odd)
    backups.back_up(odd, opening.backups, store.clock())
    assert len(backups.existing(odd, opening.backups)) == 1


def test_a_backup_is_asked_for_when_there_is_none_or_an_old_one() -> None:
    today = date(2026, 10, 15)
    assert is_due(None, today)
    assert not is_due(today, today)
    assert not is_due(today - timedelta(days=FRESH_DAYS), today)
    assert is_due(today - timedelta(days=FRESH_DAYS + 1), today)
