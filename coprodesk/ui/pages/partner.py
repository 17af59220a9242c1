"""The sheet of a partner: who sits, who sat, presence, promises, subjects, next meeting."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coprodesk.commands import partners as commands
from coprodesk.domain.french import day_month, in_days, short_date
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.names import of_institution
from coprodesk.queries import partners as queries
from coprodesk.queries.commitments import CommitmentRow
from coprodesk.queries.partners import PartnerSheet, TopicLine
from coprodesk.ui import theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.partner_form import InstitutionForm, PersonForm
from coprodesk.ui.pages.partner_letters import letter_actions
from coprodesk.ui.pages.partner_rows import ShortTable, commitment_rows, topic_rows
from coprodesk.ui.pages.partner_seats import SeatsCard
from coprodesk.ui.pages.partner_strip import PresenceStrip
from coprodesk.ui.preview import open_preview
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState
from coprodesk.ui.widgets.header import PageHeader

SIDE = 330
"""The width of the column « Qui siège », in logical pixels."""
NARROW = 700
"""Under this width of the page, in logical pixels, « Qui siège » goes below the rest."""


class PartnerPage(Page):
    """One institution; `open_at(institution_id)` says which."""

    subjects = frozenset(
        {
            "institution",
            "college",
            "member_kind",
            "person",
            "mandate",
            "seat",
            "body",
            "commitment",
            "contributor",
            "commitment_event",
            "roll_entry",
            "meeting",
            "topic",
            "topic_institution",
            "agenda_item",
            "record",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(scroll=True)
        self.desk = desk
        self._id = 0
        self._sheet: PartnerSheet | None = None
        self._make_header()
        self.seats = SeatsCard(desk, self.titular)
        self.strip = PresenceStrip()
        self._presence = Card(_("Présence"), " ")
        self._presence.body.addWidget(self.strip)
        self._none_held = Label(_("Aucune séance avec appel pour l’instant."), "small", "text2")
        self._presence.body.addWidget(self._none_held)
        self._commitments = Card(_("Engagements"), " ", bare=True)
        self.table = ShortTable(commitment_rows(), _("Engagements du partenaire"))
        self.table.horizontalHeader().hide()
        self._no_commitment = self._quiet(_("Aucun engagement porté par ce partenaire."))
        self._commitments.body.addWidget(self.table)
        self._commitments.body.addWidget(self._no_commitment)
        self._topics = Card(_("Sujets"), " ", bare=True)
        self.topics = ShortTable(topic_rows(), _("Sujets portés"), two_lines=False)
        self.topics.horizontalHeader().hide()
        self._topics.body.addWidget(self.topics)
        self._next = self._next_card()
        self._lay_out()
        self.table.opened.connect(self._open_commitment)
        self.topics.opened.connect(self._open_topic)

    def _make_header(self) -> None:
        titular = make(self, _("Nouveau titulaire…"), partial(self._add_person, "titular"), icon="user-plus")
        substitute = make(self, _("Nouveau suppléant…"), partial(self._add_person, "substitute"), icon="user")
        edit = make(self, _("Modifier…"), self.edit, icon="edit")
        close = make(self, _("Clôturer ce partenaire"), self.close_partner, icon="archive")
        delete = make(self, _("Supprimer ce partenaire"), self.delete, icon="trash")
        self.desk.writes(titular, substitute, edit, close, delete)
        self._close = close
        offered = self.desk.shell.actions_by_id
        sheet = QAction(_("Imprimer la fiche"), self)  # its key is the window's own
        sheet.setProperty("icon_name", "print")
        sheet.setShortcut(offered["file.print"].shortcut())
        sheet.triggered.connect(partial(self.print_paper, "partner-sheet"))
        secondary = [sheet, *(offered[key] for key in ("excuse.note",) if key in offered)]
        hand_over = make(
            self, _("Fiche de passation…"), partial(self.print_paper, "handover"), icon="file-text"
        )
        welcome = make(self, _("Kit d’accueil…"), partial(self.print_paper, "welcome-kit"), icon="file-text")
        self.tomorrow = make(self, _("Si le titulaire part demain…"), self.ask_tomorrow, icon="user")
        letters = letter_actions(self, self.desk, self._chosen)
        more = [welcome, *letters, self.tomorrow, edit, titular, substitute, close, delete]
        self.set_header(PageHeader(_("Partenaire"), primary=hand_over, secondary=secondary, more=more))
        self.titular = titular

    def _quiet(self, words: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(19, 12, 19, 12)
        column.addWidget(Label(words, "small", "text2", wrap=True))
        return holder

    def _next_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._next_title = Label("", "strong", wrap=True)
        self._next_facts = Label("", "small", "text2", wrap=True)
        words.addWidget(self._next_title)
        words.addWidget(self._next_facts)
        row.addLayout(words, 1)
        row.addWidget(ActionButton(make(self, _("Ouvrir"), self._open_next, icon="calendar")))
        card.body.addLayout(row)
        return card

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        for card in (self._presence, self._commitments, self._topics, self._next):
            right.addWidget(card)
        right.addStretch(1)
        whole = QWidget()
        self._columns = QHBoxLayout(whole)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(14)
        self._columns.addWidget(self.seats)
        self._columns.addLayout(right, 1)
        self._gone = EmptyState(
            "partners",
            _("Ce partenaire n’existe plus"),
            _("Il a été supprimé. « Annuler » le fait revenir."),
            make(self, _("Voir les partenaires"), partial(self.desk.go, "partners")),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(self._gone)
        self.body.addWidget(self.stack, 1)

    # What is shown

    def open_at(self, **where: Any) -> None:
        """Show the institution `institution_id`."""
        self._id = int(where["institution_id"])
        self.refresh()

    def refresh(self) -> None:
        """Read the sheet again."""
        self._sheet = queries.partner(self.desk.store, self._id, self.desk.today())
        sheet = self._sheet
        self.stack.setCurrentIndex(1 if sheet is None else 0)
        if sheet is None:
            self._title(_("Partenaire"))
            return
        kind = sheet.member_kind.lower()
        state = _("clôturé le {day}").format(day=short_date(sheet.closed_on)) if sheet.closed_on else ""
        short = sheet.short_name if sheet.short_name != sheet.name else ""
        facts = " · ".join(part for part in (short, kind, ", ".join(sheet.bodies), state) if part)
        self._title(sheet.name, facts, (_("Partenaires"), sheet.college))
        self._close.setText(_("Rouvrir ce partenaire") if sheet.closed_on else _("Clôturer ce partenaire"))
        self.tomorrow.setEnabled(bool(sheet.sitting))
        self.seats.show_sheet(sheet)
        self._presence.set_head(_("Présence"), sheet.presence_words if sheet.strip else "")
        self.strip.set_cells(sheet.strip)
        self.strip.setVisible(bool(sheet.strip))
        self._none_held.setVisible(not sheet.strip)
        self._show_commitments(sheet)
        self._topics.setVisible(bool(sheet.topics))
        self._topics.set_head(
            _("Sujets portés"), of_institution(sheet.short_name, sheet.article) if sheet.article else ""
        )
        self.topics.set_rows(sheet.topics)
        self.topics.fit()
        self._show_next(sheet)

    def _title(self, title: str, facts: str = "", crumbs: tuple[str, ...] = ()) -> None:
        if self.header is not None:
            self.header.set_title(title, facts, crumbs)

    def _show_commitments(self, sheet: PartnerSheet) -> None:
        rows = sheet.commitments
        self.table.set_rows(rows)
        self.table.fit()
        self.table.setVisible(bool(rows))
        self._no_commitment.setVisible(not rows)
        self._commitments.set_head(_("Engagements"), sheet.commitment_words if rows else "")

    def _show_next(self, sheet: PartnerSheet) -> None:
        coming = sheet.next_meeting
        self._next.setVisible(coming is not None)
        if coming is None:
            return
        body = coming.body[:1].lower() + coming.body[1:]
        day = f"{day_month(coming.on)} {coming.on.year}"
        self._next_title.setText(_("Prochaine séance\u00a0: {body} du {day}").format(body=body, day=day))
        parts = [in_days((coming.on - self.desk.today()).days)]
        if coming.points:
            numbers = ", ".join(str(number) for number in coming.points)
            pronoun = _("les") if sheet.number == "p" else _("la") if sheet.gender == "f" else _("le")
            words = ngettext(
                "le point {numbers} {pronoun} concerne",
                "les points {numbers} {pronoun} concernent",
                len(coming.points),
            )
            parts.append(words.format(numbers=numbers, pronoun=pronoun))
        self._next_facts.setText(" · ".join(parts))

    # Acts

    def print_paper(self, name: str = "partner-sheet") -> None:
        """Show one of its papers; first of all the sheet to read before a telephone call."""
        if self._sheet is not None:
            open_preview(self.desk, name, self._sheet.id)

    def ask_tomorrow(self) -> None:
        """Tell what would be lost if the one who sits left."""
        if self.seats.blocks:
            self.seats.blocks[0].ask_tomorrow()

    def _add_person(self, rank: str) -> None:
        if self._sheet is not None:
            PersonForm(self.desk, self._sheet, rank).open()

    def edit(self) -> None:
        """Change the institution itself."""
        if self._sheet is not None:
            InstitutionForm(self.desk, self._sheet).open()

    def close_partner(self) -> None:
        """Close the partner today, or open it again."""
        sheet = self._sheet
        if sheet is None:
            return
        on = None if sheet.closed_on else self.desk.today()

        def close() -> bool:
            commands.close_institution(self.desk.store, sheet.id, on)
            return True

        if self.desk.act(close):
            done = _("{name} est rouvert") if on is None else _("{name} est clôturé")
            self.desk.say(done.format(name=sheet.short_name))

    def delete(self) -> None:
        """Delete the partner, which « Annuler » brings back."""
        sheet = self._sheet
        if sheet is None:
            return

        def erase() -> bool:
            commands.delete_institution(self.desk.store, sheet.id)
            return True

        if self.desk.act(erase):
            self.desk.go("partners")
            self.desk.say(_("Partenaire « {name} » supprimé").format(name=sheet.short_name))

    def _chosen(self) -> tuple[int, tuple[int, ...]]:
        return self._id, ()

    def _open_commitment(self, row: CommitmentRow) -> None:
        self.desk.go("commitments", commitment_id=row.id)

    def _open_topic(self, row: TopicLine) -> None:
        self.desk.go("meeting", meeting_id=row.meeting_id, step="agenda")

    def _open_next(self) -> None:
        if self._sheet is not None and self._sheet.next_meeting is not None:
            self.desk.go("meeting", meeting_id=self._sheet.next_meeting.id, step="agenda")

    # The page in its window

    def set_room(self, room: Room) -> None:
        """Give the left column less in a compact window."""
        super().set_room(room)
        if hasattr(self, "stack"):
            self._arrange()
            self.table.fit()
            self.topics.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put who sits below the rest when there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < theme.px(NARROW)
        way = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        side = theme.px(SIDE if self.room.width != "compact" else 272)
        self.seats.setMinimumWidth(0 if narrow else side)
        self.seats.setMaximumWidth(16_777_215 if narrow else side)

    def first_focus(self) -> QWidget | None:
        """Return the commitments, else the first field of who sits."""
        if self._sheet is not None and self._sheet.commitments:
            return self.table
        return self.seats.first_field()

    def place(self) -> Mapping[str, int | str] | None:
        """Return the institution, None when it is gone."""
        return None if self._sheet is None else {"institution_id": self._id}

    def handlers(self) -> Mapping[str, Handler]:
        """Print (Ctrl+P), edit (F2), delete, back to the list."""
        return {
            "file.close_sheet": partial(self.desk.go, "partners"),
            "file.print": self.print_paper,
            "edit.rename": self.edit,
            "edit.delete": self.delete,
        }
