"""The right column of a session: the clock, the next item, what was decided, who is concerned and absent."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.documents import picture
from coprodesk.domain.french import duration, hour
from coprodesk.domain.i18n import _
from coprodesk.queries.live import ConcernedAbsent
from coprodesk.ui import theme
from coprodesk.ui.room import Room, side_width
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, Separator
from coprodesk.ui.widgets.marks import IconMark, PresenceCell
from coprodesk.ui.widgets.scroll import scrolled

WIDE = 282
SCROLL_BAR = 12


def late_words(late: int) -> tuple[str, str]:
    """Return « 2 min de retard sur le plan » and its colour role, for minutes after the plan."""
    if late > 0:
        return _("{minutes} de retard sur le plan").format(minutes=duration(late)), "soon"
    if late < 0:
        return _("{minutes} d’avance sur le plan").format(minutes=duration(-late)), "ok"
    return _("à l’heure"), "ok"


@dataclass(frozen=True, slots=True)
class Hours:
    """What the clock says: now, minutes after the plan (None without a running session), both ends."""

    now: str
    late: int | None
    estimated_end: str
    planned_end: str
    facts: str = ""


class _Line(QWidget):
    """A mark and its words, in one line."""

    def __init__(self, mark: QWidget, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, "small", wrap=True), 1)


class CockpitSide(Card):
    """Everything is in a scroll area; lists are built again only when they say something else."""

    def __init__(self, next_item: QAction) -> None:
        super().__init__(bare=True)
        self.setAccessibleName(_("Heure et suite de la séance"))
        inner = QWidget()
        column = self._column = QVBoxLayout(inner)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(6)
        self.clock = Label("", "clock")
        self._late_icon = IconMark("clock", "soon", 16)
        self.late = Label("", "small_strong", "soon", wrap=True)
        self.ends = Label("", "tiny", "text2", wrap=True)
        self.next_title = Label("", "strong", wrap=True)
        self.next_facts = Label("", "small", "text2", wrap=True)
        self._button = ActionButton(next_item, "primary")
        self._short_button = ActionButton(next_item, "primary", caption=_("Suivant"))
        self._offered = self._compact = False
        self._told: dict[str, tuple[tuple[str, str], ...]] = {}
        column.addWidget(self.clock)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._late_icon)
        row.addWidget(self.late, 1)
        column.addLayout(row)
        column.addWidget(self.ends)
        self._next = self._section(_("Point suivant"))
        for widget in (self.next_title, self.next_facts):
            self._next.addWidget(widget)
        for button in (self._button, self._short_button):
            self._next.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._tally = self._section(_("Décidé dans cette séance"))
        self._absent = self._section(_("Concerné par ce point et absent"))
        column.addStretch(1)
        self.area = scrolled(inner)
        self.body.addWidget(self.area)
        self.setFixedWidth(theme.px(WIDE))

    def _section(self, title: str) -> QVBoxLayout:
        box = QWidget()
        box.setAccessibleName(title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(Separator())
        head = Label(title, "small_strong", "text2", wrap=True)
        head.setContentsMargins(0, 4, 0, 0)
        column.addWidget(head)
        self._column.addWidget(box)
        return column

    def show_hours(self, hours: Hours) -> None:
        """Tell the hour and how the session stands to its plan; nothing else changes."""
        _say(self.clock, hour(hours.now) if hours.now else "")
        self.clock.setVisible(bool(hours.now))
        for widget in (self.late, self._late_icon):
            widget.setVisible(hours.late is not None)
        if hours.late is not None:
            words, role = late_words(hours.late)
            _say(self.late, words)
            self.late.set_tint(role)
            self._late_icon.set_role(role)
        ends = hours.facts
        if hours.late is not None:
            ends = _("Fin estimée {estimated} · prévue {planned}").format(
                estimated=hour(hours.estimated_end), planned=hour(hours.planned_end)
            )
        _say(self.ends, ends)

    def show_next(self, title: str, facts: str, *, offered: bool) -> None:
        """Name the next item; without one, say so."""
        _say(self.next_title, title)
        _say(self.next_facts, facts)
        self.next_facts.setVisible(bool(facts))
        self._offered = offered
        self._show_button()

    def _show_button(self) -> None:
        margins = self._column.contentsMargins()
        room = self.maximumWidth() - margins.left() - margins.right() - SCROLL_BAR
        short = self._compact or self._button.sizeHint().width() > room
        self._button.setVisible(self._offered and not short)
        self._short_button.setVisible(self._offered and short)

    def show_tally(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show what was decided: icon, colour role and words of each line."""
        self._fill("tally", self._tally, [(icon, role, words) for icon, role, words in lines])

    def show_absent(self, found: Sequence[ConcernedAbsent]) -> None:
        """Show which institutions the item concerns and are not there."""
        box = self._absent.parentWidget()
        if box is not None:
            box.setVisible(bool(found))
        self._fill("absent", self._absent, [_absent(one) for one in found])

    def _fill(self, key: str, column: QVBoxLayout, lines: Sequence[tuple[str, str, str]]) -> None:
        told = tuple((f"{icon}{role}", words) for icon, role, words in lines)
        if self._told.get(key) == told:
            return
        self._told[key] = told
        while column.count() > 2:
            item = column.takeAt(2)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for icon, role, words in lines:
            mark = IconMark(icon, role, 16) if icon else PresenceCell(picture.Presence(role), 20)
            column.addWidget(_Line(mark, words))

    def told(self, key: str) -> list[str]:
        """Return the lines shown of « tally » or « absent », as read."""
        return [words for _mark, words in self._told.get(key, ())]

    def set_room(self, room: Room) -> None:
        """Narrower in a compact window."""
        self._compact = room.width == "compact"
        wanted = theme.px(256 if self._compact else WIDE)
        self.setFixedWidth(side_width(wanted, self.window().width()))
        pad = 10 if room.height == "very_low" else 14
        self._column.setContentsMargins(18, pad, 18, pad)
        self._show_button()

    def minimumSizeHint(self) -> QSize:
        """The column scrolls: any height will do."""
        return QSize(self.width(), 80)


def _absent(one: ConcernedAbsent) -> tuple[str, str, str]:
    """Return the mark and the words of an institution that is not there."""
    if one.left_at:
        return (
            "",
            picture.Presence.ABSENT.value,
            _("{name}, partie à {hour}").format(name=one.name, hour=hour(one.left_at)),
        )
    state = picture.Presence.NOT_CONVENED if one.presence is None else picture.Presence(one.presence.value)
    return "", state.value, one.name


def _say(label: Label, words: str) -> None:
    if label.text() != words:
        label.setText(words)
        label.setAccessibleName(words)
