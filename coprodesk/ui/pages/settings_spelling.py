"""Settings of the spelling: the check on this post, and the words that the council has added."""

from PySide6.QtWidgets import QWidget

from coprodesk.commands.own_words import set_words
from coprodesk.domain.i18n import _
from coprodesk.queries.own_words import added_words
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.settings_parts import SectionView, SettingRow, form_card
from coprodesk.ui.preferences import Preferences
from coprodesk.ui.speller import speller
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import CheckBox
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.editors import AutoTextEdit


class SpellingSection(SectionView):
    """The check, on or off for this post, and the council's own words, one a line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.check = CheckBox(_("Souligner les mots inconnus"))
        self.check.clicked.connect(self._save_check)
        self.row = SettingRow(
            _("Vérifier l’orthographe"),
            self.check,
            _("Rien n’est corrigé sans vous\u00a0; le clic droit propose. D’origine\u00a0: oui."),
            self._restore,
        )
        self.state = Label("", "small", "text2", wrap=True)
        card = form_card(_("Vérification"), self.row, facts=_("sur ce poste"))
        card.body.addWidget(self.state)
        self.add(card)
        self.words = AutoTextEdit("", lines=8, spelled=False)
        self.words.setAccessibleName(_("Mots du conseil, un par ligne"))
        desk.bind(self.words, self._save_words)
        listed = Card(_("Mots du conseil"), _("un par ligne"))
        listed.body.addWidget(
            Label(
                _(
                    "Les noms des partenaires, des groupes, de leurs représentants et les sigles "
                    "sont déjà connus."
                ),
                "small",
                "text2",
                wrap=True,
            )
        )
        listed.body.addWidget(self.words)
        self.add(listed)
        speller().changed.connect(self._tell)

    def refresh(self) -> None:
        """Show the wish of the post and the list of the council."""
        on = self.desk.preferences.spelling
        self.check.setChecked(on)
        self.row.show_changed(on != Preferences().spelling)
        self.words.load("\n".join(added_words(self.desk.store)))
        self._tell()

    def first_field(self) -> QWidget:
        """Return the check."""
        return self.check

    def _tell(self) -> None:
        """Say when there is nothing to check with."""
        lacking = self.desk.preferences.spelling and speller().looked and speller().dictionary is None
        self.state.setText(
            _("Aucun dictionnaire français sur ce poste\u00a0: rien n’est souligné.") if lacking else ""
        )
        self.state.setVisible(lacking)

    def _save_check(self) -> None:
        self.desk.prefer(spelling=self.check.isChecked())
        self.refresh()

    def _restore(self) -> None:
        self.desk.prefer(spelling=Preferences().spelling)
        self.refresh()

    def _save_words(self, text: str) -> None:
        set_words(self.desk.store, text.splitlines(), origin=self.words)
