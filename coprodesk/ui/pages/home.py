"""Accueil: the next meeting, whom to remind, what deserves watching, minutes that wait, the last backup."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.documents.picture import Glyph
from coprodesk.domain import french
from coprodesk.domain.backups import is_due
from coprodesk.domain.i18n import _
from coprodesk.queries.home import ChaseLine, Home, MinutesLine, NextMeeting, home
from coprodesk.queries.planning import DueTask
from coprodesk.store import backups
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.attention_card import AttentionCard
from coprodesk.ui.pages.home_chase import Chase
from coprodesk.ui.pages.home_parts import DateTile, Stack
from coprodesk.ui.pages.home_tasks import TaskThread, due_line
from coprodesk.ui.room import Room
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card, EmptyState, Separator
from coprodesk.ui.widgets.header import PageHeader
from coprodesk.ui.widgets.marks import GlyphMark

SIDE_WIDTH = 372
_DUE = 5


class HomePage(Page):
    """What the secretary sees first: where things stand and what comes next."""

    subjects = frozenset(
        {
            "meeting",
            "agenda_item",
            "topic",
            "roll_entry",
            "commitment",
            "commitment_event",
            "contributor",
            "minutes_version",
            "institution",
            "college",
            "seat",
            "mandate",
            "person",
            "body",
            "setting",
            "planned_task",
            "backup",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(scroll=True)
        self.desk = desk
        self._meeting_id, self._step = 0, "agenda"
        self._minutes: tuple[MinutesLine, ...] | None = None
        self._due: tuple[DueTask, ...] | None = None
        offered = desk.shell.actions_by_id
        secondary = [offered[key] for key in ("excuse.note", "meeting.new") if key in offered]
        self.set_header(PageHeader(_("Accueil"), secondary=secondary))
        self.empty = self._build_empty()
        self.body.addWidget(self.empty, 1)
        self.columns = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addLayout(self._build_main(), 1)
        self._side = QWidget()
        self._side.setLayout(self._build_side())
        self._columns.addWidget(self._side)
        self.body.addWidget(self.columns, 1)
        self.set_room(self.room)

    # Building

    def _build_empty(self) -> EmptyState:
        offered = self.desk.shell.actions_by_id
        bring = offered.get("file.import") or make(self, _("Ajouter des partenaires"), self._to_partners)
        create = offered.get("meeting.new") or make(self, _("Nouvelle réunion"), self._to_meetings)
        return EmptyState(
            "users",
            _("Le conseil est prêt"),
            _("Importez la liste de vos partenaires, puis créez la première réunion."),
            bring,
            create,
        )

    def _build_main(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self.next_card = Card()
        self.next_card.setAccessibleName(_("Prochaine réunion"))
        self.next_card.body.addWidget(self._build_next())
        new = self.desk.shell.actions_by_id.get("meeting.new")
        self.no_meeting = EmptyState(
            "calendar",
            _("Aucune réunion à venir"),
            _("Fixez la date de la prochaine réunion pour préparer son ordre du jour."),
            new,
        )
        self.next_card.body.addWidget(self.no_meeting)
        column.addWidget(self.next_card)
        self.remind = make(self, _("Écrire une relance…"), self._write_reminder, icon="mail")
        self.chase_card = Card(_("Engagements à relancer"), " ", action=self.remind, bare=True)
        self.chase = Chase()
        self.chase.opened.connect(self._open_chased)
        self.nothing_late = Label(_("Aucun engagement n’est en retard."), "small", "text2", wrap=True)
        self.nothing_late.setContentsMargins(19, 12, 19, 12)
        # The last row ends on the border of the card; the chips stand below its title.
        self.chase_card.body.setContentsMargins(1, 1, 1, 0)
        inset = QHBoxLayout()
        inset.setContentsMargins(7, 0, 7, 0)
        inset.addWidget(self.chase)
        self.chase_card.body.addLayout(inset)
        self.chase_card.body.addWidget(self.nothing_late)
        column.addWidget(self.chase_card)
        column.addStretch(1)
        return column

    def _build_next(self) -> QWidget:
        self.next = QWidget()
        column = QVBoxLayout(self.next)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(14)
        self._tile = DateTile()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._next_title = Label("", "main", wrap=True)
        self._next_when = Label("", "small", "text2", wrap=True)
        self._next_facts = Label("", "small", "text2", wrap=True)
        for label in (self._next_title, self._next_when, self._next_facts):
            words.addWidget(label)
        self._next_days = Label("", "strong", "accent")
        head.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._next_days, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(Separator())
        self.thread_lines = TaskThread(self.desk)
        column.addWidget(self.thread_lines)
        row = QHBoxLayout()
        self.prepare = ActionButton(make(self, "", self._prepare), "primary")
        self.open_meeting = ActionButton(make(self, _("Ouvrir la réunion"), self._open_meeting), "link")
        row.addWidget(self.prepare)
        row.addStretch(1)
        row.addWidget(self.open_meeting)
        column.addLayout(row)
        return self.next

    def _build_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.watch_card = AttentionCard(self.desk)
        self.due_card = Card(_("Étapes à faire"))
        self.due_lines = Stack(self.due_card.body)
        self.minutes_card = Card(_("Comptes rendus à approuver"))
        self.minutes_lines = Stack(self.minutes_card.body)
        self.backup_card = Card()
        self.backup_card.setAccessibleName(_("Sauvegarde"))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._backup_glyph = GlyphMark(Glyph.KEPT, 18)
        self.backup_words = Label("", "strong", wrap=True)
        row.addWidget(self._backup_glyph)
        row.addWidget(self.backup_words, 1)
        save = self.desk.shell.actions_by_id.get("file.backup")
        if save is not None:
            row.addWidget(ActionButton(save, caption=_("Sauvegarder")))
        self.backup_card.body.addLayout(row)
        for card in (self.due_card, self.watch_card, self.minutes_card, self.backup_card):
            column.addWidget(card)
        column.addStretch(1)
        return column

    # Room

    def set_room(self, room: Room) -> None:
        """Put the right column below in a compact window."""
        super().set_room(room)
        if not hasattr(self, "_side"):
            return
        compact = room.width == "compact"
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self._side.setMinimumWidth(0 if compact else theme.px(SIDE_WIDTH))
        self._side.setMaximumWidth(16777215 if compact else theme.px(SIDE_WIDTH))

    # Reading

    def refresh(self) -> None:
        """Read the page again; focus and selection stay."""
        today = self.desk.today()
        found = home(self.desk.store, today)
        assert self.header is not None
        facts = french.long_date(today)
        self.header.set_title(_("Accueil"), facts[:1].upper() + facts[1:])
        bare = self._bare(found)
        self.empty.setVisible(bare)
        self.columns.setVisible(not bare)
        self._show_next(found.next_meeting)
        self._show_chase(found)
        self._show_due(found.due)
        self.watch_card.show_lines(found.watch)
        self._show_minutes(found.minutes)
        self._show_backup()

    def _bare(self, found: Home) -> bool:
        """Say whether nothing was ever written: then the page only says how to begin."""
        if found.next_meeting is not None or found.piloted or found.minutes:
            return False
        from coprodesk.queries import meetings, partners

        store, today = self.desk.store, self.desk.today()
        return not meetings.meetings(store, today) and not partners.partners(store, today, closed=True)

    def _show_next(self, found: NextMeeting | None) -> None:
        self.next.setVisible(found is not None)
        self.no_meeting.setVisible(found is None)
        if found is None:
            return
        self._meeting_id, self._step = found.id, "live" if found.in_progress else "agenda"
        number = _(" n°\u00a0{number}").format(number=found.number) if found.number else ""
        self._tile.set_day(found.date)
        self._next_title.setText(f"{found.body}{number}")
        self._next_when.setText(found.when[:1].upper() + found.when[1:])
        self._next_facts.setText(found.words)
        days = french.in_days(found.days)
        self._next_days.setText(found.state.label.lower() if found.in_progress else days)
        act = self.prepare.action()
        act.setProperty("icon_name", "play" if found.in_progress else "engagements")
        act.setText(
            _("Séance en cours\u00a0: reprendre") if found.in_progress else _("Préparer l’ordre du jour")
        )
        self.thread_lines.show_tasks(found.tasks)

    def _show_due(self, due: tuple[DueTask, ...]) -> None:
        """Show what waits of other meetings, each line leading to its meeting."""
        self.due_card.setVisible(bool(due))
        if due == self._due:
            return
        self._due = due
        made: list[QWidget] = []
        for one in due[:_DUE]:
            button = due_line(one)
            button.clicked.connect(partial(self._open_convening, one.task.meeting_id))
            made.append(button)
        self.due_lines.show(made)

    def _show_chase(self, found: Home) -> None:
        self.chase_card.set_head(_("Engagements à relancer"), found.chase_words if found.chase else "")
        self.chase.show_lines(found.chase)
        self.chase.setVisible(bool(found.chase))
        self.nothing_late.setVisible(not found.chase)
        self.remind.setEnabled(bool(found.chase))

    def _show_minutes(self, lines: tuple[MinutesLine, ...]) -> None:
        self.minutes_card.setVisible(bool(lines))
        if lines == self._minutes:
            return
        self._minutes = lines
        self.minutes_lines.show([self._minutes_line(line) for line in lines])

    def _minutes_line(self, line: MinutesLine) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(line.title, "strong", wrap=True))
        words.addWidget(Label(line.text, "small", "text2", wrap=True))
        row.addLayout(words, 1)
        button = ActionButton(
            make(widget, _("Ouvrir"), partial(self._open_minutes, line.meeting_id)), parent=widget
        )
        button.setAccessibleName(_("Ouvrir\u00a0: {title}").format(title=line.title))
        row.addWidget(button)
        return widget

    def showEvent(self, event: QShowEvent) -> None:
        """A backup changes nothing in the file: its hour is read each time the page is seen."""
        super().showEvent(event)
        self._show_backup()

    def _show_backup(self) -> None:
        root = self.desk.backups_root
        self.backup_card.setVisible(root is not None)
        if root is None:
            return
        newest = next(iter(backups.existing(self.desk.store.path, root)), None)
        due = is_due(None if newest is None else newest.made_at.date(), self.desk.today())
        self._backup_glyph.set_kind(Glyph.DUE_SOON if due else Glyph.KEPT)
        if newest is None:
            self.backup_words.setText(_("Pas encore de sauvegarde"))
            return
        time = french.hour(f"{newest.made_at:%H:%M}")
        if newest.made_at.date() == self.desk.today():
            self.backup_words.setText(_("Sauvegardé à {time}").format(time=time))
        else:
            day = french.short_date(newest.made_at.date())
            words = (
                _("À faire\u00a0: dernière sauvegarde le {day}") if due else _("Sauvegardé le {day} à {time}")
            )
            self.backup_words.setText(words.format(day=day, time=time))

    # Going

    def first_focus(self) -> QWidget | None:
        """The primary button takes the keyboard when there is a meeting to prepare."""
        return self.prepare if self.next.isVisibleTo(self) and not self.columns.isHidden() else None

    def _prepare(self) -> None:
        self.desk.go("meeting", meeting_id=self._meeting_id, step=self._step)

    def _open_meeting(self) -> None:
        self.desk.go("meeting", meeting_id=self._meeting_id)

    def _open_convening(self, meeting_id: int) -> None:
        self.desk.go("meeting", meeting_id=meeting_id, step="convening")

    def _open_minutes(self, meeting_id: int) -> None:
        self.desk.go("meeting", meeting_id=meeting_id, step="minutes")

    def _open_chased(self, line: ChaseLine) -> None:
        self.desk.go("commitments", commitment_id=line.commitment.id)

    def _write_reminder(self) -> None:
        from coprodesk.ui.pages.reminder_dialog import open_reminder

        line = self.chase.current()
        open_reminder(self.desk, line.commitment.lead_id if line is not None else None)

    def _to_partners(self) -> None:
        self.desk.go("partners")

    def _to_meetings(self) -> None:
        self.desk.go("meetings")
