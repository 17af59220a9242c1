"""The fifth step of a meeting: what was promised, decided and followed there, and how it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.commitments import Status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.french import hour, long_date, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.records import RecordKind
from coprodesk.queries.commitment_filter import CommitmentFilter
from coprodesk.queries.commitments import CommitmentRow, commitments
from coprodesk.queries.follow_up import commitments_followed, commitments_taken
from coprodesk.queries.meetings import MeetingRow, meeting, next_meeting
from coprodesk.queries.records import RecordRow, records
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.commitment_words import state_chip
from coprodesk.ui.pages.meeting_step import MeetingStep
from coprodesk.ui.paint import Chip
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState, Separator
from coprodesk.ui.widgets.header import ElidedLabel

_EVERYTHING = Audience(Level.SECRETARIAT)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a commitment, or a decision or request of the meeting."""

    commitment: CommitmentRow | None
    record: RecordRow | None

    @property
    def key(self) -> tuple[str, int]:
        """Return what names the row."""
        if self.commitment is not None:
            return ("commitment", self.commitment.id)
        assert self.record is not None
        return ("record", self.record.id)


class FollowUpStep(MeetingStep):
    """The commitments taken and followed here, the decisions, and the way to the next meeting."""

    subjects = frozenset(
        {"meeting", "commitment", "commitment_event", "contributor", "record", "agenda_item", "institution"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row: MeetingRow | None = None
        self.prepare = make(self, _("Préparer la prochaine réunion"), self._prepare, icon="calendar")
        desk.writes(self.prepare)
        columns: list[Column[Line]] = [
            Column(_("État"), _state, 158, sortable=False),
            Column(_("Réf."), _reference, 104, sort=lambda line: _reference(line).text),
            Column(_("Engagement ou décision"), _what, 320, stretch=True),
            Column(_("Échéance"), _due, 152, sort=_due_key),
            Column(_("Dernière nouvelle"), _news, 220, sortable=False, drop=1),
        ]
        self.table = RowsTable(RowsModel(columns, lambda line: line.key), _("Suites de la réunion"))
        self.table.opened.connect(self._open)
        self.counters = ElidedLabel("", "small_strong")
        self.next_line = Label("", "small", "text2", wrap=True)
        self.nothing = EmptyState(
            "engagements",
            _("Rien à suivre"),
            _("Aucun engagement n’a été pris ni suivi à cette réunion."),
            make(self, _("Aller à la séance"), self._live, icon="users"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(bare=True)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(Separator())
        foot = QHBoxLayout()
        foot.setContentsMargins(19, 10, 14, 10)
        foot.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.counters)
        words.addWidget(self.next_line)
        foot.addLayout(words, 1)
        self.go_next = make(self, _("Ouvrir la prochaine réunion"), self._go_next)
        self._next_button = ActionButton(self.go_next, "link")
        foot.addWidget(self._next_button)
        card.body.addLayout(foot)
        column.addWidget(card, 1)
        self._next_id: int | None = None

    def refresh(self) -> None:
        """Read how everything stands today."""
        store = self.desk.store
        self.row = meeting(store, self.meeting_id)
        if self.row is None:
            return
        taken = [one.id for one in commitments_taken(store, self.row, _EVERYTHING)]
        followed = [one.id for one in commitments_followed(store, self.row, _EVERYTHING)]
        chosen = CommitmentFilter(ids=(*taken, *followed))
        now = {one.id: one for one in commitments(store, self.desk.today(), chosen, by_theme=False)}
        decided = [one for one in records(store, self.meeting_id) if one.reference]
        rows: list[Line | Group] = []
        for title, ids in ((_("Pris à cette réunion"), taken), (_("Suivis à cette réunion"), followed)):
            lines = [Line(now[one], None) for one in ids if one in now]
            if lines:
                n = len(lines)
                rows.append(Group(title, ngettext("{n} engagement", "{n} engagements", n).format(n=n)))
                rows += lines
        if decided:
            n = len(decided)
            rows.append(Group(_("Décisions et vœux"), ngettext("{n} ligne", "{n} lignes", n).format(n=n)))
            rows += [Line(None, one) for one in decided]
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows and self.table.current() is None:
            self.table.select_first()
        self.counters.setText(
            _counted([now[one] for one in dict.fromkeys((*taken, *followed)) if one in now])
        )
        self._show_next(self.row)

    def _show_next(self, row: MeetingRow) -> None:
        found = next_meeting(self.desk.store, self.desk.today())
        self._next_id = found.id if found is not None and found.id != row.id else None
        if self._next_id is not None and found is not None:
            self.next_line.setText(
                _("Prochaine réunion\u00a0: {title}, {day} à {hour}").format(
                    title=found.title, day=long_date(found.date), hour=hour(found.starts_at)
                )
            )
        else:
            self.next_line.setText(_("Aucune prochaine réunion n’est fixée."))
        self.go_next.setVisible(self._next_id is not None)

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table if not self.table.isHidden() else None

    def parts(self) -> Mapping[str, QWidget]:
        """The list."""
        return {"table": self.table}

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+P shows the one-page sheet."""
        return {"file.print": self._preview}

    def header_actions(self) -> tuple[QAction | None, tuple[QAction, ...]]:
        """The next meeting."""
        return self.prepare, ()

    def _preview(self) -> None:
        from coprodesk.ui.preview import open_preview

        open_preview(self.desk, "decision-sheet", self.meeting_id)

    def _prepare(self) -> None:
        self.desk.shell.action("meeting.new").trigger()

    def _go_next(self) -> None:
        if self._next_id is not None:
            self.desk.go("meeting", meeting_id=self._next_id, step="agenda")

    def _live(self) -> None:
        self.desk.go("meeting", meeting_id=self.meeting_id, step="live")

    def _open(self, line: Line) -> None:
        if line.commitment is not None:
            self.desk.go("commitments", commitment_id=line.commitment.id)
        else:
            self._live()


def _counted(rows: list[CommitmentRow]) -> str:
    """Return « 3 engagements · 1 tenu · 2 en cours · dont 1 en retard »."""
    kept = sum(one.status is Status.KEPT for one in rows)
    late = sum(one.status is Status.LATE for one in rows)
    over = sum(one.status in (Status.KEPT, Status.ABANDONED) for one in rows)
    parts = [
        ngettext("{n} engagement", "{n} engagements", len(rows)).format(n=len(rows)),
        ngettext("{n} tenu", "{n} tenus", kept).format(n=kept) if kept else "",
        ngettext("{n} ouvert", "{n} ouverts", len(rows) - over).format(n=len(rows) - over),
        ngettext("dont {n} en retard", "dont {n} en retard", late).format(n=late) if late else "",
    ]
    return " · ".join(part for part in parts if part)


def _state(line: Line) -> Cell:
    if line.commitment is not None:
        return Cell(chip=state_chip(line.commitment))
    decision = line.record is not None and line.record.kind is RecordKind.DECISION
    return Cell(chip=Chip(_("Décision") if decision else _("Vœu"), role="ok" if decision else "run"))


def _reference(line: Line) -> Cell:
    words = line.commitment.reference if line.commitment is not None else None
    if line.record is not None:
        words = line.record.reference
    return Cell(words or "", small=True)


def _what(line: Line) -> Cell:
    if line.commitment is not None:
        return Cell(line.commitment.what, line.commitment.lead_name or _("sans pilote"))
    assert line.record is not None
    who = ", ".join(one for one in (line.record.institution, line.record.contributors) if one)
    return Cell(line.record.text, who)


def _due(line: Line) -> Cell:
    if line.commitment is not None:
        due = line.commitment.current_due
        return Cell(
            short_date(due) if due else "–", line.commitment.late_words, second_tint="late", small=True
        )
    due = line.record.due_on if line.record is not None else None
    return Cell(short_date(due) if due else "", small=True)


def _due_key(line: Line) -> str:
    due = line.commitment.current_due if line.commitment is not None else None
    if line.record is not None:
        due = line.record.due_on
    return due.isoformat() if due else "9999"


def _news(line: Line) -> Cell:
    news = line.commitment.last_news if line.commitment is not None else None
    return Cell(news.text, short_date(news.on)) if news is not None else Cell("")
