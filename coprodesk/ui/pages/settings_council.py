"""Settings of the council: its facts, and the letterhead of its documents."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from coprodesk.commands import council as commands
from coprodesk.domain.colour import contrast_words
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import thousands
from coprodesk.domain.i18n import _
from coprodesk.queries import council as queries
from coprodesk.queries.council import Council
from coprodesk.ui import paint, theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.body_detail import whole_number
from coprodesk.ui.pages.partner_form import beside, choice
from coprodesk.ui.pages.settings_parts import SectionView, SettingRow
from coprodesk.ui.widgets.buttons import ActionButton
from coprodesk.ui.widgets.cards import Card
from coprodesk.ui.widgets.editors import AutoLineEdit
from coprodesk.ui.widgets.fields import Form
from coprodesk.ui.widgets.header import ElidedLabel


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


class CouncilSection(SectionView):
    """Who the council is and what stands at the top of its papers; every field saves by itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.texts: dict[str, AutoLineEdit] = {}
        self.add(self._council_card())
        self.add(self._letterhead_card())

    def refresh(self) -> None:
        """Read the facts again."""
        self._show_council(queries.council(self.desk.store))

    def first_field(self) -> QWidget:
        """Return the name of the council."""
        return self.texts["name"]

    def _editor(self, save: Callable[[AutoLineEdit, str], object]) -> AutoLineEdit:
        editor = AutoLineEdit()
        self.desk.bind(editor, partial(save, editor))
        return editor

    def _council_card(self) -> Card:
        card, form = Card(_("Conseil")), Form()
        for column in ("name", "commune", "priority_district", "address", "phone", "email"):
            self.texts[column] = self._editor(partial(self._save_fact, column))
        self.population = self._editor(self._save_population)
        self.kind = choice(
            [(_("d’une commune (CLSPD)"), "communal"), (_("de plusieurs communes (CISPD)"), "intercommunal")]
        )
        self.kind.activated.connect(self._save_kind)
        self.desk.writes(self.kind)
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
        told = _("Traits et titres des documents imprimés.")
        self._accent_row = SettingRow(
            _("Couleur d’accent"), self.accent, told, self._usual_accent, self.swatch
        )
        self.desk.writes(self._accent_row.restore)
        form.add_beside(self._accent_row)
        self._choose_logo = make(self, _("Choisir une image…"), self.choose_logo, icon="folder-open")
        self._drop_logo = make(self, _("Retirer le logo"), self._without_logo, icon="trash")
        self.desk.writes(self._choose_logo, self._drop_logo)
        self._logo = ElidedLabel("", "small", "text2")
        picture = QWidget()
        line = QHBoxLayout(picture)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._logo, 1)
        line.addWidget(ActionButton(self._choose_logo).give_way())
        line.addWidget(ActionButton(self._drop_logo).give_way())
        form.add(_("Logo, en PNG ou JPEG"), picture)
        card.body.addWidget(form)
        return card

    def _save_accent(self, editor: AutoLineEdit, text: str) -> None:
        commands.set_council(self.desk.store, origin=editor, accent=text)

    def _usual_accent(self) -> None:
        self.accent.flush()
        self.desk.act(commands.set_council, self.desk.store, accent=commands.ACCENT)

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
        self._accent_row.show_changed(facts.accent != commands.ACCENT)
        self._logo.setText(_("Un logo est enregistré dans le fichier.") if facts.logo else _("Aucun logo"))
        self._drop_logo.setEnabled(facts.logo is not None)
