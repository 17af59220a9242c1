"""What the settings are made of: a row with its sentence and the way back, a section of cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.commands.council import set_setting
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.body_detail import whole_number
from coprodesk.ui.pages.partner_form import choice
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import Form, FormRow
from coprodesk.ui.widgets.filters import ComboBox

MEASURE = 760
"""The width of a section at most, in pixels: a form of 720 and its margins."""


class SettingRow(FormRow):
    """One setting: its field, one sentence that says what it does, « Rétablir la valeur d’origine ».

    What is `beside` stands between the field and that button.
    """

    def __init__(
        self, label: str, field: QWidget, sentence: str, restore: Callable[[], object], *beside: QWidget
    ) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.restore = make(holder, _("Rétablir la valeur d’origine"), restore, icon="undo")
        line.addWidget(field, 1)
        for widget in beside:
            line.addWidget(widget)
        line.addWidget(ActionButton(self.restore, icon_only=True))
        super().__init__(label, holder, sentence)
        self.words = label.replace("&", "")
        self.setAccessibleName(self.words)
        field.setAccessibleName(self.words)
        field.setAccessibleDescription(sentence)
        holder.setAccessibleName("")
        self.field = field
        self._label.setBuddy(field)

    def show_changed(self, changed: bool) -> None:
        """Offer the way back only when there is one."""
        self.restore.setEnabled(changed)


@dataclass(frozen=True, slots=True)
class Number:
    """A setting of the file that is a number: its name, what it is called and does, and its usual value.

    `blank` says what an empty field stands for; without it the usual value is shown.
    """

    name: str
    label: str
    sentence: str
    usual: int
    most: int = 999
    blank: str = ""


class NumberRow(SettingRow):
    """A number kept in the council file, saved as it is typed; emptied, it goes back to its usual value."""

    def __init__(self, desk: Desk, number: Number) -> None:
        self.desk, self.number = desk, number
        self.editor = AutoLineEdit()
        self.editor.setPlaceholderText(number.blank)
        desk.bind(self.editor, self._save)
        usual = number.blank or str(number.usual)
        told = _("{sentence} D’origine\u00a0: {usual}.").format(sentence=number.sentence, usual=usual)
        super().__init__(number.label, self.editor, told, partial(desk.act, self._store, None))
        desk.writes(self.restore)

    def load(self, held: dict[str, str]) -> None:
        """Show the value that the file holds."""
        usual = "" if self.number.blank else str(self.number.usual)
        self.editor.load(held.get(self.number.name, usual))
        self.show_changed(self.number.name in held)

    def _save(self, text: str) -> None:
        value = whole_number(text)
        if value is not None and value > self.number.most:
            raise Refusal(
                _(
                    "«\u00a0{label}\u00a0» va de 0 à {most}. La valeur d’avant est gardée. "
                    "Corrigez le nombre."
                ).format(label=self.words, most=self.number.most)
            )
        usual = value is None or (value == self.number.usual and not self.number.blank)
        self._store(None if usual else str(value))

    def _store(self, value: str | None) -> None:
        set_setting(self.desk.store, self.number.name, value, what=self.words, origin=self.editor)
        if value is None:
            self.editor.load("" if self.number.blank else str(self.number.usual))


class ChoiceRow(SettingRow):
    """A choice kept in the council file; the first one is the usual value and is not written."""

    def __init__(
        self, desk: Desk, name: str, label: str, sentence: str, pairs: Sequence[tuple[str, str | None]]
    ) -> None:
        self.desk, self.name = desk, name
        self.combo: ComboBox = choice(pairs)
        desk.writes(self.combo)
        self.combo.activated.connect(self._save)
        told = _("{sentence} D’origine\u00a0: {usual}.").format(sentence=sentence, usual=pairs[0][0])
        super().__init__(label, self.combo, told, partial(self._store, None))
        desk.writes(self.restore)

    def load(self, held: dict[str, str]) -> None:
        """Show the choice that the file holds."""
        self.combo.setCurrentIndex(max(self.combo.findData(held.get(self.name)), 0))
        self.show_changed(self.name in held)

    def _save(self) -> None:
        self._store(self.combo.currentData())

    def _store(self, value: str | None) -> None:
        self.desk.act(set_setting, self.desk.store, self.name, value, what=self.words)


class SectionView(QWidget):
    """One section of the settings: cards below each other, read again with `refresh`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        # Not on each card: Qt asks how high words are in the whole width, where they take fewer lines.
        self.setMaximumWidth(MEASURE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)

    def add(self, card: Card) -> None:
        """Add a card at the end."""
        self._column.insertWidget(self._column.count() - 1, card)

    def refresh(self) -> None:
        """Read everything again."""

    def first_field(self) -> QWidget | None:
        """Return the field that takes the keyboard when the section is opened by Entrée."""
        return None


def form_card(title: str, *rows: FormRow, facts: str = "") -> Card:
    """Return a card of settings below each other."""
    card, form = Card(title, facts), Form()
    for row in rows:
        form.add_beside(row)
    card.body.addWidget(form)
    return card


def button_line(*actions: QAction) -> QHBoxLayout:
    """Return buttons side by side, at the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for action in actions:
        row.addWidget(ActionButton(action).give_way())
    row.addStretch(1)
    return row
