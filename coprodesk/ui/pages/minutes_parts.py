"""The parts of the step of the minutes: a choice of audience, a column that scrolls, a check, a version."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coprodesk.documents.picture import Glyph
from coprodesk.domain.disclosure import Level
from coprodesk.domain.french import hour, in_days
from coprodesk.domain.i18n import _
from coprodesk.queries.minutes_checks import Check
from coprodesk.queries.versions import VersionRow
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import Handler, make
from coprodesk.ui.preview import audience_words
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cut import tell_cut
from coprodesk.ui.widgets.header import ElidedLabel
from coprodesk.ui.widgets.marks import GlyphMark, IconMark
from coprodesk.ui.widgets.scroll import dress

_ICONS = {
    Level.PARTNERS: "users",
    Level.RESTRICTED: "lock",
    Level.PUBLIC: "eye",
    Level.SECRETARIAT: "file-text",
}


class AudienceCard(QAbstractButton):
    """One choice of « Pour qui ? »: disc, name, what is left out; ↑ ↓ choose another."""

    def __init__(self, level: Level) -> None:
        super().__init__()
        self.level = level
        self._facts = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(audience_words(level))
        theme.notifier().changed.connect(self.updateGeometry)
        self.set_facts("")

    def set_facts(self, facts: str) -> None:
        """Say what is left out of this copy."""
        self._facts = facts
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(facts)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        high = paint.line_height() + paint.line_height("tiny") + 14
        return QSize(theme.px(200), max(48, round(high)))

    def minimumSizeHint(self) -> QSize:
        """The words may be elided."""
        return QSize(theme.px(120), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée chooses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        p = QPainter(self)
        whole = QRectF(self.rect())
        on = self.isChecked()
        paint.box(p, whole, "accent_t" if on else "surface", "accent" if on else "line2", 6, 2 if on else 1)
        side = float(theme.px(16))
        disc = QRectF(whole.x() + 12, whole.center().y() - side / 2, side, side)
        paint.box(p, disc, "surface", "accent" if on else "ctl", side / 2, 5 if on else 1)
        left, icon = disc.right() + 11, float(theme.px(18))
        room = whole.right() - 12 - icon - 8 - left
        high, low = paint.line_height(), paint.line_height("tiny")
        top = whole.center().y() - (high + (low if self._facts else 0)) / 2
        cut = paint.text(p, QRectF(left, top, room, high), self.text(), "body")
        cut |= paint.text(p, QRectF(left, top + high, room, low), self._facts, "tiny", "text2")
        tell_cut(self, f"{self.text()}, {self._facts}", cut)
        spot = QRectF(whole.right() - 12 - icon, whole.y(), icon, whole.height())
        role = "accent" if on else "text2"
        paint.icon(p, spot, _ICONS[self.level], role)
        if self.hasFocus():
            paint.focus_ring(p, whole.adjusted(3, 3, -3, -3), 4)
        p.end()


class SideColumn(QScrollArea):
    """A column of a card that scrolls; `column` takes the widgets."""

    def __init__(self) -> None:
        super().__init__()
        dress(self)
        self.column = QVBoxLayout()
        self.start()

    def start(self) -> None:
        """Empty the column."""
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 12, 0)
        self.column.setSpacing(6)
        # The link just used is inside the old widget: it must outlive its own signal.
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(120, 80)


class CheckLine(QWidget):
    """One check: glyph, what, where to mend it; the link stands below in a narrow column."""

    def __init__(self, check: Check, mend: Handler, *, narrow: bool = False) -> None:
        super().__init__()
        self.check = check
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        if check.ok:
            grid.addWidget(IconMark("check", "ok"), 0, 0, top)
            grid.addWidget(Label(check.title, "body", "text2", wrap=True), 0, 1)
        else:
            grid.addWidget(GlyphMark(Glyph.DUE_SOON, 18), 0, 0)
            grid.addWidget(Label(check.title, "strong", wrap=True), 0, 1)
            grid.addWidget(ElidedLabel(check.detail, "small", "text2"), 1, 1, 1, 2)
        if check.link:
            self.link = make(self, check.link, mend)
            self.link.setToolTip(f"{check.title}, {check.detail}")
            place = (2, 1, 1, 2) if narrow else (0, 2, 1, 1)
            grid.addWidget(ActionButton(self.link, "link").give_way(), *place)
        self.setAccessibleName(", ".join(part for part in (check.title, check.detail) if part))


class VersionLine(QWidget):
    """One frozen version: state, number and audience; when, why and its digest; a link that opens its PDF."""

    def __init__(self, version: VersionRow, today: date, show: Handler) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = version_words(version)
        words.addWidget(ElidedLabel(title, "body"))
        at = version.frozen_at
        when = _("{day}, {hour}").format(
            day=in_days((at.date() - today).days), hour=hour(at.strftime("%H:%M"))
        )
        facts = " · ".join(part for part in (when, version.reason) if part)
        words.addWidget(ElidedLabel(facts, "small", "text2"))
        digest = version.digest[:16].upper()
        groups = " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
        stamp = ElidedLabel(groups, "tiny", "text2")
        stamp.setToolTip("\n".join(version.changes))
        stamp.setAccessibleName(_("Empreinte {groups}").format(groups=groups))
        words.addWidget(stamp)
        row.addLayout(words, 1)
        self.link = make(self, _("Ouvrir"), show)
        self.link.setToolTip(title)
        row.addWidget(ActionButton(self.link, "link").give_way())
        self.setAccessibleName(f"{title}, {facts}")


def version_words(version: VersionRow) -> str:
    """Return « Projet v2 · Partenaires »."""
    return _("{state} v{version} · {audience}").format(
        state=version.state.label, version=version.version, audience=audience_words(version.audience)
    )
