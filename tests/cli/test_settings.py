"""Options from the command line, variables, a file and defaults; --quiet and --verbose; every command walked."""

import os
import re
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from textmine.cli.main import app
from textmine.cli.settings import options_of

ROOT = Path(__file__).parents[2]
TEXT = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 3


def walk(command, names=()):
    """Every command with its names."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from walk(inner, (*names, name))
    else:
        yield " ".join(names), command


COMMANDS = dict(walk(get_command(app)))


def shown(inside, *args, **env):
    """What `textmine config` says, as {(command, option): (value, source)}."""
    code, out, err = inside("config", *args, **env)
    assert (code, err) == (0, b"")
    rows = [line.split("\t") for line in out.decode().splitlines()]
    assert rows[0] == ["command", "option", "value", "source"]
    return {(command, option): (value, source) for command, option, value, source in rows[1:]}


def test_every_option_of_every_command_is_shown_with_its_default(inside):
    found = shown(inside)
    assert list(found) == [(name, option) for name, command in COMMANDS.items() for option in options_of(command)]
    assert {source for _, source in found.values()} == {"default"}
    assert found["map", "top"] == ("10000", "default")
    assert found["cluster", "effort"] == ("default", "default")
    assert found["discover", "min-count"] == ("", "default")


def test_what_goes_before_what(inside, tmp_path):
    config = tmp_path / "textmine.toml"
    levels = [
        ("", {}, ("10000", "default")),
        ("top = 1\n", {}, ("1", str(config))),
        ("top = 1\n[map]\ntop = 2\n", {}, ("2", str(config))),
        ("top = 1\n[map]\ntop = 2\n", {"TEXTMINE_TOP": "3"}, ("3", "TEXTMINE_TOP")),
        ("top = 1\n[map]\ntop = 2\n", {"TEXTMINE_TOP": "3", "TEXTMINE_MAP_TOP": "4"}, ("4", "TEXTMINE_MAP_TOP")),
        ("[map]\ntop = 2\n", {"TEXTMINE_TOP": ""}, ("2", str(config))),
    ]
    for text, env, expected in levels:
        config.write_text(text)
        assert shown(inside, "map", "--config", config, **env)["map", "top"] == expected
        assert shown(inside, "map", TEXTMINE_CONFIG=str(config), **env)["map", "top"] == expected


def test_the_command_line_goes_before_all(inside, data, tmp_path):
    (tmp_path / "c.toml").write_text('background = ["none"]\nkeep-repeats = true\n[discover]\ntop = 1\n')
    args = ("discover", data / "power.txt", "--config", "c.toml")
    for more, env, expected in (
        ((), {}, 1),
        (("--top", "2"), {}, 2),
        ((), {"TEXTMINE_TOP": "2"}, 2),
        (("--top", "1"), {"TEXTMINE_TOP": "2"}, 1),
        ((), {"TEXTMINE_MIN_COUNT": "100000"}, 0),
    ):
        code, out, err = inside(*args, *more, cwd=tmp_path, **env)
        assert code == 0
        assert err == (b"" if expected else b"textmine: no term was found; give more text, or lower --min-count\n")
        assert out.count(b"\n") == 1 + expected


def test_lists_switches_and_choices(inside, tmp_path):
    config = tmp_path / "c.toml"
    config.write_text('[map]\nexport = ["gexf", "graphml"]\nnew-only = true\n')
    found = shown(inside, "map", "--config", config, TEXTMINE_BACKGROUND="'a b.txt' c.txt", TEXTMINE_NEW_ONLY="0")
    assert found["map", "export"] == ("gexf graphml", str(config))
    assert found["map", "background"] == ("a b.txt c.txt", "TEXTMINE_BACKGROUND")
    assert found["map", "new-only"] == ("false", "TEXTMINE_NEW_ONLY")


BAD = [
    ("min_count = 3", 2, "no option is called 'min_count'; did you mean 'min-count'?"),
    ("[mpa]\ntop = 1", 2, "no command is called 'mpa'; did you mean 'map'?"),
    ("[map]\ntopp = 1", 2, "[map] has no option 'topp'; did you mean 'top'?"),
    ("[map]\nconfig = 'x'", 2, "[map] has no option 'config'; textmine config lists all options"),
    ("[map.top]\nx = 1", 2, "[map] top: one value is wanted, a text or a number; see --top in the help"),
    ("[evaluate]\ntop = 1", 2, "[evaluate] has no command 'top'; textmine config lists all options"),
    ("[evaluate.term]\ntop = 1", 2, "[evaluate] has no command 'term'; did you mean 'terms'?"),
    ("[evaluate.terms]\ntip = 1", 2, "[evaluate.terms] has no option 'tip'; did you mean 'top'?"),
    ('[map]\ntop = "x"', 2, "[map] top: 'x' is not a whole number; see --top in the help"),
    ("[map]\ntop = true", 2, "[map] top: true is not a value for it; see --top in the help"),
    ("new-only = 1", 2, "new-only: true or false is wanted; see --new-only in the help"),
    ("top = [1]", 2, "top: one value is wanted, a text or a number; see --top in the help"),
    ("background = [[1]]", 2, "background: one value is wanted, a text or a number; see --background in the help"),
    ("top = 1979-05-27", 2, "top: one value is wanted, a text or a number; see --top in the help"),
    ("\ntop x", 1, ":2: is not TOML: Expected '='"),
    (b"top = '\xff'", 1, ":1: not UTF-8 (byte 0xff); save the file as UTF-8"),
    ("[map]\n[map]", 1, ":2: is not TOML: Cannot declare"),
    ("x = " + "[" * 5000, 1, ": is not TOML: "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "expected"), BAD)
def test_a_bad_file_is_one_line_that_names_it(inside, tmp_path, text, code, expected):
    (tmp_path / "c.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, out, err = inside("map", "absent.txt", "-o", "map", "--config", "c.toml", cwd=tmp_path)
    assert (found, out, err.count(b"\n")) == (code, b"", 1)
    assert err.decode().startswith(f"textmine: c.toml{expected if expected.startswith(':') else f': {expected}'}")
    assert os.listdir(tmp_path) == ["c.toml"]


def test_other_bad_settings_are_one_line_too(inside, tmp_path):
    cases = [
        (("--config", "absent.toml"), {}, 1, "absent.toml: no such file"),
        (("--config", "."), {}, 1, ".: "),
        ((), {"TEXTMINE_TOP": "many"}, 2, "TEXTMINE_TOP: 'many' is not a whole number; see --top in the help"),
        ((), {"TEXTMINE_NEW_ONLY": "perhaps"}, 2, "TEXTMINE_NEW_ONLY: "),
        ((), {"TEXTMINE_BACKGROUND": "'a"}, 2, "TEXTMINE_BACKGROUND: No closing quotation; see --background"),
        (("-q", "-v"), {}, 2, "--quiet and --verbose exclude each other; leave out one of them"),
    ]
    for args, env, code, expected in cases:
        found, out, err = inside("discover", "absent.txt", *args, cwd=tmp_path, **env)
        assert (found, out, err.count(b"\n")) == (code, b"", 1)
        assert err.decode().startswith(f"textmine: {expected}")


def test_quiet_leaves_errors_only(inside, tmp_path):
    (tmp_path / "text.txt").write_text(TEXT, encoding="gb18030")
    loud = inside("discover", "text.txt", cwd=tmp_path)
    quiet = inside("discover", "text.txt", "--quiet", cwd=tmp_path)
    assert loud[2].count(b"\n") == 2  # the encoding, the background
    assert quiet == (0, loud[1], b"")
    assert inside("discover", "text.txt", cwd=tmp_path, TEXTMINE_QUIET="1") == quiet
    assert inside("discover", "absent.txt", "-q")[2].startswith(b"textmine: absent.txt: ")
    verbose = inside("discover", "text.txt", "-v", cwd=tmp_path)
    assert verbose[1] == loud[1]
    assert b" s CPU\n" in verbose[2]


def test_the_command_in_a_record_has_what_the_file_said(inside, data, tmp_path):
    shutil.copy(data / "power.txt", tmp_path / "text.txt")
    (tmp_path / "c.toml").write_text('threads = 2\n[map]\nkeep-repeats = true\nbackground = ["none"]\nwindow = 5\n')
    code, _, err = inside("map", "text.txt", "--window", "7", "-o", "m", "--config", "c.toml", cwd=tmp_path)
    assert (code, err) == (0, b"")
    said = "textmine map text.txt --window 7 --background none --keep-repeats --output DIR"
    assert f'"command": "{said}"' in (tmp_path / "m" / "run.json").read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_common_options_and_stands_in_the_readme(name, inside):
    options = options_of(COMMANDS[name])
    assert {"quiet", "verbose", "output"} <= set(options)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| .*`textmine {name}[ `]", readme, re.MULTILINE)
    out = inside(*name.split(), "--help")[1].decode()
    for option in ("--config FILE", "-q, --quiet", "-v, --verbose", *(f"--{name}" for name in options)):
        assert option in out
    # Each option says what it does.
    assert all(option.help for option in options.values())


def test_the_shell_completes_commands_options_and_values(inside):
    def complete(line):
        env = {"_TEXTMINE_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        code, out, err = inside(**env)
        assert (code, err) == (0, b"")
        return out.decode().split()

    assert complete("textmine cl") == ["cluster"]
    assert complete("textmine evaluate ") == ["terms", "segmentation", "communities"]
    assert complete("textmine cluster g.tsv --eff") == ["--effort"]
    assert complete("textmine cluster g.tsv --effort ") == ["fast", "default", "best"]
    # A broken file must not print into the command line that is being typed.
    assert complete("textmine map --config /absent --ex") == ["--exclude", "--export"]


def test_the_script_for_the_shell_is_printed(inside):
    for kind in ("bash", "zsh", "fish"):
        env = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
        code, out, err = inside("--show-completion", kind, **env)
        assert (code, err) == (0, b"")
        assert b"_TEXTMINE_COMPLETE" in out


def test_the_help_of_the_program_says_how_it_is_run(inside):
    out = inside("--help")[1].decode()
    for part in ("Settings:", "TEXTMINE_MAP_TOP=100", "Shell completion:", "Exit codes:", "NO_COLOR"):
        assert part in out
    assert "      threads = 2\n      [map]\n" in inside("config", "--help")[1].decode()
