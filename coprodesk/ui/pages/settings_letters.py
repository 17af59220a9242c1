"""Settings of the reminders: the object and the text of each tone, with their fields."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from coprodesk.commands import letter_templates as commands
from coprodesk.domain.i18n import _
from coprodesk.domain.reminders import Tone, field_words
from coprodesk.queries import reminders as queries
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.settings_parts import SectionView, button_line
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit
from coprodesk.ui.widgets.fields import Form
from coprodesk.ui.widgets.filters import Segment as Part
from coprodesk.ui.widgets.filters import SegmentedFilter


class LettersCard(Card):
    """One tone at a time; saved as it is typed, « Rétablir » gives back the program’s."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Lettres de relance"), _("un texte par ton"))
        self.desk = desk
        self.tone = SegmentedFilter([Part(tone.value, tone.label) for tone in Tone], _("Ton de la lettre"))
        self.tone.changed.connect(self._tone_chosen)
        self.subject, self.text = AutoLineEdit(spelled=True), AutoTextEdit("", lines=9)
        for editor, column in ((self.subject, "subject"), (self.text, "text")):
            desk.bind(editor, partial(self._save, editor, column))
        self.text.setAccessibleName(_("Texte de la lettre"))
        form = Form()
        form.add(_("Objet"), self.subject)
        form.add(_("Texte"), self.text, _("Une ligne vide sépare les paragraphes."))
        fields = _("Champs\u00a0: {fields}. Un paragraphe dont un champ est vide n’est pas imprimé.").format(
            fields=" ; ".join(f"{{{name}}} {words}" for name, words in field_words().items())
        )
        self.restore = make(self, _("Rétablir le texte d’origine"), self._restore, icon="undo")
        desk.writes(self.restore)
        row = QHBoxLayout()
        row.addWidget(ActionButton(self.restore))
        row.addStretch(1)
        self.body.addWidget(self.tone)
        self.body.addWidget(form)
        self.body.addWidget(Label(fields, "tiny", "text2", wrap=True))
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Read the text of the tone again."""
        held = next(one for one in queries.templates(self.desk.store) if one.tone == self.tone.current())
        self.subject.load(held.content.subject, subject=held.tone.value)
        self.text.load(held.content.text, subject=held.tone.value)
        self.restore.setEnabled(held.own)

    def _tone_chosen(self, _tone: str) -> None:
        self.subject.flush()
        self.text.flush()
        self.refresh()

    def _save(self, editor: AutoLineEdit | AutoTextEdit, column: str, text: str) -> None:
        tone = Tone(str(editor.subject))
        commands.set_letter_template(self.desk.store, tone, origin=editor, **{column: text})

    def _restore(self) -> None:
        self.subject.flush()
        self.text.flush()
        self.desk.act(commands.reset_letter_template, self.desk.store, Tone(self.tone.current()))
        self.desk.say(_("Texte d’origine rétabli"))


class TemplatesSection(SectionView):
    """The texts of reminders, and the ways to what else a meeting starts from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.letters = LettersCard(desk)
        self.add(self.letters)
        card = Card(_("Modèles de réunion"))
        told = _(
            "Un modèle donne ses points à chaque nouvelle réunion d’un même type\u00a0; "
            "les étapes d’usage lui donnent ses échéances, de J-60 à J+90."
        )
        card.body.addWidget(Label(told, "small", "text2", wrap=True))
        self.agendas = make(self, _("Modèles d’ordre du jour"), partial(desk.go, "templates"), icon="copy")
        self.tasks = make(self, _("Étapes d’usage…"), self._open_tasks, icon="clock")
        desk.writes(self.tasks)
        card.body.addLayout(button_line(self.agendas, self.tasks))
        self.add(card)

    def refresh(self) -> None:
        """Read the letters again."""
        self.letters.refresh()

    def first_field(self) -> AutoLineEdit:
        """Return the object of the letter."""
        return self.letters.subject

    def _open_tasks(self) -> None:
        from coprodesk.ui.pages.usual_tasks import UsualTasksDialog

        UsualTasksDialog(self.desk).open()
