"""The example council on this post: where it lies, and how it is taken away."""

from collections.abc import Sequence
from pathlib import Path

from coprodesk import places, session
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import demo
from coprodesk.exchange.printing import make_folder
from coprodesk.store import Store
from coprodesk.store.erasing import erase_example, require_erasable


def example_path() -> Path:
    """Return where the example is made, in the user's documents."""
    return places.documents() / "CoproDesk" / demo.FILE_NAME


def create_example() -> Store:
    """Make the example, its folder too, and open it. Raises Refusal when it cannot be written."""
    path = example_path()
    make_folder(path.parent)
    return session.create_council(path, demo.fill(), demo.label())


def open_example() -> Store:
    """Open the example to take it away; raise Refusal when there is none, or a real council in its place."""
    path = example_path()
    if not places.is_file(path):
        raise Refusal(
            _(
                "Il n’y a pas d’exemple à effacer sur ce poste. Rien n’a été touché. "
                "Vous pouvez ouvrir l’exemple quand vous voulez."
            )
        )
    store = session.open_council(path)
    try:
        require_erasable(store)
    except Refusal:
        store.close()
        raise
    return store


def erase(store: Store, roots: Sequence[Path]) -> str:
    """Take the open example away with its copies under `roots` and return the sentence that tells it.

    Raises Refusal as `store.erasing.erase_example`.
    """
    copies = erase_example(store, roots)
    words = _("Exemple effacé\u00a0: le fichier «\u00a0{name}\u00a0». Vos autres fichiers n’ont pas changé.")
    if copies:
        words = ngettext(
            "Exemple effacé\u00a0: le fichier «\u00a0{name}\u00a0» et {n} sauvegarde. "
            "Vos autres fichiers n’ont pas changé.",
            "Exemple effacé\u00a0: le fichier «\u00a0{name}\u00a0» et {n} sauvegardes. "
            "Vos autres fichiers n’ont pas changé.",
            copies,
        )
    return words.format(name=store.path.name, n=copies)
