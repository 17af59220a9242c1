"""One line of entry for the local figures: Entrée goes to the next field, then stores."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from coprodesk.commands import local_figures as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.queries.local_figures import FigureLine, LocalFigure
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.body_detail import whole_number
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import FormRow


class FigureEntry(QWidget):
    """Indicator, producer, value, base and source of one figure; `stored` is told after each one kept."""

    def __init__(self, desk: Desk, stored: Callable[[], object]) -> None:
        super().__init__()
        self._desk, self._stored = desk, stored
        self._year = 0
        self._figure: LocalFigure | None = None
        self.indicator, self.producer = AutoLineEdit(), AutoLineEdit()
        self.value, self.base, self.source = AutoLineEdit(), AutoLineEdit(), AutoLineEdit()
        self.fields = (self.indicator, self.producer, self.value, self.base, self.source)
        labels = (_("&Indicateur"), _("&Producteur"), _("&Valeur"), _("&Base"), _("&Source"))
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        places = ((0, 0, 4), (0, 4, 2), (1, 0, 1), (1, 1, 1), (1, 2, 4))
        for field, label, (row, column, span) in zip(self.fields, labels, places, strict=True):
            grid.addWidget(FormRow(label, field), row, column, 1, span)
            field.installEventFilter(self)
        self.base.setPlaceholderText(_("sans base"))
        for column in (2, 3, 4, 5):
            grid.setColumnStretch(column, 1)
        self.told = Label("", "small", "text2", wrap=True)
        grid.addWidget(self.told, 2, 0, 1, 5)
        keep = make(self, _("Enregistrer le chiffre"), self.keep, shortcut="Ctrl+Return", icon="check")
        desk.writes(*self.fields, keep)
        grid.addWidget(ActionButton(keep, cap=False), 2, 5, Qt.AlignmentFlag.AlignRight)
        self._tell()

    def set_year(self, year: int) -> None:
        """Type for another year; what is being typed for the same one stays."""
        if year != self._year:
            self._year = year
            self._show(None)

    def begin(self) -> None:
        """Begin a new indicator."""
        self._show(None)
        self.indicator.setFocus()

    def edit(self, line: FigureLine) -> None:
        """Take up a line: its figure, or the indicator of the year before, whose value is awaited."""
        known = line.known
        self._figure = line.now
        base = "" if line.now is None or line.now.base is None else str(line.now.base)
        value = "" if line.now is None else str(line.now.value)
        texts = (known.indicator, known.producer, value, base, known.source)
        for field, text in zip(self.fields, texts, strict=True):
            field.load(text, subject=object())
            field.setCursorPosition(0)
        self._tell()
        self.value.setFocus()
        self.value.selectAll()

    def _show(self, figure: LocalFigure | None) -> None:
        self._figure = figure
        for field in self.fields:
            field.load("", subject=object())
        self._tell()

    def _tell(self, refusal: str = "") -> None:
        usual = (
            _("Entrée passe au champ suivant et enregistre après la source.")
            if self._figure is None
            else _("Correction de «\u00a0{indicator}\u00a0».").format(indicator=self._figure.indicator)
        )
        self.told.setText(refusal or usual)
        self.told.set_tint("late" if refusal else "text2")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the next field with Entrée, and store after the last one; Échap gives up."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.fields:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._next(watched)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.begin()
                return True
        return False

    def _next(self, field: QObject) -> None:
        place = next(at for at, one in enumerate(self.fields) if one is field)
        if place + 1 == len(self.fields):
            self.keep()
            return
        after = self.fields[place + 1]
        after.setFocus()
        after.selectAll()

    def keep(self) -> None:
        """Store the figure; a refusal is said below, on the field it names."""
        try:
            self._store()
        except Refusal as refusal:
            self._tell(str(refusal))
            named = {"indicator": self.indicator, "value": self.value, "base": self.base}
            named.get(refusal.field, self.value).setFocus()
            return
        self._show(None)
        self._stored()

    def _store(self) -> None:
        value = whole_number(self.value.text())
        if value is None:
            raise Refusal(
                _("La valeur manque. Rien n’a été enregistré. Écrivez un nombre entier."), field="value"
            )
        base, store = whole_number(self.base.text()), self._desk.store
        if self._figure is None:
            commands.add_local_figure(
                store,
                self._year,
                self.indicator.text(),
                value,
                producer=self.producer.text(),
                base=base,
                source=self.source.text(),
            )
        else:
            commands.set_local_figure(
                store,
                self._figure.id,
                indicator=self.indicator.text(),
                producer=self.producer.text(),
                value=value,
                base=base,
                source=self.source.text(),
            )
