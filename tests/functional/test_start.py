"""The command line itself: help, unknown options, a quick start."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pyarrow", "duckdb", "datasketch", "scipy", "jinja2", "tqdm", "pathspec"}
COMMANDS = ("clean", "check", "report", "explain", "phrase", "restore")


def modules_after(code):
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_loads_nothing_heavy():
    loaded = modules_after("import dedup")
    assert not loaded & (HEAVY | {"click"})
    assert "dedup.errors" not in loaded


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "--help"], ["check", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments):
    code = f"""
import dedup.cli, io, contextlib
sys.argv = ["dedup", *{arguments}]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    dedup.cli.main()
"""
    assert not modules_after(code) & HEAVY


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(run, command):
    from dedup.cli import cli

    done = run(command, "--help")
    assert done.code == 0
    assert cli.commands[command].help
    for parameter in cli.commands[command].params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name


def test_help_and_version(run):
    assert all(command in run("--help").text for command in COMMANDS)
    assert run("-h").code == 0
    assert run("--version").text.startswith("dedup, version ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clean", "x", "--overwrit"], "--overwrite"),
        (["check", "--baselin", "x"], "--baseline"),
        (["claen"], "claen"),
        (["clean"], "SOURCE"),
        (["clean", "x", "--out", "y", "--level", "wild"], "aggressive"),
    ],
)
def test_usage_errors(run, arguments, said):
    done = run(*arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == b""


def test_every_public_name_is_there():
    import dedup
    import dedup.api

    assert all(getattr(dedup, name) is not None for name in dedup.__all__)
    assert callable(dedup.restore)
    with pytest.raises(AttributeError):
        _ = dedup.nothing
