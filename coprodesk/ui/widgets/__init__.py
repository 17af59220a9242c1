"""The kit: every small widget the pages are made of, dressed by the theme and usable by keyboard."""
