"""The sheet of one item of an agenda, beside its list: each field stores itself."""

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands import agenda as commands
from coprodesk.commands import topics as topic_commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import duration, long_date
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries import topics
from coprodesk.queries.agenda import AgendaRow
from coprodesk.queries.meetings import MeetingRow, meetings
from coprodesk.queries.partners import PartnerRow, mandates, partners, people
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.pages.new_meeting import choose
from coprodesk.ui.pages.outline_parts import SideSheet, level_choice, offer_sections, section_field
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import FormRow
from coprodesk.ui.widgets.filters import ComboBox
from coprodesk.ui.widgets.scroll import scrolled

_LENGTH = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})(?:min|mn|m)?)?")


def parse_minutes(text: str) -> int:
    """Return the minutes of « 15 », « 15 min » or « 1 h 30 ». Raises Refusal for anything else."""
    typed = "".join(text.split()).lower()
    found = _LENGTH.fullmatch(typed)
    if not typed or found is None:
        raise Refusal(
            _(
                "« {text} » n’est pas une durée. La durée d’avant est gardée. "
                "Tapez un nombre de minutes, par exemple 15."
            ).format(text=text.strip())
        )
    return int(found[1] or 0) * 60 + int(found[2] or 0)


class ConcernedForm(FormDialog):
    """Which institutions the topic `topic_id` concerns, `held` until now."""

    def __init__(self, desk: Desk, topic_id: int, title: str, held: Sequence[int]) -> None:
        super().__init__(desk.shell, _("Institutions concernées"), _("Enregistrer"), self._submit_form)
        self._desk, self._topic_id, self._held = desk, topic_id, held
        self.boxes: dict[int, CheckBox] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(2)
        college = ""
        for one in partners(desk.store, desk.today()):
            if one.college != college:
                college = one.college
                column.addWidget(Label(college, "small_strong", "text2"))
            box = CheckBox(one.name)
            box.setChecked(one.id in held)
            column.addWidget(box)
            self.boxes[one.id] = box
        column.addStretch(1)
        area = scrolled(inner)
        area.setMinimumHeight(theme.px(200))
        self.form.add(title.replace("&", "&&"), area)
        first = next((box for box in self.boxes.values() if box.isChecked()), None)
        start = first or next(iter(self.boxes.values()), None)
        if start is not None:
            start.setFocus()

    def _submit_form(self) -> None:
        # An institution that has ended is no choice any more, but what it was named for stays.
        kept = [one for one in self._held if one not in self.boxes]
        chosen = [one for one, box in self.boxes.items() if box.isChecked()]
        topic_commands.set_topic_institutions(self._desk.store, self._topic_id, [*kept, *chosen])


def ask_concerned(desk: Desk, row: AgendaRow) -> None:
    """Ask whom the topic of an item concerns."""
    ConcernedForm(desk, row.topic_id, row.title, row.institutions).open()


class ItemSheet(SideSheet):
    """Title, reporter, minutes, level, section, concerned institutions and what the item approves.

    `begin` reads the choices, `load` shows an item; what is being typed for it stays.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.row: AgendaRow | None = None
        self._partners: tuple[PartnerRow, ...] = ()
        self._speakers: int | None = -1
        self._make_fields()
        self._make_concerned()
        self._make_marks()
        self._place_fields(self.column)
        self.column.addStretch(1)

    def _make_fields(self) -> None:
        self.title = AutoLineEdit(spelled=True)
        self.minutes = AutoLineEdit()
        self.section = section_field()
        self.reporter = ComboBox(_("Rapporteur"))
        self.person = ComboBox(_("Personne qui rapporte"))
        self.level = level_choice()
        self.approves = ComboBox(_("Compte rendu à approuver"))
        self._desk.bind(self.title, self._save_title)
        self._desk.bind(self.section, self._save_section)
        self._desk.bind(self.minutes, self._save_minutes)
        for combo, name in (
            (self.reporter, "reporter_id"),
            (self.person, "reporter_person_id"),
            (self.level, "level"),
            (self.approves, "approves_id"),
        ):
            combo.activated.connect(partial(self._save_choice, combo, name))

    def _make_marks(self) -> None:
        self.recurring = CheckBox(_("Revient à chaque réunion"))
        self.sensitive = CheckBox(_("Sujet sensible"))
        self.recurring.setAccessibleDescription(_("Proposé à chaque nouvel ordre du jour de la série."))
        self.sensitive.setAccessibleDescription(_("Prévenir les concernés avant la réunion."))
        self.recurring.clicked.connect(self._save_recurring)
        self.sensitive.clicked.connect(self._save_sensitive)

    def _make_concerned(self) -> None:
        self.concerned = Label("", "small", wrap=True)
        self.concern = make(self, _("Modifier…"), self.open_concerned)
        self.concern.setToolTip(_("Institutions concernées…"))

    def _place_fields(self, column: QVBoxLayout) -> None:
        column.addWidget(FormRow(_("Titre du point"), self.title))
        column.addWidget(FormRow(_("Rapporteur"), self.reporter))
        column.addWidget(FormRow(_("Personne"), self.person))
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(FormRow(_("Durée"), self.minutes), 2)
        pair.addWidget(FormRow(_("Diffusion"), self.level), 3)
        column.addLayout(pair)
        self._section_row = FormRow(_("Partie"), self.section, _("Titre au-dessus du point, s’il y en a un."))
        column.addWidget(self._section_row)
        column.addWidget(Label(_("Institutions concernées"), "small_strong", "text2"))
        line = QHBoxLayout()
        line.addWidget(self.concerned, 1)
        line.addWidget(ActionButton(self.concern, "link"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self.recurring)
        column.addWidget(self.sensitive)
        self._approves_row = FormRow(_("Compte rendu à approuver"), self.approves)
        column.addWidget(self._approves_row)

    # Reading

    def begin(self) -> None:
        """Read the choices again: partners, and the meetings whose minutes wait for approval."""
        store, today = self._desk.store, self._desk.today()
        self._partners = partners(store, today)
        self._speakers = -1
        self.reporter.clear()
        self.reporter.addItem(_("Non désigné"), None)
        for one in self._partners:
            self.reporter.addItem(one.name, one.id)
        self._held = [row for row in meetings(store, today) if row.numbered and _held(row)]

    def load(self, row: AgendaRow, sections: Sequence[str] = ()) -> None:
        """Show item `row`; `sections` are those already written on the agenda."""
        self.head.setText(_("Point {n}").format(n=row.number))
        self.setAccessibleName(_("Point {n}, {title}").format(n=row.number, title=row.title))
        self.title.load(row.title, subject=row.id)
        self.minutes.load(duration(row.planned_minutes), subject=row.id)
        self.section.load(row.section, subject=row.id)
        offer_sections(self.section, [*sections])
        self.row = row
        choose(self.reporter, row.reporter_id)
        self._offer_people(row)
        choose(self.level, row.level)
        self._offer_minutes(row)
        topic = topics.topic(self._desk.store, row.topic_id)
        self.recurring.setChecked(topic is not None and topic.recurring)
        self.sensitive.setChecked(topic is not None and topic.sensitive)
        names = [one.short_name for one in self._partners if one.id in row.institutions]
        self.concerned.setText(", ".join(names) or _("Aucune"))
        self.concerned.set_tint("text" if names else "text2")

    def _offer_people(self, row: AgendaRow) -> None:
        """List who speaks for the institution; everybody when none is named."""
        if row.reporter_id != self._speakers:
            self._speakers = row.reporter_id
            self.person.clear()
            self.person.addItem(_("Sans préciser"), None)
            for person_id, words in self._people(row.reporter_id):
                self.person.addItem(words, person_id)
        if row.reporter_person_id is not None and self.person.findData(row.reporter_person_id) < 0:
            self.person.addItem(row.reporter_person, row.reporter_person_id)
        choose(self.person, row.reporter_person_id)

    def _people(self, institution_id: int | None) -> list[tuple[int, str]]:
        store, today = self._desk.store, self._desk.today()
        if institution_id is None:
            return [(one.id, one.name) for one in people(store, today)]
        found = mandates(store, institution_id)
        return [(one.person_id, one.line) for one in found if one.current(today)]

    def _offer_minutes(self, row: AgendaRow) -> None:
        waiting = [one for one in self._held if one.approved_on is None or one.id == row.approves_id]
        self.approves.clear()
        self.approves.addItem(_("Aucun"), None)
        for one in waiting:
            words = _("{number}, {day}").format(number=one.number, day=long_date(one.date))
            self.approves.addItem(words, one.id)
        choose(self.approves, row.approves_id)
        self._approves_row.setVisible(bool(waiting))

    # Storing

    def _save_title(self, text: str) -> None:
        assert isinstance(self.title.subject, int)
        commands.set_item(self._desk.store, self.title.subject, title=text, origin=self.title)

    def _save_section(self, text: str) -> None:
        assert isinstance(self.section.subject, int)
        commands.set_section(self._desk.store, self.section.subject, text, origin=self.section)

    def _save_minutes(self, text: str) -> None:
        assert isinstance(self.minutes.subject, int)
        minutes = parse_minutes(text)
        commands.set_item(
            self._desk.store, self.minutes.subject, planned_minutes=minutes, origin=self.minutes
        )

    def _save_choice(self, combo: QComboBox, name: str, _index: int) -> None:
        row, chosen = self.row, combo.currentData()
        if row is None or chosen == getattr(row, name):
            return
        fields = {name: chosen}
        if name == "reporter_id":
            # The person named so far spoke for the institution named so far.
            fields["reporter_person_id"] = None
        if self._desk.act(self._saved, row.id, fields, combo) is None:
            choose(combo, getattr(row, name))

    def _saved(self, item_id: int, fields: dict[str, object], origin: object) -> bool:
        commands.set_item(self._desk.store, item_id, origin=origin, **fields)
        return True

    def _save_recurring(self) -> None:
        if self.row is not None:
            self._desk.act(
                topic_commands.set_recurring, self._desk.store, self.row.topic_id, self.recurring.isChecked()
            )

    def _save_sensitive(self) -> None:
        if self.row is not None:
            self._desk.act(
                topic_commands.set_sensitive, self._desk.store, self.row.topic_id, self.sensitive.isChecked()
            )

    def open_concerned(self) -> None:
        """Ask which institutions the topic concerns."""
        if self.row is not None:
            ask_concerned(self._desk, self.row)


def _held(row: MeetingRow) -> bool:
    return row.state is MeetingState.HELD
