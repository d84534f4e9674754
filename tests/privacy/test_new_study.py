"""The choices on privacy that a new study offers in its settings."""

import datetime

from stemmen.resources import shipped
from stemmen.settings import DisclosureChoices, Settings


def test_the_lines_that_are_switched_off_are_right_when_switched_on():
    text = shipped("data/nieuwe_studie/studie.yaml").read_text(encoding="utf-8")
    head, _, privacy = text.partition("# Privacy.")
    as_shipped = Settings.parse(text)
    assert (as_shipped.keep_until, as_shipped.disclosure) == (None, DisclosureChoices())
    lines = [line.removeprefix("# ") for line in privacy.splitlines()[1:]]
    chosen = Settings.parse("\n".join([head, *lines]))
    assert chosen.keep_until == datetime.date(2036, 12, 31)
    assert chosen.disclosure.population == "bevolking.csv"
    offered = {line.split(":")[0].strip() for line in lines if line.startswith("  ")}
    assert offered == {field.alias or name for name, field in DisclosureChoices.model_fields.items()}
