"""The options that every command has. Other options get values from the environment and a file; see `settings`."""

from __future__ import annotations

import os
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from textmine.cli.errors import exit_codes
from textmine.cli.progress import set_loudness
from textmine.cli.settings import CONFIG_VARIABLE, Setting, check_keys, effective, options_of, read_config
from textmine.cli.usage import usage_errors
from textmine.errors import OptionError

__all__ = ["Command", "Group", "given_arguments", "settings_of"]


class Command(TyperCommand):
    """A command with --config, --quiet and --verbose. Its options may also be set outside the command line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += _common_options()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; report errors of the file and the variables like all other errors."""
        with exit_codes(), usage_errors(ctx):
            rest = super().parse_args(ctx, args)
            if not ctx.resilient_parsing:
                _set_loudness(ctx)
                _keep_config(ctx)
            return rest


class Group(TyperGroup):
    """The program, or commands under one name. What is wrong with the command line is said in one line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line up to the name of the command."""
        with usage_errors(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command of this name."""
        with usage_errors(ctx):
            return super().resolve_command(ctx, args)


def _common_options() -> list[TyperOption]:
    return [
        TyperOption(
            param_decls=["--config"],
            type=str,
            metavar="FILE",
            is_eager=True,  # before the options that it sets
            expose_value=False,
            callback=_configure,
            help="TOML file of options; TEXTMINE_* and the command line override it.  [default: $TEXTMINE_CONFIG]",
        ),
        TyperOption(
            param_decls=["--quiet", "-q"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_keep,
            help="Print only errors on standard error.",
        ),
        TyperOption(
            param_decls=["--verbose", "-v"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_keep,
            help="Print on standard error how long each stage took.",
        ),
    ]


def _keep(ctx: typer.Context, param: TyperOption, value: bool) -> bool:
    ctx.meta[f"textmine.{param.name}"] = value
    return value


def _set_loudness(ctx: Any) -> None:
    quiet, verbose = (bool(ctx.meta.get(f"textmine.{name}")) for name in ("quiet", "verbose"))
    if quiet and verbose:
        raise OptionError("--quiet and --verbose exclude each other", "leave out one of them")
    set_loudness(quiet=quiet, verbose=verbose)


def _keep_config(ctx: Any) -> None:
    """Refuse an output that is the file of options."""
    path = ctx.meta.get("textmine.config")
    if path is None:
        return
    from textmine.io import check_paths

    for name in ("output", "figure"):
        if ctx.params.get(name) is not None:
            check_paths(ctx.params[name], [path], new_folder=True)


def _configure(ctx: typer.Context, param: TyperOption, value: str | None) -> str | None:
    """Take values from the environment and the file as defaults of the command."""
    if not ctx.resilient_parsing:
        path = value or os.environ.get(CONFIG_VARIABLE) or None
        ctx.meta["textmine.config"] = path
        ctx.default_map = {name: setting.value for name, setting in settings_of(ctx, path).items()}
    return value


def settings_of(ctx: typer.Context, path: str | None) -> dict[str, Setting]:
    """Return the values that the environment and the file at `path` set for the command, by parameter name."""
    root = ctx.find_root()
    config: dict[str, Any] = {}
    if path is not None:
        config = read_config(path)
        check_keys(config, root.command, path)
    names: list[str] = []
    place: Any = ctx
    while place is not root:
        names.insert(0, place.info_name)
        place = place.parent
    return effective(names, ctx, config, path)


def given_arguments(ctx: typer.Context) -> list[str]:
    """Return the values that come from the environment and the file, written as arguments."""
    arguments = []
    for name, option in options_of(ctx.command).items():
        source = ctx.get_parameter_source(str(option.name))
        if source is None or source.name != "DEFAULT_MAP":
            continue
        value = (ctx.default_map or {})[str(option.name)]
        if option.is_flag:
            arguments += [f"--{name}"] if option.type_cast_value(ctx, value) else []
        else:
            for item in value if option.multiple else [value]:
                arguments += [f"--{name}", str(item)]
    return arguments
