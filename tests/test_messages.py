"""Messages of the library name its parameters; only the command line names options."""

import ast
import re
from pathlib import Path

import pytest

from textmine.cli.naming import PARAMETERS, with_options

PACKAGE = Path(__file__).parents[1] / "textmine"
ROOMS = sorted(path for path in PACKAGE.iterdir() if path.name not in ("cli", "report", "__pycache__"))
OPTION = re.compile(r"(?:^|[ (;])(--[a-z][a-z-]+|-[a-z]\b)")


def strings(path):
    """Every string of a module but its docstrings; parts of f-strings one by one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in statements:
            yield node.value


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_no_message_of_the_library_names_an_option(room):
    for path in room.rglob("*.py") if room.is_dir() else [room] if room.suffix == ".py" else []:
        for text in strings(path):
            named = OPTION.findall(text)
            assert not named or text.startswith("pip install"), (path, text)


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_parameter_in_a_message_has_its_option(room):
    for path in room.rglob("*.py") if room.is_dir() else [room] if room.suffix == ".py" else []:
        for text in strings(path):
            assert set(re.findall("`([a-z_]+)[`=]", text)) <= PARAMETERS, (path, text)


def test_every_option_that_is_named_exists():
    from typer.main import get_command

    from textmine.cli.main import app

    commands, known = [get_command(app)], set()
    while commands:
        command = commands.pop()
        commands += getattr(command, "commands", {}).values()
        known |= {option for parameter in command.params for option in parameter.opts}
    assert {with_options(f"`{name}`") for name in PARAMETERS} <= known


def test_values_stand_behind_the_option():
    assert with_options("use `weight='npmi'` or `false_discovery_rate=0.05`") == "use --weight npmi or --fdr 0.05"
