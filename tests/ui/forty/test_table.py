"""The table of the forty checks names each check that is played, and no other."""

import importlib
import pkgutil
import re

from tests.ui import forty

BY_HAND = {29, 33, 36, 38, 40}
LACKING = {31, 32}


def told() -> set[int]:
    """Return the numbers of the table."""
    table = (forty.__doc__ or "").split("\n\n")[-1]
    return {int(number) for number in re.findall(r"(?m)(?:^|\s{2,})(\d+) ", table)}


def played() -> set[int]:
    """Return the numbers of the tests beside this one."""
    modules = [
        importlib.import_module(f"{forty.__name__}.{one.name}")
        for one in pkgutil.iter_modules(forty.__path__)
    ]
    names = [name for module in modules for name in vars(module)]
    return {int(found[1]) for name in names if (found := re.match(r"test_(\d\d)_", name))}


def test_the_table_names_what_is_played() -> None:
    assert told() == played()


def test_no_number_is_missing() -> None:
    assert told() | BY_HAND | LACKING == set(range(1, 41))
