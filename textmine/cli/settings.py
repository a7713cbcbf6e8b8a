"""Where the values of options come from: the command line, the environment, a configuration file, their defaults.

The command line goes before the environment, that before the file. Within each, what is said of one command goes before
what is said of all: `TEXTMINE_MAP_TOP` before `TEXTMINE_TOP`, `[map] top` before `top`.
"""

from __future__ import annotations

import difflib
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperOption

from textmine.errors import InputError, OptionError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CONFIG_VARIABLE", "Setting", "check_keys", "effective", "option_name", "options_of", "read_config"]

CONFIG_VARIABLE = "TEXTMINE_CONFIG"
# What a file cannot say: these are about the program, or name the file itself.
_NO_SETTINGS = {"help", "version", "config", "install-completion", "show-completion"}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and who gave it: the name of a variable or of a file."""

    value: Any
    source: str


def option_name(option: Any) -> str:
    """Return what an option is called on the command line, without dashes, e.g. `min-count`."""
    return str(max(option.opts, key=len)).lstrip("-")


def options_of(command: Any) -> dict[str, TyperOption]:
    """Return the options of a command that can be set, by name."""
    options = {option_name(param): param for param in command.params if isinstance(param, TyperOption)}
    return {name: option for name, option in options.items() if name not in _NO_SETTINGS}


def read_config(path: str) -> dict[str, Any]:
    """Read a configuration file.

    Raises
    ------
    InputError
        It cannot be read, or is no TOML.
    """
    import tomllib

    from textmine.io import read_bytes

    try:
        return tomllib.loads(read_bytes(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(path, None, f"is no TOML: {reason}", "write lines such as top = 100, under [map]") from error


def check_keys(config: Mapping[str, Any], program: Any, path: str) -> None:
    """Refuse what no command has, and say what is nearest to it.

    Raises
    ------
    OptionError
        A table is no command, or a key no option.
    """
    commands = program.commands
    known = {name for command in _commands(program) for name in options_of(command)}
    for key, value in config.items():
        if isinstance(value, Mapping):
            if key not in commands:
                raise OptionError(f"{path}: no command is called '{key}'", _nearest(key, commands))
            _check_table(value, commands[key], path, key)
        elif key not in known:
            raise OptionError(f"{path}: no option is called '{key}'", _nearest(key, {*known, *commands}))


def _commands(program: Any) -> Iterator[Any]:
    for command in program.commands.values():
        yield from _commands(command) if hasattr(command, "commands") else [command]


def _check_table(table: Mapping[str, Any], command: Any, path: str, section: str) -> None:
    if hasattr(command, "commands"):
        inner = command.commands
        for key, value in table.items():
            if key not in inner or not isinstance(value, Mapping):
                raise OptionError(f"{path}: [{section}] has no command '{key}'", _nearest(key, inner))
            _check_table(value, inner[key], path, f"{section}.{key}")
        return
    known = options_of(command)
    for key in table:
        if key not in known:
            raise OptionError(f"{path}: [{section}] has no option '{key}'", _nearest(key, known))


def _nearest(name: str, known: Iterable[str]) -> str:
    # Underscores are the slip that difflib takes for two.
    found = difflib.get_close_matches(name.lower().replace("_", "-"), sorted(known), 1)
    return f"did you mean '{found[0]}'?" if found else "textmine config lists what there is"


def effective(
    names: Sequence[str], ctx: typer.Context, config: Mapping[str, Any], path: str | None
) -> dict[str, Setting]:
    """Return what the environment and the file say of a command, by the name of the parameter, values checked.

    Parameters
    ----------
    names
        The command, e.g. `["evaluate", "terms"]`.
    ctx
        Its context.
    config, path
        The configuration and its file.

    Raises
    ------
    OptionError
        A value is none that the option takes.
    """
    section: Mapping[str, Any] = config
    for name in names:
        section = section.get(name, {})
    found = {}
    for name, option in options_of(ctx.command).items():
        said = _from_environment(names, name) or _from_file(names, name, section, config, path or "")
        if said is not None:
            value, source = said.value, said.source
            convert = _from_text if said.source.startswith("TEXTMINE_") else _from_toml
            checked = _checked(convert, option, value, source, ctx)
            found[str(option.name)] = Setting(checked, source.partition(": ")[0])
    return found


def _from_environment(names: Sequence[str], name: str) -> Setting | None:
    for parts in ([*names, name], [name]):
        variable = "_".join(["TEXTMINE", *parts]).upper().replace("-", "_")
        if value := os.environ.get(variable):  # an empty one is none, as elsewhere
            return Setting(value, variable)
    return None


def _from_file(
    names: Sequence[str], name: str, section: Mapping[str, Any], config: Mapping[str, Any], path: str
) -> Setting | None:
    if name in section:
        return Setting(section[name], f"{path}: [{'.'.join(names)}] {name}")
    if name in config and not isinstance(config[name], Mapping):
        return Setting(config[name], f"{path}: {name}")
    return None


def _from_text(option: TyperOption, value: str) -> Any:
    return shlex.split(value) if option.multiple else value


def _from_toml(option: TyperOption, value: Any) -> Any:
    values = value if isinstance(value, list) and option.multiple else [value]
    for item in values:
        if option.is_flag != isinstance(item, bool):
            raise ValueError("true or false is wanted" if option.is_flag else f"{_shown(item)} is no value for it")
        if not isinstance(item, str | int | float):
            raise ValueError("one value is wanted, a text or a number")
    return values if option.multiple else value


def _shown(item: object) -> str:
    return str(item).lower() if isinstance(item, bool) else repr(item)


def _checked(
    convert: Callable[[TyperOption, Any], Any], option: TyperOption, value: Any, source: str, ctx: typer.Context
) -> Any:
    """Return a value as the command line would have given it."""
    try:
        given = convert(option, value)
        option.type_cast_value(ctx, given)
    except typer.BadParameter as error:
        raise OptionError(
            f"{source}: {error.message}".rstrip("."), f"see --{option_name(option)} in the help"
        ) from error
    except ValueError as error:
        raise OptionError(f"{source}: {error}", f"see --{option_name(option)} in the help") from error
    return given
