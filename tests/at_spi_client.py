"""Reads the program from outside, as a screen reader does; run by a Python that has AT-SPI, not by pytest.

at_spi_client.py COMMAND…  starts the program, walks its first pages and writes what it found as JSON.
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60.0
PLACES = ("Accueil", "Réunions", "Engagements", "Partenaires", "Groupes", "Sauvegardes")
CONTROLS = (
    "push button",
    "toggle button",
    "check box",
    "text",
    "combo box",
    "table",
    "page tab",
    "list item",
)


def turn(seconds=0.05):
    """Let events arrive."""
    loop = GLib.MainLoop()
    GLib.timeout_add(int(seconds * 1000), loop.quit)
    loop.run()


def wait(found):
    """Return what `found` gives once it gives something; None when patience is at its end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if (what := found()) is not None:
                return what
        except GLib.Error:
            pass  # what was asked has gone meanwhile
        turn(0.1)
    return None


def application(pid):
    """Return the program among those on the desktop."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(number)
        if one is not None and one.get_process_id() == pid and one.get_child_count():
            return one
    return None


def showing(root):
    """Walk what is shown; tables are not entered, a list of 20,000 lines would have no end."""
    todo = [root]
    while todo:
        one = todo.pop()
        yield one
        if one.get_role_name() == "table":
            continue
        for number in range(one.get_child_count() - 1, -1, -1):
            child = one.get_child_at_index(number)
            if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
                todo.append(child)


def find(root, name, roles):
    """Return what is shown under this name in one of these roles."""
    for one in showing(root):
        if one.get_role_name() in roles and one.get_name().startswith(name):
            return one
    return None


def press(one):
    """Do what a click does."""
    action = one.get_action_iface()
    names = [action.get_action_name(number) for number in range(action.get_n_actions())]
    return action.do_action(next((n for n, name in enumerate(names) if name in ("Press", "Toggle")), 0))


def table_of(one):
    """Return name, columns and first lines of a table."""
    table = one.get_table_iface()
    heads = [table.get_column_header(n) for n in range(min(3, table.get_n_columns()))]
    cells = [table.get_accessible_at(line, 0) for line in range(min(4, table.get_n_rows()))]
    return {
        "name": one.get_name(),
        "rows": table.get_n_rows(),
        "heads": [head.get_name() for head in heads if head is not None],
        "cells": [cell.get_name() for cell in cells if cell is not None],
    }


def walk(app):
    """Open each place and return its controls, as (role, name), and its tables."""
    pages = {}
    for place in PLACES:
        item = find(app, place, ("push button",))
        if item is None:
            pages[place] = None
            continue
        press(item)
        turn(0.6)
        seen = [one for one in showing(app) if one.get_role_name() in CONTROLS]
        pages[place] = {
            "controls": [(one.get_role_name(), one.get_name()) for one in seen],
            "tables": [table_of(one) for one in seen if one.get_role_name() == "table"],
        }
    return pages


def main():
    heard = []
    listener = Atspi.EventListener.new(lambda event: heard.append(str(event.any_data)))
    listener.register("object:announcement")
    program = subprocess.Popen(sys.argv[1:])
    try:
        app = wait(lambda: application(program.pid))
        assert app is not None, "the program did not appear on the accessibility bus"
        frame = wait(lambda: next((one for one in showing(app) if one.get_role_name() == "frame"), None))
        found = {"name": app.get_name(), "frame": frame.get_name(), "pages": walk(app)}
        heard.clear()
        copy = find(app, "Sauvegarder", ("push button",))
        found["pressed"] = copy is not None and press(copy)
        found["heard"] = wait(lambda: next((words for words in heard if "Sauvegarde" in words), None))
        press(find(app, "Engagements", ("push button",)))
        field = wait(lambda: find(app, "Filtrer", ("text",)))
        text = field.get_editable_text_iface()
        text.insert_text(0, "lycée", 5)
        turn(0.3)
        found["field"] = Atspi.Text.get_text(field, 0, -1)
        print(json.dumps(found, ensure_ascii=False))
    finally:
        program.terminate()
        program.wait(timeout=20)


main()
