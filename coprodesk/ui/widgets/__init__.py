"""The kit: every small widget the pages are made of, dressed by the theme and usable by keyboard."""

from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton, CheckBox
from coprodesk.ui.widgets.cards import Banner, Card, EmptyState, KeyBar, Separator, Toast
from coprodesk.ui.widgets.editors import AutoLineEdit, AutoTextEdit, flush_pending
from coprodesk.ui.widgets.fields import DateField, Form, FormRow, TimeField, parse_hour
from coprodesk.ui.widgets.filters import ComboBox, FilterBar, SearchField, Segment, SegmentedFilter, show_hint
from coprodesk.ui.widgets.header import ElidedLabel, PageHeader, Step, Stepper
from coprodesk.ui.widgets.list_detail import ListDetail
from coprodesk.ui.widgets.marks import (
    GlyphMark,
    IconMark,
    KeyCap,
    Monogram,
    PrecisionRing,
    PresenceCell,
    StatusChip,
    initials,
)
from coprodesk.ui.widgets.panel import DetailPanel

__all__ = [
    "ActionButton",
    "AutoLineEdit",
    "AutoTextEdit",
    "Banner",
    "Card",
    "CheckBox",
    "ComboBox",
    "DateField",
    "DetailPanel",
    "ElidedLabel",
    "EmptyState",
    "FilterBar",
    "Form",
    "FormRow",
    "GlyphMark",
    "IconMark",
    "KeyBar",
    "KeyCap",
    "Label",
    "ListDetail",
    "Monogram",
    "PageHeader",
    "PrecisionRing",
    "PresenceCell",
    "SearchField",
    "Segment",
    "SegmentedFilter",
    "Separator",
    "StatusChip",
    "Step",
    "Stepper",
    "TimeField",
    "Toast",
    "flush_pending",
    "initials",
    "parse_hour",
    "show_hint",
]
