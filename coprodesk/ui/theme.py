"""Fusion, one palette, one short style sheet, one font: applied to the whole application at once."""

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from coprodesk.ui.tokens import DARK, LIGHT, Tokens
from coprodesk.ui.tokens import plain as plain_tokens

# Points at 96 dpi and weight of each role of text; 1 px = 0.75 pt.
TYPE: dict[str, tuple[float, int]] = {
    "title": (16.5, 600),
    "main": (13.5, 600),
    "card": (11.25, 600),
    "query": (12.75, 400),
    "body": (10.5, 400),
    "strong": (10.5, 600),
    "small": (9.75, 400),
    "small_strong": (9.75, 600),
    "tiny": (9.0, 400),
    "head": (9.0, 600),
    "cap": (8.25, 600),
    "figure": (21.0, 600),
    "clock": (25.5, 600),
}
SCALES = (1.0, 1.15, 1.3, 1.5)


class _Notifier(QObject):
    """Tells the widgets that hold a font, a colour or a picture of the theme to take it again."""

    changed = Signal()


class _State:
    """What was applied last; one application, hence one state."""

    tokens: Tokens = LIGHT
    scale: float = 1.0
    wish: str = "system"
    family: str = ""
    notifier: _Notifier | None = None
    follows = False
    plain = False
    calm = False
    effects: bool | None = None


ARGUMENTS = ["coprodesk", "-style", "Fusion"]
"""Fusion from the start: a style that comes later may leave widgets with the one deleted."""


def application() -> QApplication:
    """Return the one application, made when there is none yet."""
    app = QApplication.instance() or QApplication(ARGUMENTS)
    assert isinstance(app, QApplication)
    return app


def tokens() -> Tokens:
    """Return the colours in use."""
    return _State.tokens


def color(role: str | QColor) -> QColor:
    """Return the colour of `role` in use (a colour passes through); a KeyError names an unknown role."""
    return role if isinstance(role, QColor) else _named(role)


@cache
def _named(role: str) -> QColor:
    return QColor(_State.tokens.color(role))


def inverse(role: str) -> QColor:
    """Return the colour of `role` in the other theme, for what is shown on inverse ground (the toast)."""
    return QColor((LIGHT if _State.tokens.dark else DARK).color(role))


def wish() -> str:
    """Return the theme asked for: 'system', 'light' or 'dark'."""
    return _State.wish


def scale() -> float:
    """Return the text size in use, 1.0 for 100 %."""
    return _State.scale


def px(value: float) -> int:
    """Return `value` logical pixels grown by the text size, for heights that must follow the letters."""
    return round(value * _State.scale)


@cache
def font(role: str = "body") -> QFont:
    """Return the font of a role of `TYPE` in the application's family, in points times the text size.

    One for all until the next `apply`: whoever wants another one copies it.
    """
    points, weight = TYPE[role]
    made = QFont(QApplication.font())
    made.setPointSizeF(points * _State.scale)
    made.setWeight(QFont.Weight(weight))
    return made


@cache
def metrics(role: str = "body") -> QFontMetricsF:
    """Return the measures, in logical pixels, of the font of a role."""
    return QFontMetricsF(font(role))


def plain() -> bool:
    """Say whether the system asks for high contrast: tints go away, glyphs and words stay."""
    return _State.plain


def calm() -> bool:
    """Say whether nothing is to move: by the setting of this post, or by the system's wish."""
    return _State.calm or _wants_calm(QGuiApplication.styleHints())


def set_calm(on: bool) -> None:
    """Reduce motion on this post, or leave it to the system; Qt's own fading menus and boxes follow."""
    if _State.effects is None:
        _State.effects = QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    _State.calm = on
    QApplication.setEffectEnabled(Qt.UIEffect.UI_General, _State.effects and not calm())


def notifier() -> _Notifier:
    """Return the object whose `changed` signal is emitted after each `apply`; connect bound methods only."""
    if _State.notifier is None:
        _State.notifier = _Notifier()
    return _State.notifier


def set_text_role(widget: QWidget, role: str, tint: str = "text") -> None:
    """Give a label or any plain widget the font of `role` and the text colour `tint` of the theme in use."""
    wanted = font(role)
    if widget.font() != wanted:
        widget.setFont(wanted)
    colours = widget.palette()
    ink = color(tint)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for part in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
            colours.setColor(group, part, ink)
    widget.setPalette(colours)


class Label(QLabel):
    """A text with a role and a colour that follow the theme; wraps when asked; never reads rich text."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tint: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role, self._tint = role, tint
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._restyle()
        notifier().changed.connect(self._restyle)

    def set_tint(self, tint: str) -> None:
        """Change the colour role of the text."""
        self._tint = tint
        self._restyle()

    def set_role(self, role: str) -> None:
        """Change the role of `TYPE` of the text."""
        self._role = role
        self._restyle()

    def _restyle(self) -> None:
        set_text_role(self, self._role, self._tint)


def apply(app: QApplication, theme: str = "system", text_scale: float = 1.0) -> None:
    """Dress the application: `theme` is 'system', 'light' or 'dark', `text_scale` 1.0, 1.15, 1.3 or 1.5.

    May be called again at any time; every kit widget follows. 'system' keeps following the system's wish.
    Raises ValueError for another theme.
    """
    if theme not in ("system", "light", "dark"):
        raise ValueError(theme)
    _State.wish, _State.scale = theme, text_scale
    hints = QGuiApplication.styleHints()
    if not _State.follows:
        hints.colorSchemeChanged.connect(_system_changed)
        _follow_contrast(hints)
        _State.follows = True
    wants_dark = theme == "dark" or (theme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    _State.plain = _high_contrast(hints)
    _State.tokens = _system_tokens(app) if _State.plain else DARK if wants_dark else LIGHT
    body = QFont(app.font())
    body.setPointSizeF(TYPE["body"][0] * text_scale)
    body.setWeight(QFont.Weight.Normal)
    for kept in (_named, font, metrics):
        kept.cache_clear()
    app.setFont(body)
    app.setPalette(palette(_State.tokens))
    app.setStyleSheet(style_sheet(_State.tokens, text_scale))
    notifier().changed.emit()


def _high_contrast(hints: QObject) -> bool:
    """Read the system's contrast preference where this Qt tells it (6.10 and later)."""
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return bool(preference == Qt.ContrastPreference.HighContrast)


def _follow_contrast(hints: QObject) -> None:
    """Dress again when the system's contrast preference changes, whatever the theme asked for."""
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        accessibility().contrastPreferenceChanged.connect(_contrast_changed)


def _contrast_changed() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply(app, _State.wish, _State.scale)


def _system_tokens(app: QApplication) -> Tokens:
    """Return the system's own colours as tokens: who asks for contrast has chosen them."""
    app.setPalette(QPalette())
    held, group = app.palette(), QPalette.ColorGroup
    role = QPalette.ColorRole

    def name(one: QPalette.ColorRole, of: QPalette.ColorGroup = group.Active) -> str:
        return held.color(of, one).name()

    return plain_tokens(
        name(role.Window),
        name(role.Base),
        name(role.WindowText),
        name(role.Highlight),
        name(role.HighlightedText),
        name(role.WindowText, group.Disabled),
    )


def _wants_calm(hints: QObject) -> bool:
    """Read the system's wish of less motion where this Qt tells it (6.12 and later)."""
    accessibility = getattr(hints, "accessibility", None)
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
    return preference is not None and bool(preference().value)


def _system_changed() -> None:
    app = QApplication.instance()
    if _State.wish == "system" and isinstance(app, QApplication):
        apply(app, "system", _State.scale)


def palette(colours: Tokens) -> QPalette:
    """Return a palette with every role filled, in the three groups."""
    role = QPalette.ColorRole
    values = {
        role.Window: colours.canvas,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.surface,
        role.PlaceholderText: colours.text3,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.late,
        role.Light: colours.surface,
        role.Midlight: colours.hover,
        role.Dark: colours.ctl,
        role.Mid: colours.line2,
        role.Shadow: colours.line2,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.onacc,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.conf,
    }
    made = QPalette()
    for key, value in values.items():
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            made.setColor(group, key, QColor(value))
    texts = (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.BrightText)
    greyed = dict.fromkeys(texts, colours.text3)
    greyed |= dict.fromkeys((role.Base, role.Button, role.AlternateBase), colours.sunken)
    greyed |= dict.fromkeys((role.Dark, role.Mid, role.Shadow), colours.line2)
    greyed |= {role.Highlight: colours.line2, role.HighlightedText: colours.text3}
    for key, value in (values | greyed).items():
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(value))
    return made


def style_sheet(c: Tokens, text_scale: float) -> str:
    """Return the one style sheet: fields, tables, menu bar, scroll bars; the rest is palette or painter."""
    field = "QLineEdit, QTextEdit, QPlainTextEdit, ComboBox"
    focus = ", ".join(f"{name.strip()}:focus" for name in field.split(","))
    grey = ", ".join(f"{name.strip()}:disabled" for name in field.split(","))
    head = 9.0 * text_scale
    return f"""
{field} {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.ctl}; border-radius: 6px;
  padding: 3px 8px; selection-background-color: {c.accent}; selection-color: {c.onacc}; }}
{focus} {{ border: 2px solid {c.accent}; padding: 2px 7px; }}
{grey} {{ background: {c.sunken}; color: {c.text3}; border: 1px solid {c.line2}; }}
QLineEdit[plain="true"] {{ border: 0; background: transparent; padding: 0; }}
QListView {{ background: transparent; border: 0; }}
ComboBox {{ padding-right: 28px; }} ComboBox:focus {{ padding-right: 27px; }}
ComboBox::drop-down {{ border: 0; width: 0; }}
QTableView {{ background: {c.surface}; border: 0; gridline-color: {c.line}; }}
QHeaderView {{ background: {c.surface}; border: 0; }}
QHeaderView::section {{ background: {c.surface}; color: {c.text2}; border: 0; font-size: {head}pt;
  border-bottom: 1px solid {c.line2}; padding: 0 12px; font-weight: 600; }}
QMenuBar {{ background: transparent; color: {c.text2}; border: 0; }}
QMenuBar::item {{ padding: 6px 12px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.hover}; color: {c.text}; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ width: 12px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 12px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {c.line2}; border-radius: 3px; margin: 3px; min-height: 32px;
  min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.ctl}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
