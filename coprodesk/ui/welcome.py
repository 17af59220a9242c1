"""The first screen: discover the example, create the council's file, open one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk import __version__
from coprodesk.domain.i18n import _
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, Variant
from coprodesk.ui.widgets.cards import Banner, Card, Separator
from coprodesk.ui.widgets.marks import IconMark
from coprodesk.ui.widgets.scroll import scrolled


class Welcome(QWidget):
    """Three cards; `discover`, `create` and `open` tell which button was used.

    `links` are shown at the bottom right (theme, text size, help).
    """

    discover = Signal()
    create_file = Signal()
    open_file = Signal()

    def __init__(self, links: Sequence[QAction] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(6)
        column.addWidget(self.banner)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconMark("handshake", "onacc", 26, tile=44), 0, centre)
        column.addSpacing(10)
        title = Label(_("Bienvenue dans CoproDesk"), "figure")
        title.setAlignment(centre)
        column.addWidget(title)
        words = Label(
            _(
                "Préparer, tenir et suivre les réunions du conseil local "
                "de sécurité et de prévention de la délinquance"
            ),
            "body",
            "text2",
            wrap=True,
        )
        words.setAlignment(centre)
        column.addWidget(words)
        column.addSpacing(18)
        column.addLayout(self._cards())
        column.addStretch(1)
        area = scrolled(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addLayout(self._foot(links))

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addStretch(1)
        self.buttons: list[ActionButton] = []
        row.addWidget(
            self._card(
                "journal",
                _("Découvrir avec un dossier d’exemple"),
                _(
                    "Brévigny-sur-Lorne, commune fictive : 9 réunions, 12 partenaires, 12 engagements. "
                    "Chaque page porte la mention EXEMPLE."
                ),
                _("À part de vos vrais fichiers."),
                _("Ouvrir l’exemple"),
                self.discover.emit,
                "primary",
            ),
            20,
        )
        row.addWidget(
            self._card(
                "file-plus",
                _("Créer le fichier du conseil"),
                _("Deux étapes : le nom, l’emplacement. Vous pourrez reprendre vos tableaux."),
                _("Moins de 3 minutes."),
                _("Créer le fichier…"),
                self.create_file.emit,
            ),
            20,
        )
        row.addWidget(
            self._card(
                "folder-open",
                _("Ouvrir un fichier existant"),
                _(
                    "Un fichier .copro de ce poste, d’une clé USB ou d’un dossier partagé. "
                    "Une sauvegarde peut aussi être restaurée."
                ),
                _("Le dernier ouvert revient tout seul."),
                _("Ouvrir un fichier…"),
                self.open_file.emit,
            ),
            20,
        )
        row.addStretch(1)
        return row

    def _card(
        self,
        icon: str,
        title: str,
        words: str,
        note: str,
        button: str,
        run: Callable[[], object],
        variant: Variant = "secondary",
    ) -> Card:
        card = Card()
        card.setAccessibleName(title)
        card.setMaximumWidth(theme.px(318))
        card.body.setContentsMargins(26, 26, 26, 24)
        card.body.setSpacing(6)
        card.body.addWidget(IconMark(icon, "accent", 26, tile=48))
        card.body.addSpacing(10)
        card.body.addWidget(Label(title, "main", wrap=True))
        card.body.addWidget(Label(words, "body", "text2", wrap=True))
        card.body.addStretch(1)
        card.body.addSpacing(12)
        card.body.addWidget(Separator())
        card.body.addSpacing(4)
        card.body.addWidget(Label(note, "small", "text3", wrap=True))
        card.body.addSpacing(4)
        made = ActionButton(make(self, button, run), variant)
        self.buttons.append(made)
        card.body.addWidget(made)
        card.setMinimumHeight(theme.px(352))
        return card

    def _foot(self, links: Sequence[QAction]) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 4, 24, 10)
        foot.addWidget(
            Label(_("CoproDesk {version} · logiciel libre").format(version=__version__), "tiny", "text2"), 1
        )
        middle = Label(_("Aucune connexion : vos données restent dans votre fichier."), "tiny", "text2")
        middle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot.addWidget(middle, 1)
        right = QHBoxLayout()
        right.addStretch(1)
        for link in links:
            right.addWidget(ActionButton(link, "link"))
        foot.addLayout(right, 1)
        return foot

    def first_focus(self) -> QWidget:
        """Return the primary button."""
        return self.buttons[0]

    def minimumSizeHint(self) -> QSize:
        """The cards scroll."""
        return QSize(700, 300)
