"""The same verbs and documents with no window: `run` is the whole command line, without Qt."""

from coprodesk.cli.parser import run

__all__ = ["run"]
