"""Verbs on the council itself: its facts, its settings, its colleges, kinds and themes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from coprodesk.commands import (
    insert_templates,
    insert_usual_commitment,
    plain,
    require_row,
    require_title,
    typing_merge,
)
from coprodesk.commands.usual_institutions import seat_usual
from coprodesk.domain.colour import accent_of
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.planning import USUAL_TASKS
from coprodesk.domain.templates import usual_templates
from coprodesk.domain.usual_commitments import USUAL_COMMITMENTS
from coprodesk.domain.usual_institutions import UsualInstitution
from coprodesk.store import Store, Writer

TOWN = "Ville"
OTHERS = "Autres"

# The order of D. 132-8 CSI; the town comes first and hosts, so that it is in no figure of presence.
COLLEGES = (
    TOWN,
    "État",
    "Justice",
    "Éducation",
    "Département",
    "Bailleurs",
    "Transports",
    "Aide aux victimes",
    "Prévention",
    "Santé",
    "Économie",
    "Secours et emploi",
    "Habitants",
    OTHERS,
)
# L. 132-4 and L. 132-13 CSI (law of 21 March 2024), D. 132-8.
MEMBER_KINDS = (
    ("chair", "Présidence"),
    ("secretariat", "Secrétariat"),
    ("ex_officio", "Membre de droit"),
    ("designated", "Membre désigné"),
    ("qualified_person", "Personne qualifiée"),
    ("guest", "Invité"),
)
BODY_KINDS = (
    ("plenary", "Plénière"),
    ("restricted", "Formation restreinte"),
    ("thematic", "Groupe thématique"),
    ("territorial", "Groupe territorial"),
    ("watch_cell", "Cellule de veille"),
    ("network", "Réseau"),
    ("external", "Instance extérieure"),
)
THEMES = (
    "Jeunes, école, famille",
    "Aide aux victimes et violences intrafamiliales",
    "Tranquillité publique",
    "Gouvernance et données",
)
# Name, short name, kind, yearly target (D. 132-9: one plenary a year at least), planned minutes.
BODIES = (
    ("Formation plénière du CLSPD", "Plénière", "plenary", 1, 140),
    ("Formation restreinte du CLSPD", "Restreinte", "restricted", 4, 90),
)

ACCENT = "#1d3557"
"""The colour of the documents of a new council."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LOGO_BYTES = 2_000_000


def seed(
    change: Writer,
    *,
    name: str,
    commune: str,
    example_at: datetime | None = None,
    institutions: Iterable[UsualInstitution] = (),
    **fields: Any,
) -> None:
    """Fill a new file with what every French council needs; `fields` are further columns of the council.

    `institutions` get their seats at once. Raises Refusal without a name or a commune.
    """
    name, commune = _council_names(name, commune)
    change.insert(
        "council",
        id=1,
        name=name,
        commune=commune,
        example_at=example_at.isoformat(timespec="seconds") if example_at else None,
        **plain(fields),
    )
    for position, college in enumerate(COLLEGES):
        change.insert("college", name=college, position=position, counted=int(college != TOWN))
    for position, (code, kind) in enumerate(MEMBER_KINDS):
        change.insert("member_kind", code=code, name=kind, position=position)
    kinds = {
        code: change.insert("body_kind", code=code, name=kind, position=position)
        for position, (code, kind) in enumerate(BODY_KINDS)
    }
    insert_templates(change, kinds, usual_templates())
    for position, theme in enumerate(THEMES):
        change.insert("theme", name=theme, position=position)
    for offset_days, label in USUAL_TASKS:
        change.insert("usual_task", label=label, offset_days=offset_days)
    for draft in USUAL_COMMITMENTS:
        insert_usual_commitment(change, draft)
    for position, (body, short_name, code, target, minutes) in enumerate(BODIES):
        change.insert(
            "body",
            name=body,
            short_name=short_name,
            body_kind_id=kinds[code],
            position=position,
            numbered=1,
            yearly_target=target,
            planned_minutes=minutes,
        )
    seat_usual(change, institutions)


def _council_names(name: str, commune: str) -> tuple[str, str]:
    return (
        require_title(name, _("Le conseil doit avoir un nom. Rien n’a été modifié. Écrivez-le.")),
        require_title(commune, _("La commune manque. Rien n’a été modifié. Écrivez-la, puis recommencez.")),
    )


def set_council(store: Store, *, origin: object = None, **fields: Any) -> None:
    """Set facts of the council. Raises Refusal for a blank name or commune, an accent that is no colour."""
    _council_names(fields.get("name", "-"), fields.get("commune", "-"))
    if (fields.get("population") or 0) < 0:
        raise Refusal(_("La population ne peut pas être négative. Rien n’a été modifié. Corrigez le nombre."))
    if "accent" in fields:
        fields["accent"] = accent_of(fields["accent"])
    with store.change(
        _("Fiche du conseil"), merge=typing_merge("council", 1, fields), origin=origin
    ) as change:
        change.update("council", 1, **plain(fields))


def set_logo(store: Store, picture: bytes | None, *, origin: object = None) -> None:
    """Set the picture of the letterhead, or take it away. Raises Refusal unless PNG or JPEG under 2 MB."""
    if picture is not None and (not picture.startswith(_PICTURES) or len(picture) > _LOGO_BYTES):
        raise Refusal(
            _(
                "Cette image ne convient pas\u00a0: il faut un PNG ou un JPEG de moins de 2\u00a0Mo. "
                "Rien n’a été modifié. Choisissez une autre image."
            )
        )
    with store.change(_("Logo du conseil"), origin=origin) as change:
        change.update("council", 1, logo=None if picture is None else change.put_blob(picture))


def set_setting(store: Store, name: str, value: str | None, *, what: str = "", origin: object = None) -> None:
    """Set one setting; None gives it back its default. `what` is how the user calls it, for the undo."""
    label = _("Réglage «\u00a0{what}\u00a0»").format(what=what) if what else _("Réglage modifié")
    with store.change(label, origin=origin) as change:
        held = change.rows("setting", name=name)
        if value is None:
            for row in held:
                change.delete("setting", row["id"])
        elif held:
            change.update("setting", held[0]["id"], value=value)
        else:
            change.insert("setting", name=name, value=value)


# Colleges


def add_college(store: Store, name: str, *, counted: bool = True, origin: object = None) -> int:
    """Add a college at the end. Raises Refusal for a blank name or one already taken."""
    with store.change(_("Ajout du collège « {name} »").format(name=name.strip()), origin=origin) as change:
        return change.insert(
            "college",
            name=_free_name(change, "college", name),
            position=_next_position(change, "college"),
            counted=int(counted),
        )


def rename_college(store: Store, college_id: int, name: str, *, origin: object = None) -> None:
    """Rename a college; rolls already taken keep its former name. Raises Refusal as `add_college`."""
    label = _("Collège renommé en « {name} »").format(name=name.strip())
    with store.change(label, origin=origin) as change:
        change.update("college", college_id, name=_free_name(change, "college", name, college_id))


def move_college(store: Store, college_id: int, steps: int, *, origin: object = None) -> None:
    """Move a college by so many places, downwards when positive, no farther than an end."""
    with store.change(_("Ordre des collèges"), origin=origin) as change:
        _move(change, "college", college_id, steps)


def set_college_counted(store: Store, college_id: int, counted: bool, *, origin: object = None) -> None:
    """Say whether a college counts in the figures of presence; rolls already taken keep what they say."""
    with store.change(_("Collège compté ou non dans la présence"), origin=origin) as change:
        change.update("college", college_id, counted=int(counted))


def delete_college(store: Store, college_id: int, *, origin: object = None) -> None:
    """Delete a college. Raises Refusal while institutions belong to it."""
    with store.change(_("Suppression d’un collège"), origin=origin) as change:
        if change.rows("institution", college_id=college_id):
            raise Refusal(
                _(
                    "Des partenaires appartiennent à ce collège. Rien n’a été supprimé. "
                    "Changez d’abord leur collège."
                )
            )
        change.delete("college", college_id)


# Themes


def add_theme(store: Store, name: str, *, origin: object = None) -> int:
    """Add a theme at the end. Raises Refusal for a blank name or one already taken."""
    with store.change(_("Ajout du thème « {name} »").format(name=name.strip()), origin=origin) as change:
        return change.insert(
            "theme", name=_free_name(change, "theme", name), position=_next_position(change, "theme")
        )


def rename_theme(store: Store, theme_id: int, name: str, *, origin: object = None) -> None:
    """Rename a theme. Raises Refusal as `add_theme`."""
    with store.change(_("Thème renommé en « {name} »").format(name=name.strip()), origin=origin) as change:
        change.update("theme", theme_id, name=_free_name(change, "theme", name, theme_id))


def move_theme(store: Store, theme_id: int, steps: int, *, origin: object = None) -> None:
    """Move a theme by so many places, downwards when positive, no farther than an end."""
    with store.change(_("Ordre des thèmes"), origin=origin) as change:
        _move(change, "theme", theme_id, steps)


def close_theme(store: Store, theme_id: int, on: date | None, *, origin: object = None) -> None:
    """Close a theme on a day, or open it again with None; its commitments keep it."""
    label = _("Réouverture d’un thème") if on is None else _("Clôture d’un thème")
    with store.change(label, origin=origin) as change:
        change.update("theme", theme_id, closed_on=on.isoformat() if on else None)


def delete_theme(store: Store, theme_id: int, *, origin: object = None) -> None:
    """Delete a theme. Raises Refusal while a commitment or a topic bears it."""
    with store.change(_("Suppression d’un thème"), origin=origin) as change:
        if change.rows("commitment", theme_id=theme_id) or change.rows("topic", theme_id=theme_id):
            raise Refusal(
                _("Des engagements ou des sujets portent ce thème. Rien n’a été supprimé. Clôturez-le.")
            )
        change.delete("theme", theme_id)


# Kinds of members


def add_member_kind(store: Store, name: str, *, origin: object = None) -> int:
    """Add a kind of member. Raises Refusal for a blank name or one already taken."""
    label = _("Ajout de la qualité de membre « {name} »").format(name=name.strip())
    with store.change(label, origin=origin) as change:
        found = _free_name(change, "member_kind", name)
        position = _next_position(change, "member_kind")
        return change.insert("member_kind", code=f"own_{position}", name=found, position=position)


def rename_member_kind(store: Store, kind_id: int, name: str, *, origin: object = None) -> None:
    """Rename a kind of member, as when the law changes. Raises Refusal as `add_member_kind`."""
    label = _("Qualité de membre renommée en « {name} »").format(name=name.strip())
    with store.change(label, origin=origin) as change:
        change.update("member_kind", kind_id, name=_free_name(change, "member_kind", name, kind_id))


def _free_name(change: Writer, table: str, name: str, row_id: int | None = None) -> str:
    """Return the name to write; raise Refusal when it is blank or another row of the list has it."""
    found = require_title(name, _("Le nom est vide. Rien n’a été modifié. Écrivez-le, puis recommencez."))
    for row in change.rows(table):
        if row["id"] != row_id and fold(row["name"]) == fold(found):
            raise Refusal(
                _("« {name} » existe déjà dans la liste. Rien n’a été modifié. Prenez un autre nom.").format(
                    name=row["name"]
                )
            )
    return found


def _next_position(change: Writer, table: str) -> int:
    return max((row["position"] for row in change.rows(table)), default=-1) + 1


def _move(change: Writer, table: str, row_id: int, steps: int) -> None:
    require_row(change.row(table, row_id))
    ids = [row["id"] for row in sorted(change.rows(table), key=lambda row: (row["position"], row["id"]))]
    place = ids.index(row_id)
    ids.insert(min(max(place + steps, 0), len(ids) - 1), ids.pop(place))
    for position, one in enumerate(ids):
        change.update(table, one, position=position)
