"""What was typed into a form that was left without being accepted: kept in memory while its window lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget

from coprodesk.domain.french import short_date
from coprodesk.ui.shell import Shell
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import DateField, TimeField

Field = AutoLineEdit | AutoTextEdit | DateField | TimeField
Said = tuple[str | date | None, ...]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Unfinished:
    """What the fields of a form held when it opened, and when it was left."""

    opened: Said
    left: Said


# The council's texts go with its window: another file never sees them.
_kept: WeakKeyDictionary[Shell, dict[Key, Unfinished]] = WeakKeyDictionary()


def fields_of(form: QWidget) -> list[Field]:
    """Return the fields into which one types, in the order in which they were made."""
    return [one for one in form.findChildren(QWidget) if isinstance(one, Field)]


def said(fields: Sequence[Field]) -> Said:
    """Return what fields hold: dates and hours by value, as they are shown otherwise with the keyboard."""
    return tuple(
        one.value() if isinstance(one, DateField | TimeField) and not one.pending() else one.text()
        for one in fields
    )


def key_of(form: QWidget, title: str) -> tuple[Shell, Key] | None:
    """Return the window of a form and what stands for its subject; None where nothing may be kept.

    The title names what the form is about, the page where it is. A page of a confidential group has no place.
    """
    shell = form
    while (above := shell.parentWidget()) is not None:
        shell = above
    page = shell.current_page() if isinstance(shell, Shell) else None
    if not isinstance(shell, Shell) or page is None or (place := page.place()) is None:
        return None
    return shell, (type(form), title, shell.current_id(), tuple(sorted(place.items())))


def keep(at: tuple[Shell, Key], opened: Said, left: Said) -> None:
    """Keep what a form was left with, if something was typed."""
    if left != opened:
        _kept.setdefault(at[0], {})[at[1]] = Unfinished(opened, left)


def forget(at: tuple[Shell, Key]) -> None:
    """Drop what is kept: the form was accepted."""
    _kept.get(at[0], {}).pop(at[1], None)


def found(at: tuple[Shell, Key], opened: Said) -> Unfinished | None:
    """Return what was left of the form, if it opens as it did then."""
    kept = _kept.get(at[0], {}).get(at[1])
    return kept if kept is not None and kept.opened == opened else None


def resume(fields: Sequence[Field], kept: Unfinished) -> None:
    """Type what was left again, as if pasted; the first field of it takes the keyboard."""
    changed = [
        (one, left) for one, was, left in zip(fields, kept.opened, kept.left, strict=True) if left != was
    ]
    for one, left in changed:
        text = short_date(left) if isinstance(left, date) else left or ""
        one.selectAll()
        if isinstance(one, AutoTextEdit):
            one.insertPlainText(text)
        else:
            one.insert(text)
    for one, _left in changed[:1]:
        one.setFocus()
