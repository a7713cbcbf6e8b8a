"""Values of options: from the command line, the environment, a configuration file, or the defaults.

The command line overrides the environment, and the environment overrides the file. A value for one command overrides a
value for all commands: `TEXTMINE_MAP_TOP` overrides `TEXTMINE_TOP`, and `[map] top` overrides `top`.
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
# Options that a file cannot set: they are about the program, or name the file itself.
_NO_SETTINGS = {"help", "version", "config", "install-completion", "show-completion"}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and its source: the name of a variable or of a file."""

    value: Any
    source: str


def option_name(option: Any) -> str:
    """Return the name of an option on the command line, without dashes, such as `min-count`."""
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
        It cannot be read, or is not TOML.
    """
    import tomllib

    from textmine.io import read_bytes

    data = read_bytes(path)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        raise InputError(path, at, f"not UTF-8 (byte {data[error.start]:#x})", "save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason, _, place = str(error).partition(" (at line ")
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else reason
        line = int(place.partition(",")[0]) if place[:1].isdigit() else None
        raise InputError(path, line, f"is not TOML: {reason}", "write lines such as top = 100, under [map]") from error


def check_keys(config: Mapping[str, Any], program: Any, path: str) -> None:
    """Refuse names of commands and options that do not exist, and suggest the nearest name.

    Raises
    ------
    OptionError
        A table is not a command, or a key is not an option.
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
    # difflib counts min_count for min-count as two errors.
    found = difflib.get_close_matches(name.lower().replace("_", "-"), sorted(known), 1)
    return f"did you mean '{found[0]}'?" if found else "textmine config lists all options"


def effective(
    names: Sequence[str], ctx: typer.Context, config: Mapping[str, Any], path: str | None
) -> dict[str, Setting]:
    """Return the values that the environment and the file set for a command, checked, by parameter name.

    Parameters
    ----------
    names
        The command, such as `["evaluate", "terms"]`.
    ctx
        Its context.
    config, path
        The configuration, and the file it was read from.

    Raises
    ------
    OptionError
        The option does not take a value.
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
        if value := os.environ.get(variable):  # an empty variable counts as not set
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
            raise ValueError("true or false is wanted" if option.is_flag else f"{_shown(item)} is not a value for it")
        if not isinstance(item, str | int | float):
            raise ValueError("one value is wanted, a text or a number")
    return values if option.multiple else value


def _shown(item: object) -> str:
    return str(item).lower() if isinstance(item, bool) else repr(item)


def _checked(
    convert: Callable[[TyperOption, Any], Any], option: TyperOption, value: Any, source: str, ctx: typer.Context
) -> Any:
    """Return a value in the form that the command line gives, checked."""
    try:
        given = convert(option, value)
        option.type_cast_value(ctx, given)
    except typer.BadParameter as error:
        from textmine.cli.usage import about_value

        raise OptionError(f"{source}: {about_value(error)}", f"see --{option_name(option)} in the help") from error
    except ValueError as error:
        raise OptionError(f"{source}: {error}", f"see --{option_name(option)} in the help") from error
    return given
