"""The first screen: discover the example, create the council's file, open one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from coprodesk import __version__
from coprodesk.domain.i18n import _
from coprodesk.places import is_file
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, Variant
from coprodesk.ui.widgets.cards import Banner, Card, Separator
from coprodesk.ui.widgets.marks import IconMark
from coprodesk.ui.widgets.scroll import scrolled

T = TypeVar("T")

RECENT, LETTERS = 3, 28
"""Files offered again, and letters of the name of one."""

PROMISE_FROM, PICTURES_FROM = 980, 560
"""Pixels at 100 % of the letters: the width with room for the middle of the foot, the height for icons."""


class Welcome(QWidget):
    """Three cards; `discover`, `erase`, `create_file`, `open_file` and `open_recent` tell what was asked for.

    At the bottom right are the help, and theme and text size, which `look_asked` tells; `wish` is the theme
    asked for until now ('system', 'light' or 'dark').
    """

    discover = Signal()
    erase = Signal()
    create_file = Signal()
    open_file = Signal()
    open_recent = Signal(Path)
    look_asked = Signal(str, float)

    def __init__(self, wish: str = "system", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = wish
        self._recent: list[Path] = []
        self.banner = Banner()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(6)
        column.addWidget(self.banner)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._pictures: list[QWidget] = [IconMark("handshake", "onacc", 26, tile=44)]
        self._card_widgets: list[Card] = []
        column.addWidget(self._pictures[0], 0, centre)
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
        outer.addLayout(self._foot())

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addStretch(1)
        self.buttons: list[ActionButton] = []
        self._erase = make(self, _("Effacer l’exemple"), self.erase.emit)
        self._erase.setVisible(False)
        self.recent = [make(self, "", partial(self._open_recent, place)) for place in range(RECENT)]
        for action in self.recent:
            action.setVisible(False)
        for card in (self._example_card(), self._new_card(), self._open_card()):
            row.addWidget(card, 20)
        row.addStretch(1)
        return row

    def _example_card(self) -> Card:
        return self._card(
            "journal",
            _("Découvrir avec un dossier d’exemple"),
            _(
                "Brévigny-sur-Lorne, commune fictive : 9 réunions, 12 partenaires, 12 engagements. "
                "Chaque page porte la mention EXEMPLE."
            ),
            _("À effacer en un geste."),
            _("Ouvrir l’exemple"),
            self.discover.emit,
            "primary",
            above=[self._erase],
        )

    def _new_card(self) -> Card:
        return self._card(
            "file-plus",
            _("Créer le fichier du conseil"),
            _(
                "Trois étapes\u00a0: le conseil, ses partenaires, l’emplacement. "
                "Vous pourrez reprendre vos tableaux."
            ),
            _("Moins de 3 minutes."),
            _("Créer le fichier…"),
            self.create_file.emit,
        )

    def _open_card(self) -> Card:
        return self._card(
            "folder-open",
            _("Ouvrir un fichier existant"),
            _(
                "Un fichier .copro de ce poste, d’une clé USB ou d’un dossier partagé. "
                "Une sauvegarde peut aussi être restaurée."
            ),
            _("Un double-clic suffit, ou le glisser ici."),
            _("Ouvrir un fichier…"),
            self.open_file.emit,
            above=self.recent,
        )

    def _card(
        self,
        icon: str,
        title: str,
        words: str,
        note: str,
        button: str,
        run: Callable[[], object],
        variant: Variant = "secondary",
        *,
        above: Sequence[QAction] = (),
    ) -> Card:
        card = Card()
        card.setAccessibleName(title)
        card.setMaximumWidth(theme.px(318))
        card.body.setSpacing(6)
        picture = IconMark(icon, "accent", 26, tile=48)
        self._pictures.append(picture)
        self._card_widgets.append(card)
        card.body.addWidget(picture)
        card.body.addSpacing(4)
        card.body.addWidget(Label(title, "main", wrap=True))
        card.body.addWidget(Label(words, "body", "text2", wrap=True))
        for action in above:
            card.body.addWidget(ActionButton(action, "link"))
        card.body.addStretch(1)
        card.body.addSpacing(12)
        card.body.addWidget(Separator())
        card.body.addSpacing(4)
        card.body.addWidget(Label(note, "small", "text3", wrap=True))
        card.body.addSpacing(4)
        made = ActionButton(make(self, button, run), variant)
        self.buttons.append(made)
        card.body.addWidget(made)
        return card

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 4, 24, 10)
        foot.addWidget(
            Label(_("CoproDesk {version} · logiciel libre").format(version=__version__), "tiny", "text2"), 1
        )
        self._promise = middle = Label(
            _("Aucune connexion\u00a0: vos données restent dans votre fichier."), "tiny", "text2"
        )
        middle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot.addWidget(middle, 1)
        help_ = make(self, _("Aide"), self._open_help, shortcut="F1", whole_window=True)
        self._theme = make(self, "", self._choose_theme)
        self._size = make(self, _("Taille du texte"), self._choose_size)
        right = QHBoxLayout()
        right.addStretch(1)
        self.links = [ActionButton(action, "link") for action in (help_, self._theme, self._size)]
        for link in self.links:
            right.addWidget(link)
        foot.addLayout(right, 1)
        theme.notifier().changed.connect(self._name_theme)
        self._name_theme()
        return foot

    # Links

    def show_files(self, last: Sequence[str]) -> None:
        """Offer those of the last files that are still there, and to take the example away when it is."""
        from coprodesk.ui.example import example_path

        self._recent = [path for path in map(Path, last) if is_file(path)][:RECENT]
        for action, path in zip_longest(self.recent, self._recent):
            action.setVisible(path is not None)
            if path is not None:
                action.setText(_short(path.stem).replace("&", "&&"))
                action.setToolTip(str(path))
        self._erase.setVisible(is_file(example_path()))

    def _open_recent(self, place: int) -> None:
        self.open_recent.emit(self._recent[place])

    def _open_help(self) -> None:
        from coprodesk.ui.help import open_help

        open_help(self, "welcome")

    def _name_theme(self) -> None:
        self._theme.setText(_("Thème sombre") if theme.tokens().dark else _("Thème clair"))

    def _choose_theme(self) -> None:
        wishes = {"system": _("Celui du système"), "light": _("Clair"), "dark": _("Sombre")}
        self._choose(self.links[1], wishes, self._wish, lambda wish: self._dress(wish, theme.scale()))

    def _choose_size(self) -> None:
        sizes = {scale: f"{round(scale * 100)}\u00a0%" for scale in theme.SCALES}
        self._choose(self.links[2], sizes, theme.scale(), lambda scale: self._dress(self._wish, scale))

    def _choose(self, link: QWidget, choices: Mapping[T, str], now: T, chosen: Callable[[T], None]) -> None:
        """Open the menu of a link over it, with the present choice checked."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for value, words in choices.items():
            action = menu.addAction(words, partial(chosen, value))
            action.setCheckable(True)
            action.setChecked(value == now)
            if value == now:
                menu.setActiveAction(action)
        menu.popup(link.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _dress(self, wish: str, scale: float) -> None:
        self._wish = wish
        self.look_asked.emit(wish, scale)

    def first_focus(self) -> QWidget:
        """Return the primary button."""
        return self.buttons[0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the links and the buttons their room."""
        super().resizeEvent(event)
        self._promise.setVisible(self.width() >= theme.px(PROMISE_FROM))
        high = self.height() >= theme.px(PICTURES_FROM)
        for picture in self._pictures:
            picture.setVisible(high)
        for card in self._card_widgets:
            card.setMinimumHeight(theme.px(352 if high else 288))
            card.body.setContentsMargins(26, 26 if high else 14, 26, 24 if high else 14)

    def minimumSizeHint(self) -> QSize:
        """The cards scroll."""
        return QSize(700, 300)


def _short(name: str) -> str:
    """Return a name that a card has room for: both ends of a long one."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS // 2]}…{name[-LETTERS // 2 :]}"
