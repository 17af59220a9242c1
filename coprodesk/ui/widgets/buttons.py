"""Buttons: one with its key cap, painted by ourselves, and a check box of 18."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from coprodesk.ui import icons, paint, theme
from coprodesk.ui.actions import keys_text, label
from coprodesk.ui.widgets.cut import tell_cut

Variant = Literal["primary", "secondary", "danger", "link", "inverse"]

HEIGHT = 32


class ActionButton(QPushButton):
    """A button built from a QAction: its icon, text and key cap always tell what the action says.

    `caption` replaces the action's text, `icon_only` leaves the icon with tooltip and accessible name,
    `cap` False hides the key cap. Enabled and visible follow the action.
    """

    def __init__(
        self,
        action: QAction,
        variant: Variant = "secondary",
        *,
        caption: str = "",
        icon_only: bool = False,
        cap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._action, self._variant = action, variant
        self._caption, self._icon_only, self._with_cap = caption, icon_only, cap
        self._shown, self._gives = True, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._sync)
        theme.notifier().changed.connect(self._grew)
        self._sync()

    def action(self) -> QAction:
        """Return the action this button triggers."""
        return self._action

    def is_primary(self) -> bool:
        """Say whether this is the main act of its page."""
        return self._variant == "primary"

    def set_short(self, caption: str) -> None:
        """Show a shorter word for the action's text, and no key cap; '' for the whole button."""
        self._caption, self._with_cap = caption, not caption
        self._sync()

    def set_icon_only(self, on: bool) -> None:
        """Fold the button to its icon, or unfold it; a button without icon keeps its text."""
        self._icon_only = on
        self._sync()

    def give_way(self) -> "ActionButton":
        """Be narrower where room is short: the key cap goes, then words are cut and told by the tool tip."""
        self._gives = True
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return self

    def _sync(self) -> None:
        words = self._caption or label(self._action)
        keys = keys_text(self._action)
        if self.text() != words:
            self.setText(words.replace("&", "&&"))
        tip = self._action.toolTip() if self._action.toolTip() != label(self._action) else ""
        if self._folded():
            tip = tip or words
        self.setToolTip(f"{tip} ({keys})" if tip and keys else tip)
        self.setAccessibleName(words)
        live = self._action.isEnabled()
        self.setAccessibleDescription(keys if live or not tip else tip)
        self.setEnabled(live)
        if self._action.isVisible() != self._shown:
            self._shown = self._action.isVisible()
            self.setVisible(self._shown)
        self._grew()

    def _grew(self) -> None:
        self.updateGeometry()
        self.update()

    def _icon_name(self) -> str:
        return str(self._action.property("icon_name") or "")

    def _folded(self) -> bool:
        return self._icon_only and bool(self._icon_name())

    def _words(self) -> str:
        return "" if self._folded() else self.text().replace("&&", "&")

    def _keys(self) -> str:
        return keys_text(self._action) if self._with_cap and not self._folded() else ""

    def _role(self) -> str:
        if self._variant in ("link", "inverse"):
            return "small_strong" if self._variant == "link" else "strong"
        return "strong" if self._variant == "primary" else "body"

    def sizeHint(self) -> QSize:
        """Room for icon, text and key cap, measured in the fonts that draw them."""
        height = max(HEIGHT, round(paint.line_height()) + 12)
        if self._folded():
            return QSize(height, height)
        width = 26.0 + paint.advance(self._words(), self._role())
        if self._icon_name():
            width += theme.px(icons.SIZE) + 8
        if self._keys():
            width += paint.keycap_size(self._keys()).width() + 12
        return QSize(round(width + 0.5), height)

    def minimumSizeHint(self) -> QSize:
        """The whole button: its text is never cut, unless it gives way."""
        whole = self.sizeHint()
        return QSize(min(theme.px(96), whole.width()), whole.height()) if self._gives else whole

    def changeEvent(self, event: QEvent) -> None:
        """Paint again when the fonts or the state change."""
        super().changeEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entrée presses the button that has the keyboard, as Espace does; with Ctrl it is a shortcut."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _colours(self) -> tuple[str | QColor, str | QColor | None, str | QColor | None]:
        """Return ink, ground and border for the present state."""
        hot = self.underMouse() or self.isDown()
        if not self.isEnabled():
            return ("text3", None, None) if self._variant == "link" else ("text3", "sunken", "line2")
        if self._variant == "primary":
            return "onacc", "accent_h" if hot else "accent", None
        if self._variant == "link":
            return "accent_h" if hot else "accent", "hover" if self.isDown() else None, None
        if self._variant == "inverse":
            return theme.inverse("accent_h" if hot else "accent"), None, None
        ground = "hover" if hot else "surface"
        return ("late", ground, "late") if self._variant == "danger" else ("text", ground, "ctl")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, border or focus ring, icon, text and key cap."""
        p = QPainter(self)
        ink, ground, border = self._colours()
        whole = QRectF(self.rect())
        if self.hasFocus():
            self._paint_focus(p, whole, ground, border)
        elif ground is not None or border is not None:
            paint.box(p, whole, ground, border, 6)
        self._paint_content(p, whole, ink, border)
        p.end()

    def _paint_focus(
        self, p: QPainter, whole: QRectF, ground: str | QColor | None, border: str | QColor | None
    ) -> None:
        if self._variant == "primary":
            paint.box(p, whole, "surface", "accent", 6, 2)
            paint.box(p, whole.adjusted(4, 4, -4, -4), ground, None, 4)
        elif border is not None:
            paint.box(p, whole, ground, border, 6)
            paint.box(p, whole.adjusted(2, 2, -2, -2), None, "accent", 4, 2)
        else:
            ring = theme.inverse("accent") if self._variant == "inverse" else "accent"
            paint.box(p, whole, ground, ring, 6, 2)

    def _paint_content(
        self, p: QPainter, whole: QRectF, ink: str | QColor, border: str | QColor | None
    ) -> None:
        name, side = self._icon_name(), theme.px(icons.SIZE)
        tint = ink if isinstance(ink, str) else "surface"
        if self._folded():
            icon_box = QRectF(0, 0, side, side)
            icon_box.moveCenter(whole.center())
            paint.icon(p, icon_box, name, tint)
            return
        words, keys = self._words(), self._keys() if self.width() >= self.sizeHint().width() else ""
        cap = paint.keycap_size(keys).width() + 12 if keys else 0.0
        lead = side + 8.0 if name else 0.0
        room = paint.advance(words, self._role()) + lead + cap
        left = max(12.0, (whole.width() - room) / 2) if not keys else 13.0
        if name:
            paint.icon(p, QRectF(left, 0, side, whole.height()), name, tint)
        spot = QRectF(left + lead, 0, whole.width() - left - lead - cap - 8, whole.height())
        tell_cut(self, words, paint.text(p, spot, words, self._role(), ink))
        if keys:
            width = paint.keycap_size(keys).width()
            spot = QRectF(whole.width() - width - 8, 0, width, whole.height())
            edge = ink if self._variant in ("primary", "inverse") else "line2"
            paint.keycap(p, spot, keys, ink=ink, border=edge, fill=None)


class CheckBox(QCheckBox):
    """A check box of 18 with its text, painted from the tokens.

    Qt does not tell `clicked` when a screen reader ticks a box, whose tick would not be stored: we do.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._known = False
        self.toggled.connect(self._toggled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.notifier().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Room for the box and the text, 24 high at least."""
        words = paint.advance(self.text()) + 10 if self.text() else 0.0
        side = max(24, theme.px(18) + 6)
        return QSize(round(side + words + 2), max(side, round(paint.line_height()) + 4))

    def minimumSizeHint(self) -> QSize:
        """The box alone: the text may be elided."""
        return QSize(self.sizeHint().height(), self.sizeHint().height())

    def setChecked(self, on: bool) -> None:
        """Tick or untick by program: nobody clicked."""
        self._known = True
        super().setChecked(on)
        self._known = False

    def set_share(self, ticked: int, of: int) -> None:
        """Show how many of the boxes that this one stands for are ticked: none, all, or some."""
        self._known = True
        some = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        self.setCheckState(Qt.CheckState.Checked if ticked == of else some)
        self._known = False

    def nextCheckState(self) -> None:
        """Change after a click, which Qt tells by itself; a click on some of it takes all of it."""
        self._known = True
        full = self.checkState() is Qt.CheckState.Checked
        self.setCheckState(Qt.CheckState.Unchecked if full else Qt.CheckState.Checked)
        self._known = False

    def _toggled(self, on: bool) -> None:
        if not self._known:
            self.clicked[bool].emit(on)  # type: ignore[index]  # its stub knows the other form only

    def hitButton(self, pos: object) -> bool:
        """The whole widget reacts."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, check and text; the ring is around the box."""
        p = QPainter(self)
        side = float(theme.px(18))
        spot = QRectF(3, (self.height() - side) / 2, side, side)
        live = self.isEnabled()
        if self.checkState() is Qt.CheckState.PartiallyChecked:
            paint.box(p, spot, "accent" if live else "line2", None, 4)
            bar = max(2.0, side / 9)
            paint.box(p, QRectF(spot.left() + side / 4, spot.center().y() - bar / 2, side / 2, bar), "onacc")
        elif self.isChecked():
            paint.box(p, spot, "accent" if live else "line2", None, 4)
            paint.icon(p, spot.adjusted(2, 2, -2, -2), "check", "onacc")
        else:
            paint.box(p, spot, "surface" if live else "sunken", "ctl" if live else "line2", 4)
        if self.hasFocus():
            paint.focus_ring(p, spot.adjusted(-3, -3, 3, 3))
        words = QRectF(spot.right() + 10, 0, self.width() - spot.right() - 10, self.height())
        said = self.text().replace("&", "")
        tell_cut(self, said, paint.text(p, words, said, "body", "text" if live else "text3"))
        p.end()
