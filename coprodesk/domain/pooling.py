"""Groups too small to be told apart in what is published: one figure never stands for one institution."""

from collections.abc import Sequence

LEAST_TOLD = 3
"""With two members in a group, each of them knows the figure of the other."""


def pooled(sizes: Sequence[int], least: int = LEAST_TOLD) -> tuple[tuple[int, ...], ...]:
    """Return which groups, by their place, are told together, each set with `least` members or more.

    Groups large enough stand alone in their order, the others come last, together; the smallest of the large
    ones joins them when they are still too few. Empty groups are left out; nothing is told of too few in all.
    """
    alone = [place for place, size in enumerate(sizes) if size >= least]
    together = [place for place, size in enumerate(sizes) if 0 < size < least]
    if together and sum(sizes[place] for place in together) < least:
        if not alone:
            return ()
        joined = min(reversed(alone), key=lambda place: sizes[place])
        alone.remove(joined)
        together = sorted([*together, joined])
    return tuple((place,) for place in alone) + ((tuple(together),) if together else ())
