"""Writing the whole council from the command line, in a folder that is read without the program."""

import argparse
from contextlib import closing

from coprodesk import session
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _
from coprodesk.exchange import whole_export
from coprodesk.exchange.progress import ExportProgress


def export(arguments: argparse.Namespace) -> None:
    """Write the council, as an audience may read it, and say what is there and what is not."""
    audience = Audience(Level(arguments.audience))
    with closing(session.open_council(arguments.file, read_only=True, ticking=False)) as store:
        made = whole_export.export_all(store, audience, arguments.output, ExportProgress())
    print(_("Conseil exporté\u00a0: {path}").format(path=arguments.output))
    print(made.words)
    for sentence in made.left_out:
        print(sentence)
