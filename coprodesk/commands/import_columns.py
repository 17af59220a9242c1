"""Remembering which column of an imported table gave what."""

import json

from coprodesk.domain.i18n import _
from coprodesk.domain.import_plan import ColumnChoice
from coprodesk.queries.import_columns import SETTING, choices, digest
from coprodesk.store import Store

KEPT = 12
"""Of how many tables the columns are remembered, the latest first."""


def remember_columns(store: Store, chosen: ColumnChoice, *, origin: object = None) -> None:
    """Remember the columns chosen, for the next table with the same header.

    It goes with the file, whoever holds the post next, and stays when the import is taken back: who undoes an
    import to try again wants the columns of the first try.
    """
    entry = {"what": chosen.what, "header": digest(chosen.header), "columns": dict(chosen.columns)}
    others = [one for one in choices(store) if any(one[name] != entry[name] for name in ("what", "header"))]
    value = json.dumps([entry, *others][:KEPT])
    with store.change(_("Colonnes d’un tableau retenues"), origin=origin, final=True) as change:
        held = change.rows("setting", name=SETTING)
        if held:
            change.update("setting", held[0]["id"], value=value)
        else:
            change.insert("setting", name=SETTING, value=value)
