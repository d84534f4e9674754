"""Click's fixed texts in Dutch: the help pages and what is said of wrong usage."""

import click


class _DutchHelp(click.Command):
    """A command whose help page has Dutch headings."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Toon deze uitleg."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces.replace("[OPTIONS]", "[OPTIES]"), "Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (option for option in self.get_params(ctx) if isinstance(option, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Opties"):
            formatter.write_dl([(name, text.replace("[required]", "[verplicht]")) for name, text in records])


class DutchCommand(_DutchHelp):
    """A single command."""


class DutchGroup(_DutchHelp, click.Group):
    """The group of all commands."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What may follow the name."""
        return ["[OPTIES]", "COMMANDO", "..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and below them the commands in the order of the work."""
        _DutchHelp.format_options(self, ctx, formatter)
        commands = ((name, self.commands[name]) for name in self.list_commands(ctx))
        with formatter.section("Commando's"):
            formatter.write_dl([(name, command.get_short_help_str(90)) for name, command in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were written down."""
        return list(self.commands)


def usage_message(error: click.UsageError) -> str:
    """What is wrong with the way a command was called, in Dutch, and where to look."""
    name = error.ctx.command_path if error.ctx else "stemmen"
    return f"{_what(error)}\n  Wat te doen: {name} --help laat zien hoe het wel moet."


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"De optie {error.option_name} bestaat niet."
    if isinstance(error, click.MissingParameter):
        return f"Er ontbreekt iets: {_named(error)}."
    if isinstance(error, click.BadParameter):
        choices = getattr(error.param.type, "choices", ()) if error.param else ()
        allowed = f" Kies uit: {', '.join(map(str, choices))}." if choices else ""
        return f"De waarde bij {_named(error)} kan niet.{allowed}"
    if isinstance(error, click.exceptions.BadOptionUsage):
        return f"Achter {error.option_name} moet een waarde staan."
    if "No such command" in error.message:
        return f"Dit commando bestaat niet: {error.message.split(chr(39))[1]}."
    return "Er staat te veel of te weinig achter dit commando."


def _named(error: click.BadParameter) -> str:
    if error.param is None or error.ctx is None:
        return "een argument"
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx)
