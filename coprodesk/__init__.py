"""CoproDesk: the desk of the secretary of a local council for security and crime prevention."""

__version__ = "0.9.0"
