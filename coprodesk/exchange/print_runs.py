"""Several papers at once: one file for each recipient, or all the papers of a meeting; whole or none."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coprodesk.documents import catalogue
from coprodesk.domain.disclosure import Audience
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_screen
from coprodesk.exchange import printing
from coprodesk.exchange.printing import Prepared, Printed
from coprodesk.queries.letters import LetterRun
from coprodesk.queries.recipients import meeting_recipients
from coprodesk.store import Store


@dataclass(slots=True)
class Progress:
    """How far a run has come, told by the worker and read by the window, which may stop it."""

    pages: int = 0
    papers: int = 0
    stopped: bool = False

    def stop(self) -> None:
        """Have the run end at its next page."""
        self.stopped = True

    @on_screen()
    def __call__(self, page: int) -> None:
        """Note the page being set. Raises Refusal when the run was stopped."""
        self.pages = page
        if self.stopped:
            raise Refusal(
                _("La mise en page est arrêtée. Rien n’a été écrit. Rouvrez l’aperçu pour reprendre.")
            )


def prepare_each(store: Store, name: str, about_id: int, audience: Audience) -> tuple[Prepared, ...]:
    """Return the paper of a meeting for each of its recipients, named by the institution.

    Raises Refusal as `printing.prepare`.
    """
    kind = catalogue.kind(name)
    if not kind.needs_partner:
        whole = printing.prepare(store, name, about_id, audience)
        if isinstance(whole.data, LetterRun):
            return _named(
                [
                    # The name of a file names no person.
                    (
                        replace(whole, data=replace(whole.data, addressees=(one,))),
                        one.institution or _("Invité"),
                    )
                    for one in whole.data.addressees
                ]
            )
    return tuple(
        printing.prepare(store, name, about_id, audience, partner_id=one.institution_id)
        for one in meeting_recipients(store, about_id)
    )


def _named(papers: Sequence[tuple[Prepared, str]]) -> tuple[Prepared, ...]:
    """Return the papers with the name of their recipient in that of their file, numbered where two agree."""
    found: dict[str, Prepared] = {}
    for paper, name in papers:
        stem, n = printing.safe_stem(f"{paper.stem} – {name}"), 1
        while (wanted := stem if n == 1 else f"{stem} ({n})") in found:
            n += 1
        found[wanted] = replace(paper, stem=wanted)
    return tuple(found.values())


def render_all(papers: Sequence[Prepared], progress: Progress) -> tuple[Printed, ...]:
    """Set every paper. Safe in a worker. Raises Refusal when the run was stopped."""
    done = []
    for paper in papers:
        done.append(printing.render(paper, progress))
        progress.papers += 1
    return tuple(done)


def write_folder(parent: Path, name: str, papers: Sequence[Printed]) -> Path:
    """Write the papers in a new folder of `parent`. Returns as `write_files`.

    Raises Refusal as `printing.let_out` and as `write_files`.
    """
    printing.let_out(*papers)
    return write_files(parent, name, {paper.file_name: paper.pdf for paper in papers})


def write_files(parent: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write files, by their names, in a new folder of `parent` that appears whole or not at all; return it.

    A folder of that name is left alone: the new one gets a number. Raises Refusal when it cannot be written.
    """
    target = free_name(parent, printing.safe_stem(name))
    making = parent / f".{target.name[:40]}.part"
    shutil.rmtree(making, ignore_errors=True)
    printing.make_folder(making)
    try:
        for file_name, data in files.items():
            printing.write_whole(making / file_name, data)
        making.rename(target)
    except Refusal:
        shutil.rmtree(making, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise printing.unwritten(target, error) from error
    return target


def free_name(parent: Path, name: str, suffix: str = "") -> Path:
    """Return a path of `parent` that nothing has yet: the name, numbered when it is taken."""
    target, n = parent / f"{name}{suffix}", 2
    while os.path.lexists(target):  # where this user may not look, writing says why not
        target = parent / f"{name} ({n}){suffix}"
        n += 1
    return target
