"""Journal: who changed what, when, each value before and after, and the way back."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coprodesk.domain.french import clock, long_date, medium_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries.history import Step, history, step_details
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import JOURNAL, Desk
from coprodesk.ui.page import Page
from coprodesk.ui.room import Room
from coprodesk.ui.rows import Cell, Column, Group, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.filters import SearchField
from coprodesk.ui.widgets.header import ElidedLabel, PageHeader
from coprodesk.ui.widgets.panel import DetailPanel

BATCH = 200
"""How many acts are read at a time."""


class JournalPage(Page):
    """The acts, newest first, by day; the panel shows what an act changed and can go back before it."""

    subjects = frozenset({JOURNAL})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._steps: list[Step] = []
        self._complete = False
        self._restore = make(
            self, _("Revenir à l’état d’avant"), self.restore, shortcut="Ctrl+Return", icon="undo"
        )
        self.set_header(
            PageHeader(_("Journal"), _("Chaque acte, son auteur et son heure. Rien ne s’en efface."))
        )
        self.search = SearchField(_("Chercher dans le journal"), 250)
        self.search.typed.connect(self._search)
        columns: list[Column[Step]] = [
            Column(_("Heure"), lambda step: Cell(clock(step.at), small=True), 84, sortable=False),
            Column(_("Acte"), _act, stretch=True, sortable=False),
            Column(_("Auteur"), lambda step: Cell(step.author, small=True), 150, sortable=False, drop=1),
            Column(_("Porte sur"), lambda step: Cell(", ".join(step.touched), small=True), 190, drop=2),
        ]
        self.table = RowsTable(RowsModel(columns, lambda step: step.seq), _("Journal"))
        self.table.chosen.connect(self._show)
        self.table.verticalScrollBar().valueChanged.connect(self._near_end)
        self.panel = DetailPanel()
        self._compose()

    def _compose(self) -> None:
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.search)
        self.body.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(16)
        card = Card(bare=True)
        card.body.addWidget(self.table)
        self.nothing = EmptyState(
            "search",
            _("Aucun acte ne correspond"),
            _("Le journal, lui, est entier."),
            make(self, _("Tout afficher"), self.show_all),
        )
        self.nothing.hide()
        card.body.addWidget(self.nothing, 1)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)

    def refresh(self) -> None:
        """Read the newest acts again."""
        self._read(from_top=True)

    def first_focus(self) -> QWidget:
        """The list."""
        if self.table.current() is None:
            self.table.select_first()
        return self.table

    def parts(self) -> Mapping[str, QWidget]:
        """The list."""
        return {"table": self.table}

    def handlers(self) -> Mapping[str, Handler]:
        """Ctrl+F goes to the search field."""
        return {"edit.find": self.search.setFocus}

    def set_room(self, room: Room) -> None:
        """Give the panel its width."""
        super().set_room(room)
        if hasattr(self, "panel"):
            self.panel.set_room(room.width)

    def restore(self) -> None:
        """Put back the state before the selected act, as a new act."""
        step = self.table.current()
        if step is None:
            return
        before = self.desk.store.undo_label
        self.desk.act(self.desk.store.restore, step.seq)
        if self.desk.store.undo_label != before:
            self.table.setFocus()
            self.desk.say(_("État d’avant « {label} » rétabli").format(label=step.label))

    def show_all(self) -> None:
        """Show every act again."""
        self.search.clear()
        self._read(from_top=True)
        self.table.setFocus()

    def _search(self, _text: str) -> None:
        self._read(from_top=True)

    def _near_end(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if not self._complete and value > bar.maximum() - bar.pageStep():
            self._read(from_top=False)

    def _read(self, *, from_top: bool) -> None:
        last = None if from_top or not self._steps else self._steps[-1].seq
        found = history(self.desk.store, BATCH, last, self.search.text())
        self._complete = len(found) < BATCH
        self._steps = [*([] if from_top else self._steps), *found]
        rows: list[Step | Group] = []
        day = None
        for step in self._steps:
            if step.at.date() != day:
                day = step.at.date()
                count = sum(1 for other in self._steps if other.at.date() == day)
                rows.append(Group(medium_date(day), ngettext("{n} acte", "{n} actes", count).format(n=count)))
            rows.append(step)
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if self.table.current() is None:
            self.table.select_first()
        self._show(self.table.current())

    def _show(self, step: Step | None) -> None:
        self.panel.start(step.label if step else _("Aucun acte"))
        if step is None:
            return
        when = _("{day} à {time}").format(day=long_date(step.at.date()), time=clock(step.at))
        self.panel.facts([(_("Quand"), when), (_("Qui"), step.author), (_("Acte"), step.kind_label)])
        if step.kind in ("do", "undo", "redo") and not self.desk.store.read_only:
            self.panel.buttons([self._restore])
        for detail in step_details(self.desk.store, step.seq, limit=20):
            self.panel.section(f"{detail.noun} · {detail.act}")
            if detail.title:
                self.panel.add(ElidedLabel(detail.title, "small_strong"))
            for field in detail.fields:
                self.panel.add(
                    Label(_change(field.label, field.before, field.after), "small", "text2", wrap=True)
                )


def _act(step: Step) -> Cell:
    kind = "" if step.kind == "do" else step.kind_label
    return Cell(step.label, tint="text2" if kind else "text", second=kind)


def _change(label: str, before: str, after: str) -> str:
    if before and after:
        return _("{label} : {before} → {after}").format(label=label, before=before, after=after)
    if after:
        return _("{label} : {after}").format(label=label, after=after)
    return _("{label} : {before} (retiré)").format(label=label, before=before)
