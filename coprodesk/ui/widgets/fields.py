"""Form fields: a label tied to its field, a date typed freely, an hour typed freely."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour, long_date, parse_date, short_date
from coprodesk.domain.i18n import _
from coprodesk.ui import paint
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.cut import fit_hint, tell_cut

# The clock of the field « demain », replaced in tests.
Today = Callable[[], date]


class _Typed(QLineEdit):
    """A field whose free text becomes a value on leave.

    `understood(str)` says in full what the text typed so far means ('' when nothing yet);
    `refused(str)` says why it was not taken; the text stays for correction.
    """

    understood = Signal(str)
    refused = Signal(str)

    def __init__(self, hints: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again = False
        self._hints = tuple(hints)
        self.setPlaceholderText(self._hints[0])
        self.textEdited.connect(self._typed)
        self.setMinimumHeight(max(32, round(paint.line_height()) + 12))

    def flush(self) -> bool:
        """Take the text as it stands; returns whether the value changed."""
        if not self.isModified():
            return False
        self.setModified(False)
        try:
            return self._take()
        except Refusal as refusal:
            self.setModified(True)
            self.refused.emit(str(refusal))
            return False

    def pending(self) -> bool:
        """Say whether something typed is not taken yet."""
        return self.isModified()

    def not_stored(self) -> None:
        """Count the text shown as pending again, as its value was not taken."""
        self._again = True
        self.setModified(True)

    def _take(self) -> bool:
        raise NotImplementedError

    def _meaning(self) -> str:
        raise NotImplementedError

    def _typed(self) -> None:
        try:
            self.understood.emit(self._meaning())
        except Refusal:
            self.understood.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the longest hint there is room for."""
        super().resizeEvent(event)
        fit_hint(self, self._hints)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text on Entrée too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the text on leave."""
        super().focusOutEvent(event)
        self.flush()


class DateField(_Typed):
    """A date typed freely (« 12/3 », « demain », « +7 »), shown in full once taken.

    `changed(object)` tells the new date or None. `today` gives the day that « demain » starts from.
    """

    changed = Signal(object)

    def __init__(
        self, value: date | None = None, *, today: Today = date.today, parent: QWidget | None = None
    ) -> None:
        super().__init__((_("12/3, lundi, demain, +7…"), _("12/3, demain…"), "12/3"), parent)
        self._today = today
        self._value = value
        self._show()

    def value(self) -> date | None:
        """Return the date taken last, or None."""
        return self._value

    def typed(self) -> date | None:
        """Return the date, for an act that takes it. Raises Refusal when what is typed is none."""
        return self._parsed() if self.pending() else self._value

    def load(self, value: date | None) -> None:
        """Show the stored date without telling; what is being typed stays."""
        if not self.pending():
            self._value, self._again = value, False
            self._show()

    def _show(self) -> None:
        shown = "" if self._value is None else long_date(self._value)
        if self.hasFocus() and self._value is not None:
            shown = short_date(self._value)
        self.setText(shown)
        self.setCursorPosition(0)
        self.setModified(False)

    def _parsed(self) -> date | None:
        typed = self.text().strip()
        return parse_date(typed, self._today()) if typed else None

    def _meaning(self) -> str:
        found = self._parsed()
        return "" if found is None else long_date(found)

    def _take(self) -> bool:
        found = self._parsed()
        changed = self._again or found != self._value
        self._again = False
        self._value = found
        self._show()
        self.understood.emit("" if found is None else long_date(found))
        if changed:
            self.changed.emit(found)
        return changed

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the short form, which is easier to correct, selected."""
        super().focusInEvent(event)
        if not self.pending():
            self._show()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the text, then show the date in full."""
        super().focusOutEvent(event)
        if not self.pending():
            self._show()


class TimeField(_Typed):
    """An hour typed freely (« 14h30 », « 1430 », « 9h »), stored as "14:30" and shown « 14 h 30 ».

    `changed(str)` tells the new hour, '' when it was emptied.
    """

    changed = Signal(str)

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__((_("14h30"),), parent)
        self._value = value
        self._show()

    def value(self) -> str:
        """Return the hour taken last as "14:30", or ''."""
        return self._value

    def load(self, value: str) -> None:
        """Show the stored hour without telling; what is being typed stays."""
        if not self.pending():
            self._value, self._again = value, False
            self._show()

    def _show(self) -> None:
        self.setText(hour(self._value) if self._value else "")
        self.setModified(False)

    def _meaning(self) -> str:
        found = parse_hour(self.text())
        return hour(found) if found else ""

    def _take(self) -> bool:
        found = parse_hour(self.text())
        changed = self._again or found != self._value
        self._again = False
        self._value = found
        self._show()
        self.understood.emit(hour(found) if found else "")
        if changed:
            self.changed.emit(found)
        return changed


def parse_hour(text: str) -> str:
    """Return "14:30" for « 14h30 », « 14 h 30 », « 14:30 », « 1430 » or « 14 », '' for nothing.

    Raises Refusal for anything else.
    """
    typed = "".join(text.split()).lower()
    if not typed:
        return ""
    found = re.fullmatch(r"(\d{1,2})(?:[h:.](\d{2})?)?|(\d{1,2})(\d{2})", typed)
    if found:
        hours, minutes = int(found[1] or found[3]), int(found[2] or found[4] or 0)
        if hours < 24 and minutes < 60:
            return f"{hours:02d}:{minutes:02d}"
    raise Refusal(
        _("« {text} » n’est pas une heure. L’heure d’avant est gardée ; tapez par exemple 14h30.").format(
            text=text.strip()
        )
    )


class FormRow(QWidget):
    """A label above its field, with a line below for a hint, what was understood, or a refusal.

    `name` is how a Refusal calls the field.
    """

    def __init__(self, label: str, field: QWidget, hint: str = "", *, name: str = "") -> None:
        super().__init__()
        self.field, self.called = field, name
        self._words, self._hint_text = label, hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = Label(label, "small_strong", "text2")
        self._label.setBuddy(field)
        self._label.setMinimumWidth(60)
        self._hint = Label(hint, "tiny", "text3", wrap=True)
        column.addWidget(self._label)
        column.addWidget(field)
        column.addWidget(self._hint)
        self._hint.setVisible(bool(hint))  # only once it has a parent, else it flashes as a window
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        if isinstance(field, _Typed):
            field.understood.connect(self.understand)
            field.refused.connect(self.refuse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def understand(self, meaning: str) -> None:
        """Show what the typed text means, or the hint when it means nothing yet."""
        self._tell(meaning or self._hint_text, "text2" if meaning else "text3")

    def refuse(self, message: str) -> None:
        """Show why the text was not taken; '' takes the message away."""
        self._tell(message or self._hint_text, "late" if message else "text3")

    def note(self) -> str:
        """Return the line shown below the field."""
        return self._hint.text()

    def _tell(self, words: str, tint: str) -> None:
        self._hint.setText(words)
        self._hint.set_tint(tint)
        self._hint.setVisible(bool(words))
        self._give_lines()
        self.field.setAccessibleDescription(words)

    def _give_lines(self) -> None:
        """Keep room for every line of the hint: a row is never higher than it asks for."""
        self._hint.setMinimumHeight(max(0, self._hint.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the hint again; a label that has no room is cut and tells itself."""
        super().resizeEvent(event)
        self._give_lines()
        sizes, mnemonic = self._label.fontMetrics(), Qt.TextFlag.TextShowMnemonic
        fitting = sizes.elidedText(self._words, Qt.TextElideMode.ElideRight, self.width(), mnemonic)
        self._label.setText(fitting)
        tell_cut(self._label, self._words.replace("&", ""), fitting != self._words)


class Form(QWidget):
    """Rows of labelled fields, 720 wide at most; Tab follows the order in which they are added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._rows: list[FormRow] = []
        self.setMaximumWidth(720)

    def add(self, label: str, field: QWidget, hint: str = "", *, name: str = "") -> FormRow:
        """Add a labelled field; `label` may carry a mnemonic (&), `name` is how a Refusal calls the field."""
        row = FormRow(label, field, hint, name=name)
        self._rows.append(row)
        self._column.addWidget(row)
        return row

    def add_beside(self, *rows: FormRow) -> None:
        """Add rows of equal width side by side."""
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        for row in rows:
            self._rows.append(row)
            line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(both)

    def refuse(self, name: str, message: str) -> bool:
        """Tell a refusal below the field it names, which takes the keyboard; returns whether there is one."""
        for one in self._rows:
            if one.called:
                one.refuse("")
        row = next((one for one in self._rows if name and one.called == name), None)
        if row is None:
            return False
        row.refuse(message)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
