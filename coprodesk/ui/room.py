"""How much room a window leaves: the classes by which pages fold (visual design, section 6)."""

from typing import Literal, NamedTuple

WidthClass = Literal["large", "normal", "compact"]
HeightClass = Literal["normal", "low", "very_low"]

RAIL_UNDER = 1180
LARGE_FROM = 1600
LOW_UNDER = 660
VERY_LOW_UNDER = 560


class Room(NamedTuple):
    """The class of a client area, in logical pixels: `width` and `height` each by name."""

    width: WidthClass = "normal"
    height: HeightClass = "normal"

    @property
    def margin(self) -> int:
        """The margin of a page: 24, or 16 when compact or low."""
        return 16 if self.width == "compact" or self.height == "very_low" else 24


def side_width(wanted: int, window_width: int) -> int:
    """Return the width of a column beside what one works on: three tenths of the window at most."""
    return min(wanted, window_width * 3 // 10)


def room_for(width: int, height: int) -> Room:
    """Return the class of a client area of `width` × `height` logical pixels at a text size of 100 %.

    With a larger text the caller divides by the text size: letters take the room that pixels gave.
    """
    wide: WidthClass = "large" if width >= LARGE_FROM else "normal" if width >= RAIL_UNDER else "compact"
    high: HeightClass = "very_low" if height < VERY_LOW_UNDER else "low" if height < LOW_UNDER else "normal"
    return Room(wide, high)
