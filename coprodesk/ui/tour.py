"""The tour: five steps, each a sentence or two and a frame around the real thing, to be left at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState
from coprodesk.queries import meetings
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import keys_text, make
from coprodesk.ui.desk import Desk
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton

if TYPE_CHECKING:
    from coprodesk.ui.pages.meeting import MeetingPage

WIDTH, EDGE, RIM = 380, 16, 5
"""Pixels: width of the panel at 100 % of the letters, its distance from the border, room of the frame."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: what it says, and `show`, which opens the place and returns what to point at."""

    title: str
    words: str
    show: Callable[[Desk], QWidget | None]


def steps(print_keys: str) -> tuple[TourStep, ...]:
    """Return the five steps, in the language of the window; `print_keys` are those of the preview."""
    return (
        TourStep(
            _("L’accueil"),
            _(
                "Commencez ici chaque jour\u00a0: la prochaine réunion, ce qui reste à faire avant elle, "
                "et les engagements à relancer."
            ),
            _home,
        ),
        TourStep(
            _("Une réunion, cinq étapes"),
            _(
                "Ordre du jour, convocations, séance, compte rendu, suivi. "
                "Chaque étape s’ouvre quand vous voulez\u00a0; le menu Réunion y mène aussi."
            ),
            _meeting,
        ),
        TourStep(
            _("L’appel et la séance"),
            _(
                "Une lettre par siège\u00a0: P présent, R représenté, E excusé, A absent. "
                "Notes, décisions et engagements s’écrivent au fil de la séance, sous chaque point."
            ),
            _live,
        ),
        TourStep(
            _("Les engagements"),
            _(
                "Qui a promis quoi, et pour quand. L’anneau compte ce qui est précis\u00a0; "
                "une touche suffit pour dire tenu, reporté ou à relancer."
            ),
            _commitments,
        ),
        TourStep(
            _("Le papier"),
            _(
                "{keys} montre le papier de l’écran ouvert, tel qu’il sera imprimé. "
                "Documents les réunit tous. Rien ne s’enregistre à la main\u00a0: c’est déjà fait."
            ).format(keys=print_keys),
            _documents,
        ),
    )


def start_tour(desk: Desk) -> "Tour":
    """Begin the tour in the window, in the place of one that is under way."""
    for other in desk.shell.findChildren(Tour):
        other.leave()
    if desk.shell.banner.text() == _offer():
        desk.shell.banner.clear()
    return Tour(desk)


def offer_tour(desk: Desk) -> None:
    """Offer the tour once on this post, in the window's banner; nothing waits for an answer."""
    desk.prefer(tour_seen=True)
    action = make(desk.shell, _("Commencer la visite"), partial(start_tour, desk))
    desk.shell.banner.say(_offer(), "run", action, closable=True)


def _offer() -> str:
    return _(
        "Première fois\u202f? Une visite montre l’essentiel en cinq étapes. Elle reste dans le menu Aide."
    )


class Tour(QFrame):
    """The panel of the tour over the window; it blocks nothing. Entrée goes on, Échap leaves."""

    def __init__(self, desk: Desk) -> None:
        host = desk.shell.centralWidget()
        assert host is not None
        super().__init__(host)
        self._host = host
        self.desk = desk
        self.steps = steps(keys_text(desk.shell.action("file.print")))
        self.place = -1
        self.target: QWidget | None = None
        self.frame = _Frame(self._host)
        self._compose()
        self._host.installEventFilter(self)
        desk.shell.page_changed.connect(self._settle)
        theme.notifier().changed.connect(self._settle)
        self.go_on()

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 16, 12)
        column.setSpacing(6)
        self._count = Label("", "tiny", "text2")
        self._title = Label("", "card", wrap=True)
        self._words = Label("", "body", wrap=True)
        for label in (self._count, self._title, self._words):
            column.addWidget(label)
        self._next = make(self, _("Suivant"), self.go_on)
        self._back = make(self, _("Revenir"), self.go_back, shortcut="Alt+Left")
        leave = make(self, _("Quitter"), self.leave, shortcut="Esc")
        row = QHBoxLayout()
        row.addWidget(ActionButton(leave, "link"))
        row.addStretch(1)
        row.addWidget(ActionButton(self._back, "link", cap=False))
        self.button = ActionButton(self._next, "primary")
        row.addWidget(self.button)
        column.addSpacing(4)
        column.addLayout(row)

    # Steps

    def go_on(self) -> None:
        """Go to the next step, and from the last one home."""
        if self.place + 1 < len(self.steps):
            self._show_step(self.place + 1)
        else:
            self.leave()
            self.desk.go("home")

    def go_back(self) -> None:
        """Go to the step before."""
        self._show_step(max(self.place - 1, 0))

    def leave(self) -> None:
        """Take the tour away and give the keyboard back to the page."""
        self._host.removeEventFilter(self)
        self.frame.hide()
        self.frame.deleteLater()
        self.hide()
        self.deleteLater()
        page = self.desk.shell.current_page()
        first = page.first_focus() if page is not None else None
        if first is not None:
            first.setFocus()

    def _show_step(self, place: int) -> None:
        self.place = place
        step = self.steps[place]
        count = _("Étape {n} sur {total}").format(n=place + 1, total=len(self.steps))
        self._count.setText(count)
        self._title.setText(step.title)
        self._words.setText(step.words)
        self.setAccessibleName(_("Visite, {count}").format(count=count))
        self._next.setText(_("Terminer") if place + 1 == len(self.steps) else _("Suivant"))
        self._back.setVisible(place > 0)
        self.button.setAccessibleDescription(f"{step.title}. {step.words}")
        self._watch(step.show(self.desk))
        self.show()
        self._settle()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._settle)  # once the page has taken its place

    # Where it stands

    def _watch(self, target: QWidget | None) -> None:
        if self.target is not None and isValid(self.target):
            self.target.removeEventFilter(self)
        self.target = target
        if target is not None:
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window and what is pointed at."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            QTimer.singleShot(0, self, self._settle)
        return False

    def _settle(self) -> None:
        """Put the frame around the target and the panel where it hides least of it."""
        seen = self._seen()
        self.frame.setVisible(seen is not None)
        width = min(theme.px(WIDTH), self._host.width() - 2 * EDGE)
        height = self.layout().totalHeightForWidth(width)  # type: ignore[union-attr]
        inside = self._host.rect().adjusted(EDGE, self.desk.shell.top.height() + EDGE, -EDGE, -EDGE)
        size = QSize(width, min(height, inside.height()))
        right, bottom = inside.right() - size.width(), inside.bottom() - size.height()
        corners = [
            QRect(QPoint(left, top), size)
            for top in (bottom, inside.top())
            for left in (right, inside.left())
        ]
        self.setGeometry(min(corners, key=lambda corner: _common(corner, seen)))
        if seen is not None:
            self.frame.setGeometry(seen.adjusted(-RIM, -RIM, RIM, RIM).intersected(self._host.rect()))
            self.frame.raise_()
        self.raise_()

    def _seen(self) -> QRect | None:
        """Return the part of the target that is seen, in the window's own measure."""
        target = self.target
        if target is None or not isValid(target) or not target.isVisible():
            return None
        part = target.visibleRegion().boundingRect()
        return QRect(target.mapTo(self._host, part.topLeft()), part.size()) if not part.isEmpty() else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), "surface", "accent", 8, 2)
        p.end()


def _common(corner: QRect, seen: QRect | None) -> int:
    """Return how many pixels of what is seen the panel would hide."""
    hidden = QRect() if seen is None else corner.intersected(seen)
    return hidden.width() * hidden.height()


class _Frame(QWidget):
    """A frame that points at something and lets everything through."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), None, "accent", 10, 3)
        p.end()


# What each step opens and points at


def _home(desk: Desk) -> QWidget | None:
    from coprodesk.ui.pages.home import HomePage

    desk.go("home")
    page = desk.shell.current_page()
    assert isinstance(page, HomePage)
    return next((one for one in (page.next_card, page.empty) if one.isVisible()), page)


def _meeting(desk: Desk) -> QWidget | None:
    page = _open_meeting(desk, "agenda", held=False)
    return _place(desk, "meetings") if page is None else page.stepper


def _live(desk: Desk) -> QWidget | None:
    from coprodesk.ui.pages.live_step import LiveStep

    page = _open_meeting(desk, "live", held=True)
    if page is None:
        return _place(desk, "meetings")
    assert isinstance(page.step, LiveStep)
    return page.step.roll if page.step.roll.isVisible() else page.step


def _commitments(desk: Desk) -> QWidget | None:
    from coprodesk.ui.pages.commitments import CommitmentsPage

    named = _place(desk, "commitments")
    page = desk.shell.current_page()
    assert isinstance(page, CommitmentsPage)
    return page.table if page.table.isVisible() else named


def _documents(desk: Desk) -> QWidget | None:
    return _place(desk, "documents")


def _place(desk: Desk, key: str) -> QWidget | None:
    """Open a place of the sidebar and point at its name there."""
    desk.go(key)
    return next((item for item in desk.shell.sidebar.items() if item.place.id == key), None)


def _open_meeting(desk: Desk, step: str, *, held: bool) -> "MeetingPage | None":
    """Open a step of a meeting, of one already held when asked and there is one; None when there is none."""
    from coprodesk.ui.pages.meeting import MeetingPage

    rows = [row for row in meetings.meetings(desk.store, desk.today()) if not row.confidential]
    over = [row for row in rows if row.state is MeetingState.HELD]
    chosen = over if held and over else rows
    if not chosen:
        return None
    desk.go("meeting", meeting_id=chosen[0].id, step=step)
    page = desk.shell.current_page()
    assert isinstance(page, MeetingPage)
    return page
