"""The language of the window: our words, Qt's own texts, and how its fields read numbers."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from coprodesk.assets import resource
from coprodesk.domain import i18n

LANGUAGES = {"fr": "Français", "en": "English"}
"""Code of each language -> its name, which is not translated: whoever looks for theirs reads that one."""

_QT_FRENCH = "qt_french"

_QT_OWN = {
    ("QFileDialog", "&Look in:"): "&Chercher dans\u00a0:",
    ("QFileDialog", "Files of &type:"): "&Type de fichier\u00a0:",
    ("QAbstractFileIconProvider", "Folder"): "Dossier",
    ("QAbstractFileIconProvider", "File Folder"): "Dossier",
    ("QShortcut", "Return"): "Entrée",
    ("QShortcut", "PgDown"): "PgSuiv",
    ("QShortcut", "PgUp"): "PgPréc",
    ("QShortcut", "Page Down"): "PgSuiv",
    ("QShortcut", "Page Up"): "PgPréc",
}
"""Qt's context and text -> what its French catalogue lacks, and keys as they are written on keyboards."""


class _QtFrench(QTranslator):
    """Qt's French, with our words before its own."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the French of `text`, None when there is none: Qt then keeps its own."""
        found = _QT_OWN.get((context, text)) or super().translate(context, text, disambiguation, n)
        return found or None


def speak(app: QApplication, language: str = i18n.FRENCH, *, english_paper: bool = False) -> None:
    """Speak `language` from now on; papers and dates stay French unless `english_paper` asks otherwise.

    A text already shown stays as it is: the window is built after this.
    """
    english = language == "en"
    i18n.install(language, resource("locale"), paper="en" if english and english_paper else i18n.FRENCH)
    country = QLocale.Country.UnitedKingdom if english else QLocale.Country.France
    QLocale.setDefault(QLocale(QLocale.Language.English if english else QLocale.Language.French, country))
    held = app.findChild(QTranslator, _QT_FRENCH)
    if english and held is not None:
        app.removeTranslator(held)
        held.setParent(None)
        held.deleteLater()
    elif not english and held is None:
        _install_qt_french(app)


def _install_qt_french(app: QApplication) -> None:
    translator = _QtFrench(app)
    translator.setObjectName(_QT_FRENCH)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
