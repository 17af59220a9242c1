"""Verbs on the local figures of a year and on the free texts of its report."""

from coprodesk.commands import plain, reposition, require_row, require_title, typing_merge
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.queries.local_figures import NoteSection
from coprodesk.store import Store, Writer

_FIELDS = frozenset({"indicator", "producer", "value", "base", "source"})
_FIRST_YEAR, _LAST_YEAR = 1983, 2200
"""Communal prevention councils began in 1983."""


def add_local_figure(
    store: Store,
    year: int,
    indicator: str,
    value: int,
    *,
    producer: str = "",
    base: int | None = None,
    source: str = "",
    origin: object = None,
) -> int:
    """Add a figure at the end of its year and return its id.

    Raises Refusal without an indicator, for one that the year already has, for a negative value or a base
    smaller than it.
    """
    named = _indicator(indicator)
    _require_year(year)
    _require_counts(value, base)
    label = _("Chiffre de {year}\u00a0: {indicator}").format(year=year, indicator=named)
    with store.change(label, origin=origin) as change:
        held = change.rows("local_figure", year=year)
        _require_new(held, named, producer)
        return change.insert(
            "local_figure",
            year=year,
            indicator=named,
            producer=producer.strip(),
            value=value,
            base=base,
            source=source.strip(),
            position=max((row["position"] for row in held), default=0) + 1,
        )


def set_local_figure(
    store: Store, figure_id: int, *, origin: object = None, **fields: str | int | None
) -> None:
    """Change a figure. Raises Refusal as `add_local_figure`."""
    if not fields.keys() <= _FIELDS:
        raise TypeError(f"a local figure has no field {sorted(fields.keys() - _FIELDS)}")
    values = plain({name: one.strip() if isinstance(one, str) else one for name, one in fields.items()})
    if "indicator" in values:
        values["indicator"] = _indicator(values["indicator"])
    merge = typing_merge("local_figure", figure_id, values)
    with store.change(_("Modification d’un chiffre local"), merge=merge, origin=origin) as change:
        after = {**require_row(change.row("local_figure", figure_id)), **values}
        _require_counts(after["value"], after["base"])
        others = [row for row in change.rows("local_figure", year=after["year"]) if row["id"] != figure_id]
        _require_new(others, after["indicator"], after["producer"])
        change.update("local_figure", figure_id, **values)


def move_local_figure(store: Store, figure_id: int, steps: int, *, origin: object = None) -> None:
    """Move a figure by so many places in its year, downwards when positive, no farther than an end."""
    with store.change(_("Ordre des chiffres locaux"), origin=origin) as change:
        held = require_row(change.row("local_figure", figure_id))
        reposition(change, "local_figure", change.rows("local_figure", year=held["year"]), figure_id, steps)


def delete_local_figure(store: Store, figure_id: int, *, origin: object = None) -> None:
    """Take a figure off its year."""
    with store.change(_("Suppression d’un chiffre local"), origin=origin) as change:
        require_row(change.row("local_figure", figure_id))
        change.delete("local_figure", figure_id)


def set_annual_note(
    store: Store, year: int, section: NoteSection, text: str, *, origin: object = None
) -> None:
    """Write a free text of the report of a year; an empty one takes it off."""
    _require_year(year)
    kept = text.strip()
    label = _("Bilan {year}\u00a0: {section}").format(year=year, section=section.label.lower())
    merge = ("annual_note", year, section.value)
    with store.change(label, merge=merge, origin=origin) as change:
        held = _note(change, year, section)
        if held is None:
            if kept:
                change.insert("annual_note", year=year, section=section.value, text=kept)
        elif kept:
            change.update("annual_note", held, text=kept)
        else:
            change.delete("annual_note", held)


def _note(change: Writer, year: int, section: NoteSection) -> int | None:
    rows = change.rows("annual_note", year=year, section=section.value)
    return int(rows[0]["id"]) if rows else None


def _indicator(text: str) -> str:
    missing = _(
        "L’indicateur manque. Rien n’a été enregistré. Écrivez par exemple\u00a0: cambriolages de logement."
    )
    try:
        return require_title(text, missing)
    except Refusal as refusal:
        raise Refusal(str(refusal), field="indicator") from None


def _require_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refusal(
            _(
                "{year} n’est pas une année de ce conseil. Rien n’a été enregistré. "
                "Choisissez une autre année."
            ).format(year=year)
        )


def _require_counts(value: int, base: int | None) -> None:
    if value < 0 or (base is not None and base < 0):
        raise Refusal(
            _("Un effectif n’est pas négatif. Rien n’a été enregistré. Corrigez la valeur."), field="value"
        )
    if base is not None and base < value:
        raise Refusal(
            _("La base est plus petite que la valeur. Rien n’a été enregistré. Corrigez l’une des deux."),
            field="base",
        )


def _require_new(held: list[dict[str, object]], indicator: str, producer: str) -> None:
    key = fold(indicator), fold(producer.strip())
    if any((fold(str(row["indicator"])), fold(str(row["producer"]))) == key for row in held):
        raise Refusal(
            _(
                "«\u00a0{indicator}\u00a0» est déjà dans cette année. Rien n’a été enregistré. "
                "Modifiez plutôt sa ligne."
            ).format(indicator=indicator),
            field="indicator",
        )
