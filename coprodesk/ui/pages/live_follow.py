"""What an item brings back: the commitments due, by who promised them, or the watch points not lifted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.commands import commitments as commands
from coprodesk.commands import watch_points
from coprodesk.domain.french import day_month, long_date, parse_date, short_date
from coprodesk.domain.i18n import _, ngettext, on_paper
from coprodesk.queries.due_commitments import DueCommitment, DueGroup
from coprodesk.queries.watch_points import WatchPointRow
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.ask_line import AskLine
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable


@dataclass(frozen=True, slots=True)
class _Back:
    """One line: a commitment that is due or a watch point."""

    id: int
    reference: str
    words: str
    facts: str
    role: str
    side: str
    watch: bool
    settled: bool = False


class FollowPane(QWidget):
    """T C O X N note an event of this meeting on the commitment chosen; L lifts the watch point chosen.

    What the meeting has done with stays, greyed, with what was said of it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._meeting: tuple[int, date] = (0, desk.today())
        self.locked = True
        columns = (
            Column("", _reference_cell, 104, sortable=False),
            Column(_("Engagement"), _words_cell, stretch=True, sortable=False),
            Column("", _side_cell, 150, sortable=False),
        )
        self.table = RowsTable(RowsModel(columns, lambda row: (row.watch, row.id)), _("À suivre en séance"))
        self.table.horizontalHeader().hide()
        self.ask = AskLine(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addWidget(self.ask)
        for key, words, act in (
            ("T", _("Tenu"), self.keep),
            ("C", _("En cours"), self.go_on),
            ("O", _("Reporté…"), self.postpone),
            ("X", _("Abandonné…"), self.abandon),
            ("N", _("Nouvelle…"), self.news),
            ("L", _("Lever le point de veille"), self.lift),
        ):
            make(self.table, words, act, shortcut=key)
        self.hide()

    # What is shown

    def show_due(
        self,
        meeting_id: int,
        day: date,
        groups: Sequence[DueGroup],
        watched: Sequence[WatchPointRow],
        *,
        locked: bool,
    ) -> None:
        """Show what is due at a meeting and what is watched; nothing hides the pane."""
        self._meeting, self.locked = (meeting_id, day), locked
        rows: list[_Back | Group] = []
        for group in groups:
            rows.append(Group(group.lead or _("Sans pilote"), _counted(group)))
            rows += [_due(one) for one in group.commitments]
        rows += [_watched(one, day) for one in watched]
        number, held = self.table.currentIndex().row(), self.table.current()
        self.table.set_rows(rows)
        now = self.table.current()
        just_settled = now is not None and now.settled and held is not None and not held.settled
        if rows and (now is None or just_settled):
            self._select_near(number)
        self.setVisible(bool(rows))

    def _select_near(self, number: int) -> None:
        """After a line went or was settled, take the next one to follow, else the one before, else any."""
        model = self.table.rows
        lines = {at: row for at in range(model.rowCount()) if isinstance(row := model.row(at), _Back)}
        waiting = [at for at, row in lines.items() if not row.settled] or [*lines]
        if waiting:
            near = next((at for at in waiting if at >= number), waiting[-1])
            self.table.setCurrentIndex(model.index(near, 0))

    def _chosen(self, *, watch: bool) -> _Back | None:
        row: _Back | None = self.table.current()
        return None if self.locked or row is None or row.watch is not watch else row

    # Acts

    def keep(self) -> None:
        """Note the commitment as kept."""
        if row := self._chosen(watch=False):
            meeting_id, day = self._meeting
            command = partial(commands.keep_commitment, self._desk.store, row.id, day, meeting_id=meeting_id)
            self._act(command, _("{reference} noté tenu").format(reference=row.reference))

    def go_on(self) -> None:
        """Note that it goes on."""
        if row := self._chosen(watch=False):
            with on_paper():
                words = _("En cours")
            self._add_news(row, words)
            self._desk.say(_("{reference} noté en cours").format(reference=row.reference))

    def postpone(self) -> None:
        """Ask for the new due date."""
        if row := self._chosen(watch=False):
            title = _("{reference} reporté au").format(reference=row.reference)
            self.ask.ask(
                title, _("30/11, lundi, +15…"), partial(self._postponed, row), understand=self._day_words
            )

    def abandon(self) -> None:
        """Ask why it is given up."""
        if row := self._chosen(watch=False):
            title = _("{reference} abandonné\u00a0:").format(reference=row.reference)
            self.ask.ask(title, _("Motif"), partial(self._abandoned, row))

    def news(self) -> None:
        """Ask for the news."""
        if row := self._chosen(watch=False):
            title = _("{reference}, nouvelle\u00a0:").format(reference=row.reference)
            self.ask.ask(title, _("Ce qui est dit"), partial(self._add_news, row))

    def lift(self) -> None:
        """Lift the watch point."""
        if row := self._chosen(watch=True):
            command = partial(watch_points.lift_watch_point, self._desk.store, row.id, self._meeting[1])
            self._act(command, _("{reference} levé").format(reference=row.reference))

    def _act(self, command: Callable[[], object], done: str) -> None:
        def attempt() -> bool:
            command()
            return True

        if self._desk.act(attempt):
            self._desk.say(done)

    def _day(self, text: str) -> date:
        return parse_date(text, self._meeting[1])

    def _day_words(self, text: str) -> str:
        return long_date(self._day(text))

    def _postponed(self, row: _Back, text: str) -> None:
        meeting_id, day = self._meeting
        commands.postpone_commitment(self._desk.store, row.id, self._day(text), on=day, meeting_id=meeting_id)

    def _abandoned(self, row: _Back, text: str) -> None:
        meeting_id, day = self._meeting
        commands.abandon_commitment(self._desk.store, row.id, text, on=day, meeting_id=meeting_id)

    def _add_news(self, row: _Back, text: str) -> None:
        meeting_id, day = self._meeting
        commands.add_news(self._desk.store, row.id, text, on=day, meeting_id=meeting_id)


def _due(one: DueCommitment) -> _Back:
    facts = _("pour le {day}").format(day=short_date(one.due))
    if one.postponements:
        facts += " · " + ngettext("reporté {n} fois", "reporté {n} fois", one.postponements).format(
            n=one.postponements
        )
    if one.told:
        facts += " · " + one.told
    side = one.verdict or one.late_words
    return _Back(one.id, one.reference, one.what, facts, "late", side, watch=False, settled=one.settled)


def _counted(group: DueGroup) -> str:
    n = len(group.commitments)
    words = ngettext("{n} engagement échu", "{n} engagements échus", n).format(n=n)
    done = sum(one.settled for one in group.commitments)
    if not done:
        return words
    return ngettext("{words}, dont {n} traité", "{words}, dont {n} traités", done).format(words=words, n=done)


def _watched(one: WatchPointRow, on: date) -> _Back:
    since = _("depuis le {day}").format(day=day_month(one.since))
    facts = " · ".join(part for part in (since, one.place, one.action, one.lead) if part)
    due = _("pour le {day}").format(day=day_month(one.due_on)) if one.due_on else ""
    return _Back(
        one.id, one.reference, one.finding, facts, "late" if one.late(on) else "text2", due, watch=True
    )


def _reference_cell(row: _Back) -> Cell:
    return Cell(row.reference, small=True, tint="text3" if row.settled else "text2")


def _words_cell(row: _Back) -> Cell:
    tints = ("text3", "text3") if row.settled else ("text", "text2")
    return Cell(row.words, row.facts, tint=tints[0], second_tint=tints[1])


def _side_cell(row: _Back) -> Cell:
    return Cell(row.side, small=True, tint="text3" if row.settled else row.role)
