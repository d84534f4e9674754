"""An outsider with the published report and workbook, and with who took part: nobody can be singled out.

What was published is parsed as that outsider would; the truth comes from `respondenten.csv`.
"""

import csv
import re
import zipfile
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np
import openpyxl
import pandas as pd
import pytest
from scipy.optimize import linprog

import stemmen
from stemmen.bands import band, in_print
from stemmen.demo import hand_codings, sample_study
from stemmen.files import read_table
from stemmen.privacy.disclosure import ladder
from stemmen.study import Study
from tests.conftest import CODEBOOK, SETTINGS

K = 3
NOT_ATTRIBUTES = {"respondent", "transcript", "spreker", "toestemming", "genoemd als"}


@dataclass(frozen=True)
class Published:
    """What lies on the street, and the truth to hold beside it."""

    folder: Path

    @cached_property
    def html(self) -> str:
        return (self.folder / "rapport" / "rapport.html").read_text(encoding="utf-8")

    @cached_property
    def page(self) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(self.html)

    @cached_property
    def everything(self) -> str:
        """Every byte, those of the workbook unpacked."""
        with zipfile.ZipFile(self.folder / "rapport" / "citaten.xlsx") as book:
            parts = [book.read(name).decode("utf-8", errors="replace") for name in book.namelist()]
        return "\n".join([self.html, *parts])

    @cached_property
    def people(self) -> pd.DataFrame:
        return read_table(self.folder / "respondenten.csv")

    @cached_property
    def free(self) -> pd.DataFrame:
        """Who may be quoted without a name."""
        return self.people[(self.people["toestemming"] == "ja") & (self.people.get("genoemd als", "") == "")]

    def who_fit(self, said: tuple[str, ...]) -> int:
        """How many of those who may be quoted are all that is said."""
        return sum(all(value in own for value in said) for own in map(true_of, self.free.to_dict("records")))

    def labels(self) -> Iterator[tuple[str, ...]]:
        """What is said of the speaker, at each place in page and workbook."""
        for place in self.page.xpath("//figure[@class='citaat']/figcaption | //p[@class='wie']"):
            text = place.text or ""
            parts = [part.strip() for part in text.strip().split(",")]
            yield tuple(part for part in parts if not re.fullmatch(r"respondent( [A-Z]+)?", part))
        for item in self.page.xpath("//ol[@class='lijst']/li"):
            yield tuple(value for name, value in item.attrib.items() if name.startswith("data-groep"))
        for row in self.quotes:
            yield tuple(row[name] for name in self.attributes if row.get(name))

    @cached_property
    def attributes(self) -> list[str]:
        return [name for name in self.people.columns if name not in NOT_ATTRIBUTES]

    @cached_property
    def quotes(self) -> list[dict[str, str]]:
        book = openpyxl.load_workbook(self.folder / "rapport" / "citaten.xlsx")
        head, *rows = book["Citaten"].iter_rows(values_only=True)
        return [{str(n): str(v) for n, v in zip(head, row, strict=True) if v is not None} for row in rows]

    def table(self, caption: str) -> list[list[str]]:
        found = self.page.xpath("//table[caption = $caption]", caption=caption)
        return [[cell.text_content() for cell in row] for row in found[0].iter("tr")] if found else []


def true_of(person: dict[Hashable, Any]) -> set[str]:
    """All that can be said of a person in print."""
    values = (band(str(name), value) for name, value in person.items() if name not in NOT_ATTRIBUTES)
    return {in_print(wider) for value in values for wider in ladder(value) if wider}


ANSWERS = [
    "Ze geloofden me niet en dat deed pijn, zei mijn {word} later nog aan tafel.",
    "De mevrouw was vriendelijk en dat hielp mij, net als een {word} dat doet.",
    "Dat formulier was te lang en ik dacht toen aan mijn {word} van vroeger.",
    "Ik vond het wachten lang en keek naar een {word} aan de muur.",
]
SYLLABLES = ["bo", "ka", "li", "mu", "pe", "ri", "to", "wa"]


def own_word(number: int) -> str:
    """A word that one person uses, and that is no name."""
    return f"{SYLLABLES[number % 8]}{SYLLABLES[number // 8 % 8]}zelkast"


def written(folder: Path, people: list[dict[str, str]], answers: list[list[str]]) -> Study:
    """A study of a survey, one row a person."""
    (folder / "transcripten").mkdir(parents=True)
    (folder / "studie.yaml").write_text(f"{SETTINGS}onderwerpen: {{aantal: 3}}\n", encoding="utf-8")
    (folder / "codeboek.yaml").write_text(CODEBOOK, encoding="utf-8")
    with (folder / "transcripten" / "vragenlijst.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["respondentnummer", "Hoe was het contact?", "Wat wilt u nog zeggen?"]]
        rows += [[person["spreker"], *said] for person, said in zip(people, answers, strict=True)]
        csv.writer(file, delimiter=";").writerows(rows)
    with (folder / "respondenten.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(people[0]))
        writer.writeheader()
        writer.writerows(people)
    study = stemmen.open_study(folder)
    assert not study.read().problems
    return study


def person(number: int, **attributes: str) -> dict[str, str]:
    label = f"zw-{number:03}"
    start = {"respondent": f"deelnemer-{label}", "transcript": "vragenlijst", "spreker": label}
    return {**start, **attributes, "toestemming": "ja", "genoemd als": ""}


def survey(folder: Path) -> Study:
    """Sixty people with rare combinations; one said no, one only wants to be paraphrased, one is named."""
    incomes = ["werk", "bijstand", "AOW", "Wajong"]
    people = [
        person(
            number,
            geslacht="non-binair" if number == 7 else ["vrouw", "man"][number % 2],
            leeftijd=str(91 if number == 8 else 20 + number * 7 % 60),
            inkomen=incomes[min(3, number * number % 11 // 3)],
            gezin=["alleenstaand", "stel", "gezin met vier kinderen"][
                0 if number % 9 else 2 if number else 1
            ],
        )
        for number in range(60)
    ]
    people[10]["toestemming"], people[11]["toestemming"] = "nee", "alleen parafrase"
    people[12]["genoemd als"] = "Jo Terpstra, wethouder"
    answers = [
        [
            ANSWERS[number % 4].format(word=own_word(number)),
            ANSWERS[number * 3 % 7 % 4].format(word=own_word(number)),
        ]
        for number in range(60)
    ]
    return written(folder, people, answers)


def four(folder: Path) -> Study:
    """Four people, one of whom said no and none of whom is like another."""
    people = [
        person(number, geslacht=sex, leeftijd=age, inkomen=income)
        for number, (sex, age, income) in enumerate(
            [("vrouw", "43", "werk"), ("man", "71", "AOW"), ("vrouw", "44", "werk"), ("vrouw", "82", "AOW")]
        )
    ]
    people[3]["toestemming"] = "nee"
    answers = [[ANSWERS[place].format(word=own_word(place)), ""] for place in range(4)]
    return written(folder, people, answers)


def sample(folder: Path) -> Study:
    study = sample_study(folder)
    study.read()
    for path in hand_codings(study):
        study.import_codings(path, path.stem)
    return study


@pytest.fixture(scope="module", params=[survey, four, pytest.param(sample, marks=pytest.mark.slow)])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    study = request.param(tmp_path_factory.mktemp("rood") / "studie")
    study.code()
    study.report(tell=lambda words: None)
    return Published(study.folder)


def test_what_stands_beside_a_quote_is_said_of_three_people(published: Published) -> None:
    found = list(published.labels())
    assert len(found) > 3
    named = set(published.people.get("genoemd als", [])) - {""}
    for said in found:
        if ", ".join(said) not in named:
            assert not said or published.who_fit(said) >= K, said


def test_the_filter_has_nothing_that_does_not_stand_beside_a_quote(published: Published) -> None:
    offered = published.page.xpath("//select[@data-kenmerk]/option[@value != '']/@value")
    assert set(offered) <= {value for said in published.labels() for value in said}


COUNT = re.compile(r"(\d+) van de (\d+)(?:, \d+%)?")


def crossings(published: Published) -> Iterator[tuple[list[list[str]], dict[str, int], dict[str, int], int]]:
    """Each table of groups, with the totals of themes, the sizes of groups and how many people there are."""
    overview = published.table("Thema’s, naar aantal respondenten")
    found = {row[0].removesuffix(" *"): COUNT.fullmatch(row[2]) for row in overview[1:]}
    totals = {name: int(told[1]) for name, told in found.items() if told}
    people = next(int(told[2]) for told in found.values() if told)
    for attribute in published.attributes:
        if table := published.table(f"Respondenten per thema, naar {attribute}"):
            sizes = {row[0]: int(row[1]) for row in published.table(attribute.capitalize())[1:]}
            yield table, totals, sizes, people


def test_no_group_and_no_count_is_small(published: Published) -> None:
    for (_, *rows), _, sizes, people in crossings(published):
        rest = people - sum(sizes.values())
        assert all(size >= K for size in sizes.values())
        assert rest == 0 or rest >= K
        for row in rows:
            counts = [int(told[1]) for told in map(COUNT.fullmatch, row[1:]) if told]
            assert all(count == 0 or count >= K for count in counts) or len(sizes) == 1 == (rest == 0)


def test_no_hidden_count_can_be_worked_out(published: Published) -> None:
    """By linear programming on what the page says: totals of themes, sizes of groups, and other counts."""
    seen = 0
    for (head, *rows), totals, sizes, people in crossings(published):
        groups = [sizes[name] for name in head[1:]]
        for name, *cells in rows:
            told = [COUNT.fullmatch(cell) for cell in cells]
            bounds = [(int(t[1]), int(t[1])) if t else (0, n) for t, n in zip(told, groups, strict=True)]
            bounds.append((0, people - sum(groups)))
            unseen = [place for place, t in enumerate([*told, None]) if not t]
            least, most = (
                [extreme(sign, place, bounds, totals[name]) for place in unseen] for sign in (1, -1)
            )
            hidden = len(unseen) - 1
            seen += hidden
            assert all(high - low >= 1 for low, high in zip(least[:hidden], most[:hidden], strict=True))
            known = least[-1] == most[-1]  # of the people in no group
            assert not (known and 0 < least[-1] < K)
    assert seen or published.people.shape[0] < 5  # else nothing was tried


def test_letters_beside_quotes_do_not_tell_a_hidden_count(published: Published) -> None:
    """Each letter in a theme is somebody, and so is each label; only of one teller in all that is enough."""
    for (head, *rows), totals, sizes, people in crossings(published):
        for name, *cells in rows:
            sections = published.page.xpath("//section[h3 = $name]", name=name)
            captions = [place.text or "" for place in sections[0].xpath(".//figcaption")]
            told = [COUNT.fullmatch(cell) for cell in cells]
            bounds = [
                (int(t[1]), int(t[1])) if t else (quoted(captions, group), sizes[group])
                for t, group in zip(told, head[1:], strict=True)
            ]
            bounds.append((0, people - sum(sizes[group] for group in head[1:])))
            for place in [place for place, t in enumerate(told) if not t]:
                least, most = (extreme(sign, place, bounds, totals[name]) for sign in (1, -1))
                assert least < most or totals[name] == 1, (name, head[place + 1])


def quoted(captions: list[str], group: str) -> int:
    """How many people of a group are surely quoted."""
    found = {caption.strip() for caption in captions if group in re.split(r",\s*", caption.strip())}
    with_letter = {words for words in found if words.startswith("respondent ")}
    labels = {words.partition(", ")[2] for words in with_letter}
    return len(with_letter) + len(found - with_letter - labels)


def extreme(sign: int, place: int, bounds: list[tuple[int, int]], total: int) -> int:
    """The least (1) or the most (-1) that a count can be."""
    goal = np.zeros(len(bounds))
    goal[place] = sign
    found = linprog(goal, A_eq=np.ones((1, len(bounds))), b_eq=[total], bounds=bounds)
    assert found.success
    return round(float(sign * found.fun))


def test_no_bar_of_a_figure_stands_where_a_count_is_hidden(published: Published) -> None:
    for figure in published.page.xpath("//section[@id='groepen']//figure"):
        crosses = figure.text_content().count("×")
        hidden = figure.getnext().text_content().count("niet getoond") if crosses else 0
        note = 1 if crosses else 0  # the note explains the words
        assert crosses == max(0, hidden - note)


def test_no_id_and_no_name_of_a_file_is_in_any_byte(published: Published) -> None:
    secret = set()
    for row in published.people.to_dict("records"):
        secret |= {row["respondent"], row["transcript"], row["spreker"]}
    secret |= {path.name for path in (published.folder / "transcripten").iterdir()}
    longer = {word for word in secret if len(word) > 2 and word.lower() not in {"resp", "respondent"}}
    assert longer
    for word in longer:
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", published.everything), word


def test_of_who_said_no_there_are_no_words(published: Published) -> None:
    for row in published.people.to_dict("records"):
        if row["spreker"].startswith("zw-"):
            word = own_word(int(row["spreker"][3:]))
            assert row["toestemming"] == "ja" or word not in published.everything, row
    assert published.people["toestemming"].eq("ja").all() or "zelkast" in published.everything


def test_a_named_person_is_named_at_the_own_words_only(published: Published) -> None:
    for row in published.people.to_dict("records"):
        if name := row.get("genoemd als", ""):
            word = own_word(int(row["spreker"][3:]))
            captions = published.page.xpath("//figure[@class='citaat'] | //ol[@class='lijst']/li")
            mine = [place.text_content() for place in captions if name in place.text_content()]
            assert mine and all(word in text for text in mine)
            rows = [quote for quote in published.quotes if quote.get("genoemd als")]
            assert rows and all(word in quote["context"] for quote in rows)
            assert not any(quote.get(attribute) for quote in rows for attribute in published.attributes)
