"""The settings: the council, its letterhead, appearance, rules, lists of choices, the file itself."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from coprodesk import __version__, places
from coprodesk.commands import council as commands
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import thousands
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import OBSERVATION_DAYS, REPLY_DAYS
from coprodesk.queries import council as queries
from coprodesk.queries.council import Council
from coprodesk.ui import paint, theme, tokens
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.page import Page
from coprodesk.ui.pages.body_detail import whole_number
from coprodesk.ui.pages.partner_form import beside, choice
from coprodesk.ui.pages.settings_letters import LettersCard
from coprodesk.ui.pages.settings_lists import ChoiceList, college_list, theme_list
from coprodesk.ui.pages.settings_promises import UsualCommitmentsCard, VagueVerbsCard
from coprodesk.ui.pages.settings_thresholds import thresholds_card
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets import ActionButton, AutoLineEdit, Card, Form, PageHeader

MEASURE = 760
"""The width of a section at most, in pixels: a form of 720 and its margins."""
LEAST_CONTRAST = 7.0
"""Under this ratio on white the printed documents darken the accent."""


def accent_of(text: str) -> str:
    """Return a colour as « # » and six hexadecimal digits. Raises Refusal for anything else."""
    typed = text.strip().lower()
    if re.fullmatch(r"#?[0-9a-f]{6}", typed) is None:
        raise Refusal(
            _(
                "« {text} » n’est pas une couleur. Celle d’avant est gardée. "
                "Écrivez « # » puis six chiffres ou lettres de a à f."
            ).format(text=text.strip())
        )
    return f"#{typed.lstrip('#')}"


def contrast_words(accent: str) -> str:
    """Say how well an accent is read on white paper, and what print makes of it."""
    ratio = tokens.contrast("#".ljust(7, "f"), accent)
    shown = f"{ratio:.1f}".replace(".", ",")
    words = _("Contraste sur papier blanc\u00a0: {ratio} pour 1").format(ratio=shown)
    if ratio < LEAST_CONTRAST:
        return _("{words}, trop faible\u00a0: l’impression l’assombrit").format(words=words)
    return _("{words}, suffisant").format(words=words)


class _Swatch(QWidget):
    """A square of the accent colour."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = QColor()
        self.setAccessibleName(_("Couleur choisie"))

    def set_colour(self, value: str) -> None:
        """Show another colour."""
        self._colour = QColor(value)
        self.update()

    def sizeHint(self) -> QSize:
        """A square of a field's height."""
        return QSize(theme.px(32), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the square."""
        p = QPainter(self)
        paint.box(p, QRectF(self.rect()), self._colour, "ctl", 6)
        p.end()


class SettingsPage(Page):
    """One column of sections; every field saves by itself."""

    subjects = frozenset(
        {
            "council",
            "setting",
            "college",
            "theme",
            "institution",
            "commitment",
            "usual_commitment",
            "letter_template",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(scroll=True)
        self.desk = desk
        self.set_header(PageHeader(_("Réglages"), _("Chaque champ s’enregistre tout seul.")))
        self.numbers: dict[str, tuple[AutoLineEdit, int]] = {}
        self.texts: dict[str, AutoLineEdit] = {}
        for card in (
            self._council_card(),
            self._letterhead_card(),
            self._appearance_card(),
            self._rules_card(),
            thresholds_card(self.numbers, self._number_editor),
        ):
            self._section(card)
        self.colleges: ChoiceList = college_list(desk)
        self.themes: ChoiceList = theme_list(desk)
        self.vague, self.usual = VagueVerbsCard(desk), UsualCommitmentsCard(desk)
        self.letters = LettersCard(desk)
        for card in (self.colleges, self.themes, self.usual, self.vague, self.letters, self._file_card()):
            self._section(card)
        self.body.addStretch(1)
        desk.shell.appearance_changed.connect(self._show_appearance)

    def _section(self, card: Card) -> None:
        card.setMaximumWidth(MEASURE)
        self.body.addWidget(card)

    def _editor(self, save: Callable[[AutoLineEdit, str], object]) -> AutoLineEdit:
        editor = AutoLineEdit()
        editor.setReadOnly(self.desk.store.read_only)
        self.desk.bind(editor, partial(save, editor))
        return editor

    # Council

    def _council_card(self) -> Card:
        card, form = Card(_("Conseil")), Form()
        for column in ("name", "commune", "priority_district", "address", "phone", "email"):
            self.texts[column] = self._editor(partial(self._save_fact, column))
        self.population = self._editor(self._save_population)
        self.kind = choice(
            [(_("d’une commune (CLSPD)"), "communal"), (_("de plusieurs communes (CISPD)"), "intercommunal")]
        )
        self.kind.activated.connect(self._save_kind)
        form.add(_("Nom du conseil"), self.texts["name"])
        beside(form, (_("Commune ou intercommunalité"), self.texts["commune"]), (_("Conseil"), self.kind))
        beside(
            form,
            (_("Habitants"), self.population),
            (
                _("Quartiers prioritaires"),
                self.texts["priority_district"],
                _("leurs noms\u00a0; vide s’il n’y en a pas"),
            ),
        )
        form.add(_("Adresse"), self.texts["address"])
        beside(form, (_("Téléphone"), self.texts["phone"]), (_("Courriel"), self.texts["email"]))
        card.body.addWidget(form)
        return card

    def _save_fact(self, column: str, editor: AutoLineEdit, text: str) -> None:
        commands.set_council(self.desk.store, origin=editor, **{column: text.strip()})

    def _save_population(self, editor: AutoLineEdit, text: str) -> None:
        commands.set_council(self.desk.store, origin=editor, population=whole_number(text))

    def _save_kind(self) -> None:
        self.desk.act(commands.set_council, self.desk.store, kind=self.kind.currentData())

    # Letterhead

    def _letterhead_card(self) -> Card:
        card, form = Card(_("En-tête des documents")), Form()
        self.accent = self._editor(self._save_accent)
        self.swatch = _Swatch()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.swatch)
        row.addWidget(self.accent, 1)
        self.accent.setAccessibleName(_("Couleur d’accent"))
        self._accent_row = form.add(_("Couleur d’accent"), holder, " ")
        self._choose_logo = make(self, _("Choisir une image…"), self.choose_logo, icon="folder-open")
        self._drop_logo = make(self, _("Retirer le logo"), self._without_logo, icon="trash")
        self._logo = Label("", "small", "text2")
        picture = QWidget()
        line = QHBoxLayout(picture)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._logo, 1)
        line.addWidget(ActionButton(self._choose_logo))
        line.addWidget(ActionButton(self._drop_logo))
        form.add(_("Logo, en PNG ou JPEG"), picture)
        card.body.addWidget(form)
        return card

    def _save_accent(self, editor: AutoLineEdit, text: str) -> None:
        commands.set_council(self.desk.store, origin=editor, accent=accent_of(text))

    def choose_logo(self) -> None:
        """Ask for the picture of the letterhead."""
        picker = QFileDialog(self.desk.shell, _("Logo du conseil"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilters([_("Images (*.png *.jpg *.jpeg)")])
        picker.fileSelected.connect(self.take_logo)
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def take_logo(self, name: str) -> None:
        """Take the picture of this file into the council's file."""
        path = Path(name)

        def take() -> None:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise Refusal(
                    _(
                        "L’image « {name} » est illisible. Rien n’a été modifié. Choisissez-en une autre."
                    ).format(name=path.name)
                ) from error
            if QPixmap(name).isNull():
                raise Refusal(
                    _(
                        "« {name} » n’est pas une image. Rien n’a été modifié. Choisissez-en une autre."
                    ).format(name=path.name)
                )
            commands.set_logo(self.desk.store, data)

        self.desk.act(take)

    def _without_logo(self) -> None:
        self.desk.act(commands.set_logo, self.desk.store, None)
        self.desk.say(_("Logo retiré"))

    # Appearance

    def _appearance_card(self) -> Card:
        card = Card(_("Apparence"), _("sur ce poste"))
        self._looks = Label("", "small", "text2")
        card.body.addWidget(self._looks)
        for names in (("view.system", "view.light", "view.dark"), ("view.smaller", "view.larger")):
            row = QHBoxLayout()
            row.setSpacing(8)
            for name in names:
                row.addWidget(ActionButton(self.desk.shell.action(name)))
            row.addStretch(1)
            card.body.addLayout(row)
        return card

    def _show_appearance(self) -> None:
        dark = _("sombre") if theme.tokens().dark else _("clair")
        size = round(theme.scale() * 100)
        self._looks.setText(_("Thème {theme}, texte à {size}\u00a0%").format(theme=dark, size=size))

    # Rules

    def _rules_card(self) -> Card:
        card, form = Card(_("Règles")), Form()
        for name, default in (("reply_days", REPLY_DAYS), ("observation_days", OBSERVATION_DAYS)):
            self.numbers[name] = (self._number_editor(name), default)
        beside(
            form,
            (_("Réponse attendue"), self.numbers["reply_days"][0], _("jours avant la réunion")),
            (_("Observations"), self.numbers["observation_days"][0], _("jours après la réunion")),
        )
        self.participation = choice(
            [
                (_("sur les documents du secrétariat seulement"), None),
                (_("sur tous les documents"), "yes"),
                (_("jamais"), "no"),
            ]
        )
        self.participation.activated.connect(self._save_participation)
        form.add(_("Participation imprimée (comptes rendus, bilan annuel)"), self.participation)
        self.cut = choice(
            [(_("rien"), None), (_("« [point traité en groupe restreint] », à son numéro"), "placeholder")]
        )
        self.cut.activated.connect(self._save_cut)
        form.add(_("À la place d’un point restreint"), self.cut)
        card.body.addWidget(form)
        return card

    def _number_editor(self, name: str) -> AutoLineEdit:
        return self._editor(partial(self._save_number, name))

    def _save_number(self, name: str, editor: AutoLineEdit, text: str) -> None:
        value = whole_number(text)
        if name == "absentee_percent" and value is not None and value > 100:
            raise Refusal(_("Une part va de 0 à 100. La valeur d’avant est gardée. Corrigez-la."))
        commands.set_setting(self.desk.store, name, None if value is None else str(value), origin=editor)

    def _save_cut(self) -> None:
        self.desk.act(commands.set_setting, self.desk.store, "restricted_placeholder", self.cut.currentData())

    def _save_participation(self) -> None:
        self.desk.act(
            commands.set_setting, self.desk.store, "participation", self.participation.currentData()
        )

    # The file

    def _file_card(self) -> Card:
        card = Card(_("Fichier"))
        self._file_lines = [Label("", "small", wrap=True) for _line in range(4)]
        for label in self._file_lines:
            card.body.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(
            ActionButton(
                make(self, _("Voir les sauvegardes"), partial(self.desk.go, "backups"), icon="backup")
            )
        )
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _show_file(self) -> None:
        path = self.desk.store.path
        size = thousands(max(1, round(path.stat().st_size / 1024))) if path.is_file() else "–"
        folder = self.desk.backups_root or places.backups()
        lines = (
            _("Fichier du conseil\u00a0: {path}").format(path=path),
            _("Taille\u00a0: {size}\u00a0Ko").format(size=size),
            _("Sauvegardes\u00a0: {folder}").format(folder=folder),
            _("CoproDesk {version}").format(version=__version__),
        )
        for label, line in zip(self._file_lines, lines, strict=True):
            label.setText(line)

    # The page in its window

    def refresh(self) -> None:
        """Read everything again."""
        store = self.desk.store
        facts = queries.council(store)
        held = queries.settings(store)
        self._show_council(facts)
        for name, (editor, default) in self.numbers.items():
            editor.load(held.get(name, str(default) if default else ""))
        self.participation.setCurrentIndex(max(self.participation.findData(held.get("participation")), 0))
        self.cut.setCurrentIndex(max(self.cut.findData(held.get("restricted_placeholder")), 0))
        self.colleges.refresh()
        self.themes.refresh()
        self.usual.refresh()
        self.vague.refresh()
        self.letters.refresh()
        self._show_appearance()
        self._show_file()

    def _show_council(self, facts: Council) -> None:
        values = {
            "name": facts.name,
            "commune": facts.commune,
            "priority_district": facts.priority_district,
            "address": facts.address.replace("\n", ", "),
            "phone": facts.phone,
            "email": facts.email,
        }
        for column, text in values.items():
            self.texts[column].load(text)
        self.population.load("" if facts.population is None else thousands(facts.population))
        self.kind.setCurrentIndex(max(self.kind.findData(facts.kind), 0))
        self.accent.load(facts.accent)
        self.swatch.set_colour(facts.accent)
        self._accent_row.understand(contrast_words(facts.accent))
        self._logo.setText(_("Un logo est enregistré dans le fichier.") if facts.logo else _("Aucun logo"))
        self._drop_logo.setEnabled(facts.logo is not None and not self.desk.store.read_only)
        self._choose_logo.setEnabled(not self.desk.store.read_only)

    def first_focus(self) -> QWidget | None:
        """Return the name of the council."""
        return self.texts["name"]
