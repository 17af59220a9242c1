"""The council itself: who it is, its settings, and the lists of choices that are data."""

from datetime import date, datetime
from typing import NamedTuple

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import OBSERVATION_DAYS
from coprodesk.queries import day
from coprodesk.store import Store


class Council(NamedTuple):
    """The council of the file; `example_at` is the instant at which an example file stands still."""

    name: str
    kind: str
    commune: str
    population: int | None
    priority_district: str
    address: str
    phone: str
    email: str
    logo: str | None
    accent: str
    example_at: datetime | None


class Choice(NamedTuple):
    """One row of a list of kinds."""

    id: int
    code: str
    name: str


class College(NamedTuple):
    """A family of institutions; those of one that is not counted are in no figure of presence."""

    id: int
    name: str
    position: int
    counted: bool
    institutions: int


class Theme(NamedTuple):
    """A heading of the strategy, with how many commitments it bears."""

    id: int
    name: str
    position: int
    closed_on: date | None
    commitments: int


def council(store: Store) -> Council:
    """Return the council. Raises Refusal in a file that holds none."""
    row = store.row("SELECT * FROM council")
    if row is None:
        raise Refusal(
            _("Ce fichier ne contient aucun conseil. Il n’a pas été modifié. Ouvrez-en une sauvegarde.")
        )
    example_at = row["example_at"]
    return Council(
        name=row["name"],
        kind=row["kind"],
        commune=row["commune"],
        population=row["population"],
        priority_district=row["priority_district"],
        address=row["address"],
        phone=row["phone"],
        email=row["email"],
        logo=row["logo"],
        accent=row["accent"],
        example_at=datetime.fromisoformat(example_at) if example_at else None,
    )


def logo(store: Store) -> bytes | None:
    """Return the picture of the letterhead, PNG or JPEG, None without one."""
    row = store.row("SELECT data FROM blob WHERE sha256 = (SELECT logo FROM council)")
    return None if row is None else bytes(row["data"])


def settings(store: Store) -> dict[str, str]:
    """Return every setting that was changed from its default."""
    return {row["name"]: row["value"] for row in store.rows("SELECT name, value FROM setting ORDER BY name")}


def setting(store: Store, name: str, default: str = "") -> str:
    """Return one setting, or `default` when it was never changed."""
    row = store.row("SELECT value FROM setting WHERE name = ?", (name,))
    return default if row is None else str(row["value"])


def number_setting(store: Store, name: str, default: int) -> int:
    """Return a setting that is a number; a text that is none counts as `default`."""
    text = setting(store, name)
    return int(text) if text.isdecimal() else default


def silence_days(store: Store) -> int | None:
    """Return after how many days without remark minutes count as approved, None where only a meeting can."""
    if setting(store, "silent_approval") == "no":
        return None
    return number_setting(store, "observation_days", OBSERVATION_DAYS)


def colleges(store: Store) -> tuple[College, ...]:
    """Return the colleges in the order of documents."""
    rows = store.rows(
        """SELECT c.id, c.name, c.position, c.counted,
                  (SELECT count(*) FROM institution i WHERE i.college_id = c.id) AS institutions
           FROM college c ORDER BY c.position, c.id"""
    )
    return tuple(
        College(row["id"], row["name"], row["position"], bool(row["counted"]), row["institutions"])
        for row in rows
    )


def themes(store: Store, *, closed: bool = False) -> tuple[Theme, ...]:
    """Return the themes in order, with the closed ones when asked for."""
    rows = store.rows(
        """SELECT t.*, (SELECT count(*) FROM commitment c WHERE c.theme_id = t.id) AS commitments
           FROM theme t WHERE ? OR t.closed_on IS NULL ORDER BY t.position, t.id""",
        (int(closed),),
    )
    return tuple(
        Theme(row["id"], row["name"], row["position"], day(row["closed_on"]), row["commitments"])
        for row in rows
    )


def member_kinds(store: Store) -> tuple[Choice, ...]:
    """Return the kinds of members, which the law may change."""
    rows = store.rows("SELECT id, code, name FROM member_kind ORDER BY position, id")
    return tuple(Choice(*row) for row in rows)


def body_kinds(store: Store) -> tuple[Choice, ...]:
    """Return the kinds of bodies."""
    rows = store.rows("SELECT id, code, name FROM body_kind ORDER BY position, id")
    return tuple(Choice(*row) for row in rows)
