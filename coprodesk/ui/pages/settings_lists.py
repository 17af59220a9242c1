"""The lists of choices in the settings, colleges, kinds of members and themes: add, rename, move, delete."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from coprodesk.commands import council as commands
from coprodesk.domain.i18n import _, ngettext
from coprodesk.queries import council as queries
from coprodesk.queries.partners import partners
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.partner_form import line_field
from coprodesk.ui.pages.settings_parts import SectionView
from coprodesk.ui.rows import Cell, Column, RowsModel
from coprodesk.ui.rows_view import RowsTable
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card

SHOWN = 6
"""How many lines a list shows before it scrolls."""


@dataclass(frozen=True, slots=True)
class Line:
    """One choice: its name, what uses it, and whether its switch is on."""

    id: int
    name: str
    use: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """What a list is called and what its switch, if any, says."""

    title: str
    facts: str
    new: str
    switch: str = ""


@dataclass(frozen=True, slots=True)
class Verbs:
    """What a list does, each on the store: read, add, rename; some also move, delete, turn a switch."""

    read: Callable[[], list[Line]]
    add: Callable[..., object]
    rename: Callable[..., object]
    move: Callable[..., object] | None = None
    delete: Callable[..., object] | None = None
    switch: Callable[[Line], object] | None = None


class _NameForm(FormDialog):
    """One name to give."""

    def __init__(self, desk: Desk, title: str, verb: str, name: str, submit: Callable[[str], object]) -> None:
        super().__init__(desk.shell, title, verb, self._submit_form)
        self._take = submit
        self.name = line_field(name)
        self.form.add(_("&Nom"), self.name)
        self.name.selectAll()
        self.name.setFocus()

    def _submit_form(self) -> None:
        self._take(self.name.text())


def _line_id(line: Line) -> int:
    return line.id


def _name_cell(line: Line) -> Cell:
    return Cell(line.name, tint="text" if line.on else "text3")


def _use_cell(line: Line) -> Cell:
    return Cell(line.use, tint="text2", small=True)


class ChoiceList(Card):
    """A short table and its acts; refusals are said in the page."""

    def __init__(self, desk: Desk, words: Words, verbs: Verbs) -> None:
        super().__init__(words.title, words.facts, bare=True)
        self.desk, self._words, self._verbs = desk, words, verbs
        columns = [
            Column(_("Nom"), _name_cell, stretch=True, sortable=False),
            Column(_("Usage"), _use_cell, 240, sortable=False),
        ]
        model: RowsModel[Line] = RowsModel(columns, _line_id)
        self.table = RowsTable(model, words.title, two_lines=False)
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 10)
        row.setSpacing(8)
        row.addWidget(ActionButton(self._act(_("Ajouter…"), self.add, "Ins", "plus")).give_way())
        rename = self._act(_("Renommer…"), self.rename, "F2", "edit")
        row.addWidget(ActionButton(rename, icon_only=True))
        for action in self._further():
            row.addWidget(ActionButton(action, icon_only=True))
        row.addStretch(1)
        self.body.addLayout(row)
        if verbs.switch is not None:
            below = QHBoxLayout()
            below.setContentsMargins(14, 0, 14, 12)
            below.addWidget(ActionButton(self._act(words.switch, self._turn, "", "")))
            below.addStretch(1)
            self.body.addLayout(below)
        self.table.opened.connect(rename.trigger)

    def _further(self) -> list[QAction]:
        """Return the acts that not every list has."""
        found = []
        if self._verbs.move is not None:
            found += [
                self._act(_("Monter"), partial(self.shift, -1), "Alt+Up", "arrow-up"),
                self._act(_("Descendre"), partial(self.shift, 1), "Alt+Down", "arrow-down"),
            ]
        if self._verbs.delete is not None:
            found.append(self._act(_("Supprimer"), self.delete, "Del", "trash"))
        return found

    def _act(self, words: str, run: Callable[[], object], keys: str, icon: str) -> QAction:
        action = make(self, words, run, shortcut=keys, icon=icon)
        self.desk.writes(action)
        return action

    def refresh(self) -> None:
        """Read the list again."""
        lines = self._verbs.read()
        self.table.set_rows(lines)
        height = min(max(len(lines), 1), SHOWN) * self.table.line_height()
        self.table.setFixedHeight(height + self.table.horizontalHeader().height() + theme.px(2))

    def current(self) -> Line | None:
        """Return the choice selected."""
        line = self.table.current()
        return line if isinstance(line, Line) else None

    def add(self) -> None:
        """Ask for a new choice."""
        run = partial(self._verbs.add, self.desk.store)
        _NameForm(self.desk, self._words.new, _("Ajouter"), "", run).open()

    def rename(self) -> None:
        """Ask for another name for the choice selected."""
        line = self.current()
        if line is not None:
            run = partial(self._verbs.rename, self.desk.store, line.id)
            _NameForm(self.desk, _("Renommer"), _("Enregistrer"), line.name, run).open()

    def shift(self, steps: int) -> None:
        """Move the choice selected, downwards when positive."""
        line = self.current()
        if line is not None and self._verbs.move is not None:
            self.desk.act(self._verbs.move, self.desk.store, line.id, steps)

    def delete(self) -> None:
        """Delete the choice selected, unless it is used."""
        line, verb = self.current(), self._verbs.delete
        if line is None or verb is None:
            return

        def erase() -> bool:
            verb(self.desk.store, line.id)
            return True

        if self.desk.act(erase):
            self.desk.say(_("« {name} » supprimé de la liste").format(name=line.name))

    def _turn(self) -> None:
        line = self.current()
        if line is not None and self._verbs.switch is not None:
            self.desk.act(self._verbs.switch, line)


def college_list(desk: Desk) -> ChoiceList:
    """Return the list of the colleges; its switch says whether one counts in the figures of presence."""

    def read() -> list[Line]:
        found = []
        for one in queries.colleges(desk.store):
            use = ngettext("{n} partenaire", "{n} partenaires", one.institutions).format(n=one.institutions)
            if not one.counted:
                use = _("{use}, hors des présences").format(use=use)
            found.append(Line(one.id, one.name, use, one.counted))
        return found

    def switch(line: Line) -> None:
        commands.set_college_counted(desk.store, line.id, not line.on)

    return ChoiceList(
        desk,
        Words(
            _("Collèges"),
            _("les familles de partenaires"),
            _("Nouveau collège"),
            _("Compter ou non dans les présences"),
        ),
        Verbs(
            read,
            commands.add_college,
            commands.rename_college,
            commands.move_college,
            commands.delete_college,
            switch,
        ),
    )


def member_kind_list(desk: Desk) -> ChoiceList:
    """Return the list of the kinds of members: those of the law, which may change, and the council's own."""

    def read() -> list[Line]:
        used = Counter(one.member_kind for one in partners(desk.store, desk.today(), closed=True))
        found = []
        for one in queries.member_kinds(desk.store):
            n = used[one.name]
            use = ngettext("{n} partenaire", "{n} partenaires", n).format(n=n)
            found.append(Line(one.id, one.name, use))
        return found

    return ChoiceList(
        desk,
        Words(
            _("Qualités de membre"), _("à quel titre un partenaire siège"), _("Nouvelle qualité de membre")
        ),
        Verbs(read, commands.add_member_kind, commands.rename_member_kind),
    )


def theme_list(desk: Desk) -> ChoiceList:
    """Return the list of the themes; its switch closes one or opens it again."""

    def read() -> list[Line]:
        found = []
        for one in queries.themes(desk.store, closed=True):
            use = ngettext("{n} engagement", "{n} engagements", one.commitments).format(n=one.commitments)
            if one.closed_on is not None:
                use = _("{use}, clôturé").format(use=use)
            found.append(Line(one.id, one.name, use, one.closed_on is None))
        return found

    def switch(line: Line) -> None:
        commands.close_theme(desk.store, line.id, desk.today() if line.on else None)

    return ChoiceList(
        desk,
        Words(_("Thèmes"), _("les axes de la stratégie"), _("Nouveau thème"), _("Clôturer ou rouvrir")),
        Verbs(
            read,
            commands.add_theme,
            commands.rename_theme,
            commands.move_theme,
            commands.delete_theme,
            switch,
        ),
    )


class ListsSection(SectionView):
    """The colleges, the kinds of members and the themes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.colleges, self.kinds, self.themes = (
            college_list(desk),
            member_kind_list(desk),
            theme_list(desk),
        )
        for one in (self.colleges, self.kinds, self.themes):
            self.add(one)

    def refresh(self) -> None:
        """Read the lists again."""
        for one in (self.colleges, self.kinds, self.themes):
            one.refresh()

    def first_field(self) -> RowsTable:
        """Return the colleges."""
        return self.colleges.table
