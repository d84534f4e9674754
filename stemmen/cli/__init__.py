"""The command line: parse, call, print, and turn errors into sentences. No logic of its own."""

import io
import sys
import traceback
from types import TracebackType

import click

from stemmen.cli import (  # noqa: F401 - their commands
    agreement,
    backup,
    carrying,
    codebook,
    merging,
    notebooks,
    privacy,
    pseudonyms,
    withdrawal,
)
from stemmen.cli.commands import app
from stemmen.cli.output import complain, say
from stemmen.dutch_click import usage_message
from stemmen.errors import Problem, StemmenError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command; exit code 0 fine, 1 the user's input is wrong, 2 wrong usage."""
    sys.excepthook = _tell_of_bug
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a word that the terminal cannot show is no reason to stop
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
    except StemmenError as error:
        complain(str(error))
        sys.exit(1)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        sys.exit(2)
    except click.UsageError as error:
        complain(usage_message(error))
        sys.exit(2)
    except OSError as error:
        repair = "Controleer de naam, de rechten en de ruimte op de schijf."
        what = f"Lezen of schrijven lukt niet ({error.strerror})."
        complain(str(Problem(str(error.filename or "stemmen"), what, repair=repair)))
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        complain("Afgebroken. Wat al was opgeslagen, staat er nog; er is niets half geschreven.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _tell_of_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where our own mistake is, without the words of the error: they may be those of a transcript."""
    complain(f"Er ging iets mis in stemmen zelf ({kind.__name__}). Meld het met deze regels erbij;")
    complain("er staat niets in uit uw interviews:")
    for frame in traceback.extract_tb(trace):
        parts = frame.filename.replace("\\", "/").split("/")
        complain(f"  {'/'.join(parts[-3:])}, regel {frame.lineno}, {frame.name}")
