"""A meeting in session: its turns, its pauses and its clock, always worked out from stored hours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import MovementKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour, minutes_of
from coprodesk.domain.i18n import _
from coprodesk.domain.meetings import MeetingState, planned_end, require_hours, require_transition


@dataclass(frozen=True, slots=True)
class Turn:
    """An item under discussion from "HH:MM" to "HH:MM"; None while it still is."""

    from_at: str
    to_at: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The session suspended from "HH:MM" to "HH:MM"; None while it still is."""

    from_at: str
    to_at: str | None = None


@dataclass(frozen=True, slots=True)
class LiveItem:
    """One item of the agenda. `added` tells one that was added on the spot: the plan knew nothing of it."""

    id: int
    position: int
    planned_minutes: int
    outcome: Outcome = Outcome.OPEN
    turns: tuple[Turn, ...] = ()
    added: bool = False

    @property
    def running(self) -> bool:
        """Tell whether it is under discussion."""
        return bool(self.turns) and self.turns[-1].to_at is None

    @property
    def started_at(self) -> str | None:
        """Return when its first turn began, None when it was never discussed."""
        return self.turns[0].from_at if self.turns else None


@dataclass(frozen=True, slots=True)
class LiveState:
    """All that is stored of a session; hours are "HH:MM", items in the order of the agenda."""

    state: MeetingState
    starts_at: str
    ends_at: str
    opened_at: str | None = None
    closed_at: str | None = None
    items: tuple[LiveItem, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def running(self) -> int | None:
        """Return the id of the item under discussion, None between two items."""
        return next((item.id for item in self.items if item.running), None)

    @property
    def suspended_since(self) -> str | None:
        """Return since when the session is suspended, None when it is not."""
        return self.pauses[-1].from_at if self.pauses and self.pauses[-1].to_at is None else None


@dataclass(frozen=True, slots=True)
class LiveClock:
    """What the clock tells: minutes of the running item, and how the session stands against its plan.

    `late` counts minutes after the plan, negative ones ahead of it. `item_end` is when the running item
    should end, `estimated_end` when the session should, `planned_end` the hour people were convened to.
    """

    used: int
    planned: int
    late: int
    item_end: str | None
    estimated_end: str
    planned_end: str
    suspended_since: str | None


# What may happen


@dataclass(frozen=True, slots=True)
class Open:
    """The session is opened."""


@dataclass(frozen=True, slots=True)
class Start:
    """An item is taken up; the running one ends."""

    item_id: int


@dataclass(frozen=True, slots=True)
class End:
    """The running item ends; without an outcome it counts as treated when it was still open."""

    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """The session pauses; the running item keeps its place."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The session goes on with the same item."""


@dataclass(frozen=True, slots=True)
class Close:
    """The session is closed; `opened_at` gives or corrects the hour of its opening."""

    opened_at: str | None = None


Event = Open | Start | End | Suspend | Resume | Close


def step(state: LiveState, event: Event, now: str) -> LiveState:
    """Return the session after an event at "HH:MM".

    Raises Refusal for an event that the state does not allow, or an hour before what is already noted.
    """
    if isinstance(event, Open):
        return _opened(state, now)
    if isinstance(event, Close):
        return _closed(state, event, now)
    if state.state is not MeetingState.IN_PROGRESS:
        raise Refusal(_("La séance n’est pas ouverte. Rien n’a changé. Ouvrez d’abord la séance."))
    _require_after(state, now)
    if isinstance(event, Start):
        return _started(state, event.item_id, now)
    if isinstance(event, End):
        return _ended(state, now, event.outcome)
    return _suspended(state, now) if isinstance(event, Suspend) else _resumed(state, now)


def _opened(state: LiveState, now: str) -> LiveState:
    if state.state is MeetingState.HELD:
        raise Refusal(
            _("La séance est close. Rien n’a changé. Revenez d’abord à l’état «\u00a0en cours\u00a0».")
        )
    require_transition(state.state, MeetingState.IN_PROGRESS)
    if state.state is MeetingState.IN_PROGRESS:
        raise Refusal(
            _("La séance est déjà ouverte. Rien n’a changé. Corrigez au besoin son heure d’ouverture.")
        )
    return replace(state, state=MeetingState.IN_PROGRESS, opened_at=now, closed_at=None)


def _started(state: LiveState, item_id: int, now: str) -> LiveState:
    if state.suspended_since is not None:
        raise Refusal(
            _("La séance est suspendue depuis {hour}. Rien n’a changé. Reprenez d’abord la séance.").format(
                hour=hour(state.suspended_since)
            )
        )
    if state.running == item_id:
        return state
    if all(item.id != item_id for item in state.items):
        raise Refusal(_("Ce point n’est plus à l’ordre du jour. Rien n’a changé. Choisissez un autre point."))

    def begin(item: LiveItem) -> LiveItem:
        return replace(item, outcome=Outcome.OPEN, turns=(*item.turns, Turn(now)))

    return _with_item(_ended(state, now), item_id, begin)


def _ended(state: LiveState, now: str, outcome: Outcome | None = None) -> LiveState:
    if state.running is None:
        return state

    def end(item: LiveItem) -> LiveItem:
        became = outcome or (Outcome.TREATED if item.outcome is Outcome.OPEN else item.outcome)
        return replace(item, outcome=became, turns=(*item.turns[:-1], replace(item.turns[-1], to_at=now)))

    return _with_item(state, state.running, end)


def _suspended(state: LiveState, now: str) -> LiveState:
    if state.suspended_since is not None:
        raise Refusal(
            _("La séance est déjà suspendue depuis {hour}. Rien n’a changé. Reprenez-la.").format(
                hour=hour(state.suspended_since)
            )
        )
    return replace(state, pauses=(*state.pauses, Pause(now)))


def _resumed(state: LiveState, now: str) -> LiveState:
    if state.suspended_since is None:
        raise Refusal(
            _("La séance n’est pas suspendue. Rien n’a changé. Poursuivez le point en cours ou le suivant.")
        )
    return replace(state, pauses=(*state.pauses[:-1], replace(state.pauses[-1], to_at=now)))


def _closed(state: LiveState, event: Close, now: str) -> LiveState:
    require_transition(state.state, MeetingState.HELD)
    opened = event.opened_at or state.opened_at or state.starts_at
    require_hours(state.starts_at, state.ends_at, opened, now)
    require_within(replace(state, opened_at=opened))
    if state.state is not MeetingState.HELD:
        _require_after(state, now, field="closed_at", opened=opened)
    ended = _ended(state, now)
    if ended.suspended_since is not None:
        ended = _resumed(ended, now)
    return replace(ended, state=MeetingState.HELD, opened_at=opened, closed_at=now)


def _require_after(state: LiveState, now: str, *, field: str = "at", opened: str | None = None) -> None:
    """Refuse an hour before the last one noted: no turn may overlap another."""
    known = [opened or state.opened_at or now]
    known += [at for item in state.items for turn in item.turns for at in (turn.from_at, turn.to_at) if at]
    known += [at for pause in state.pauses for at in (pause.from_at, pause.to_at) if at]
    if now < max(known):
        raise Refusal(
            _(
                "Il serait {now}, mais la séance est déjà notée jusqu’à {last}. Rien n’a changé. "
                "Vérifiez l’heure."
            ).format(now=hour(now), last=hour(max(known))),
            field=field,
        )


def _with_item(state: LiveState, item_id: int, change: Callable[[LiveItem], LiveItem]) -> LiveState:
    return replace(state, items=tuple(change(item) if item.id == item_id else item for item in state.items))


def require_within(state: LiveState) -> None:
    """Raise Refusal when an item was discussed before the opening or after the closing."""
    spans = [turn for item in state.items for turn in item.turns]
    first = min((turn.from_at for turn in spans), default=None)
    last = max((turn.to_at or turn.from_at for turn in spans), default=None)
    if first is not None and state.opened_at is not None and first < state.opened_at:
        words = _("Un point a commencé à {at}, avant cette ouverture ({limit}).")
        at, limit, field = first, state.opened_at, "opened_at"
    elif last is not None and state.closed_at is not None and last > state.closed_at:
        words = _("Un point a duré jusqu’à {at}, après cette levée ({limit}).")
        at, limit, field = last, state.closed_at, "closed_at"
    else:
        return
    told = words.format(at=hour(at), limit=hour(limit))
    raise Refusal(_("{told} Rien n’a changé. Vérifiez l’heure.").format(told=told), field=field)


# Arrivals and departures


def require_move_inside(kind: MovementKind, at: str, opened_at: str | None, closed_at: str | None) -> None:
    """Raise Refusal for an arrival or a departure noted out of the session."""
    words = _("Une arrivée à {at}") if kind is MovementKind.ARRIVAL else _("Un départ à {at}")
    if opened_at is None:
        raise Refusal(
            _(
                "La séance n’est pas ouverte : on n’y arrive ni n’en part. Rien n’a changé. "
                "Ouvrez d’abord la séance."
            ),
            field="at",
        )
    if at < opened_at:
        raise Refusal(
            _("{what} serait avant l’ouverture ({opened}). Rien n’a changé. Vérifiez l’heure.").format(
                what=words.format(at=hour(at)), opened=hour(opened_at)
            ),
            field="at",
        )
    if closed_at is not None and at > closed_at:
        raise Refusal(
            _("{what} serait après la levée ({closed}). Rien n’a changé. Vérifiez l’heure.").format(
                what=words.format(at=hour(at)), closed=hour(closed_at)
            ),
            field="at",
        )


def require_move_order(moves: Sequence[tuple[str, MovementKind]]) -> None:
    """Raise Refusal when who is there arrives, or who left leaves, again; moves are in order of hours."""
    for (before, kind), (after, same) in pairwise(moves):
        if kind is not same:
            continue
        if kind is MovementKind.ARRIVAL:
            words = _(
                "Ce siège est déjà arrivé à {before} et n’est pas reparti avant {after}. Rien n’a changé. "
                "Notez d’abord son départ."
            )
        else:
            words = _(
                "Ce siège est déjà parti à {before} et n’est pas revenu avant {after}. Rien n’a changé. "
                "Notez d’abord son retour."
            )
        raise Refusal(words.format(before=hour(before), after=hour(after)), field="at")


# What the stored hours say


def minutes_used(item: LiveItem, pauses: Iterable[Pause], now: str) -> int:
    """Return the minutes of all the turns of an item up to "HH:MM", without what the pauses took of them."""
    stops = [(minutes_of(pause.from_at), minutes_of(pause.to_at or now)) for pause in pauses]
    used = 0
    for turn in item.turns:
        begin, end = minutes_of(turn.from_at), minutes_of(turn.to_at or now)
        paused = sum(max(min(end, to) - max(begin, since), 0) for since, to in stops)
        used += max(end - begin - paused, 0)
    return used


def next_item_of(state: LiveState) -> int | None:
    """Return the item to go on with: the next one still open, else the first one that was passed over."""
    running = next((item for item in state.items if item.running), None)
    waiting = [item for item in state.items if item.outcome is Outcome.OPEN and not item.running]
    after = [item for item in waiting if running is None or item.position > running.position]
    if running is None:
        after = [item for item in waiting if item.position > _last_discussed(state)]
    return next((item.id for item in (*after, *waiting)), None)


def previous_item_of(state: LiveState) -> int | None:
    """Return the item before the running one on the agenda; without a running one, the last discussed."""
    limit = next((item.position for item in state.items if item.running), _last_discussed(state) + 1)
    before = [item for item in state.items if item.position < limit and (item.turns or _to_treat(item))]
    return before[-1].id if before else None


def _to_treat(item: LiveItem) -> bool:
    return item.outcome in (Outcome.OPEN, Outcome.TREATED)


def _last_discussed(state: LiveState) -> int:
    """Return the position of the item that ended last, 0 before any did."""
    ends = [(turn.to_at or "", item.position) for item in state.items for turn in item.turns[-1:]]
    return max(ends)[1] if ends else 0


def clock(state: LiveState, now: str) -> LiveClock:
    """Return the clock at "HH:MM"; before the opening and after the closing `now` counts for nothing."""
    if state.state is MeetingState.HELD:
        now = state.closed_at or now
    elif state.state is not MeetingState.IN_PROGRESS:
        now = state.starts_at
    now = max(now, state.opened_at or now)
    running = next((item for item in state.items if item.running), None)
    used = minutes_used(running, state.pauses, now) if running else 0
    planned = running.planned_minutes if running else 0
    left = max(planned - used, 0)
    rest = [item for item in state.items if item.outcome is Outcome.OPEN and not item.running]
    remaining = left + sum(item.planned_minutes for item in rest)
    if state.state is MeetingState.HELD:
        remaining = 0
    plan = sum(item.planned_minutes for item in state.items if not item.added)
    end = minutes_of(now) + remaining
    return LiveClock(
        used=used,
        planned=planned,
        late=end - minutes_of(state.starts_at) - plan if state.items else 0,
        item_end=planned_end(now, left) if running else None,
        estimated_end=planned_end(now, remaining) if state.items else state.closed_at or state.ends_at,
        planned_end=state.ends_at,
        suspended_since=state.suspended_since,
    )


def expected_times(state: LiveState, now: str) -> dict[int, str]:
    """Return by item when it began, or for one still to come when it should, as things stand."""
    told = clock(state, now)
    if state.state is MeetingState.IN_PROGRESS:
        at = told.item_end or max(now, state.opened_at or now)
    else:
        at = state.starts_at
    found: dict[int, str] = {}
    for item in state.items:
        if item.turns:
            found[item.id] = item.turns[0].from_at
        else:
            found[item.id] = at
            if item.outcome is Outcome.OPEN:
                at = planned_end(at, item.planned_minutes)
    return found
