"""A study: one folder with transcripts, respondents, a codebook and a database."""

import datetime
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stemmen import exchange
from stemmen.alignment import Carried
from stemmen.codebook import Codebook
from stemmen.coding import Coding, MarkKind, Method
from stemmen.errors import Problem, StudyError
from stemmen.evaluation import compare_with_hand
from stemmen.files import ASIDE, private
from stemmen.fingerprints import OF_RULES, content_hash, fingerprint_of, versions
from stemmen.intake import Intake, has_news, read_transcripts, told_of_carried
from stemmen.nonspeech import spoken
from stemmen.placing import put_back, unplaced_table
from stemmen.resources import shipped
from stemmen.respondents import CONSENT, consent, read_respondents
from stemmen.settings import Settings
from stemmen.store import Store
from stemmen.tables import choose_codings, codings_table, turns_table
from stemmen.transcript import Transcript
from stemmen.yamlfile import read_text

if TYPE_CHECKING:
    from stemmen.agreement import Agreement
    from stemmen.merging import Merged
    from stemmen.notebook.widget import CodingScreen
    from stemmen.privacy.check import Checked
    from stemmen.privacy.disclosure import Disclosed
    from stemmen.privacy.keyfile import Key
    from stemmen.pseudonymising import Prepared
    from stemmen.quotes import Quote
    from stemmen.report.content import Material
    from stemmen.report.gate import Gate
    from stemmen.report.pictures import Picture
    from stemmen.themes import Themes
    from stemmen.topics import TopicModel
    from stemmen.withdrawal import Plan, Returned, Withdrawn

Progress = Callable[[int, int], None]


class Study:
    """One study folder. Its tables are DataFrames; `docs/architectuur.md` lists their columns.

    Args:
        folder: of the study.
        codebook: a file, to use instead of the study's own.
        section: the name of a part (a question of a survey, a heading), in any capitals; all tables, counts
            and reports are of that part then. What is read and coded is the whole study still.
    """

    def __init__(self, folder: Path, codebook: Path | None = None, section: str | None = None) -> None:
        if not folder.is_dir():
            repair = "Controleer de naam. Staat er een spatie in? Zet er dan aanhalingstekens om."
            raise StudyError(Problem(str(folder), "Deze map is er niet.", repair=repair))
        if not (folder / "studie.yaml").is_file():
            what = "Dit is geen studie: er staat geen studie.yaml in deze map."
            raise StudyError(
                Problem(
                    str(folder),
                    what,
                    repair="Ga naar de map van de studie, of maak er een: stemmen nieuw MAP",
                )
            )
        self.folder = folder
        self.settings = Settings.load(folder / "studie.yaml")
        own = folder / self.settings.codebook
        self.codebook_path = codebook or own
        self.codebook = Codebook.load(self.codebook_path)
        self._has_own_codebook = codebook is None or codebook.resolve() == own.resolve()
        self._wanted_section = section
        self._trial: tuple[str, list[Coding]] | None = None
        self._tables: tuple[object, pd.DataFrame, pd.DataFrame, str] | None = None
        self._found: tuple[object, Gate] | None = None

    @classmethod
    def create(cls, folder: Path) -> "Study":
        """Make a new study folder, complete or not at all."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            repair = "Kies een andere naam, of een lege map."
            raise StudyError(Problem(str(folder), "Hier staat al iets.", repair=repair))
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=ASIDE) as aside:
                new = Path(aside) / "studie"
                shutil.copytree(shipped("data/nieuwe_studie"), new)
                shutil.copyfile(shipped("codebooks/50-stemmen.yaml"), new / "codeboek.yaml")
                (new / "transcripten").mkdir(exist_ok=True)
                for path in (new, *new.rglob("*")):
                    private(path)
                new.replace(folder)
        except OSError as error:
            what = f"Hier kan geen map worden gemaakt ({error.strerror})."
            raise StudyError(Problem(str(folder), what, repair="Kies een andere plaats.")) from None
        return cls(folder)

    @cached_property
    def store(self) -> Store:
        """The study's database; made at first use."""
        place = self.settings.database
        return Store(place if "://" in place else self.folder / place)

    def read(self, again: Collection[str] = (), progress: Progress | None = None) -> Intake:
        """Read new and changed files of `transcripten/`; what was found, and what is wrong.

        Codings and memos move along with a text that changed; those without a sure place wait (`unplaced`).
        A file in which most would have none keeps its old text, unless it is in `again`.
        """
        known = {transcript.id: transcript for transcript in self.store.transcripts()}
        self._check_known(again, known)

        def foresee(new: Transcript) -> Carried:
            return Carried(0, 0) if new.id in again else self.store.foresee(new)

        replaced = self.store.replaced()
        intake = read_transcripts(self.folder, self.settings, known, foresee, progress, replaced)
        carried = self.store.put_transcripts(intake.transcripts)
        files = {transcript.id: transcript.source for transcript in intake.transcripts}
        notes = [
            (files[name], note)
            for name, counts in carried.items()
            for note in told_of_carried(self.folder, counts)
        ]
        return replace(intake, notes=(*intake.notes, *notes), carried=carried)

    def refresh(self, progress: Progress | None = None) -> Intake | None:
        """Read `transcripten/` when a file is new or changed; StudyError when one cannot be taken in."""
        if not has_news(self.folder, self.store.transcripts()):
            return None
        intake = self.read(progress=progress)
        if intake.problems:
            raise StudyError(*intake.problems)
        return intake

    def unplaced(self) -> pd.DataFrame:
        """A row a coding or memo that has no sure place since its text changed, and waits for a person.

        Columns: `nummer` str, to call it by; `soort` str (codering, memo); `transcript`; `beurt` int, in the
        old text; `codeur`; `code`; `tekst`, the old words, with `ervoor` and `erna`; `memo`; `beurt_nu` int,
        where it probably belongs, 0 when nothing tells.
        """
        return unplaced_table(self.store.unplaced())

    def put_back(self, number: str, turn: int, words: str = "") -> None:
        """Give a coding or memo that waits its place: these words of a turn, by default all of it."""
        put_back(self.store, number, turn, words)

    def drop_unplaced(self, number: str) -> None:
        """Let a coding or memo wait no longer and count no more; nothing is erased."""
        self.store.drop(number)

    def merge(self, other: Path, *, trial: bool = False) -> "Merged":
        """Bring here what people coded by hand in another study with the same interviews; nothing goes.

        As a `trial` only what would come is told. The other study is not changed, but for its database when
        that is of an older version of stemmen.
        """
        from stemmen.merging import Side, merge

        theirs = Study(other)
        theirs.check_database()
        ours = Side(self.folder, self.codebook, self.store)
        return merge(ours, Side(theirs.folder, theirs.codebook, theirs.store), trial=trial)

    def check_database(self) -> None:
        """StudyError when this study has no database yet."""
        place = self.settings.database
        if "://" not in place and not (self.folder / place).is_file():
            what = "Deze studie heeft nog geen database: er is nog niets ingelezen of gecodeerd."
            raise StudyError(Problem(str(self.folder), what, repair="Controleer of dit de goede map is."))

    def check(self, progress: Progress | None = None) -> "Checked":
        """What may identify somebody, anywhere in the study, and what cannot be checked.

        New and changed files are read first; one that cannot be read is told among what cannot be checked.
        """
        from stemmen.privacy.decisions import read_decisions
        from stemmen.privacy.folder import check_folder

        problems = self.read().problems if has_news(self.folder, self.store.transcripts()) else ()
        transcripts = self.store.transcripts()
        if problems and not transcripts:
            raise StudyError(*problems)
        decisions = read_decisions(self.decisions_path)
        return check_folder(
            self.folder / "transcripten", transcripts or self.transcripts, problems, decisions, progress
        )

    @property
    def decisions_path(self) -> Path:
        """Where the decisions on what may identify somebody are."""
        return self.folder / "besluiten.csv"

    def list_decisions(self, checked: "Checked") -> Path:
        """Write all that was found into `besluiten.csv`, with what was decided; the file."""
        from stemmen.privacy.decisions import read_decisions, write_decisions

        path = self.decisions_path
        write_decisions(path, checked.by_string(), read_decisions(path))
        return path

    def decide(self, text: str, choice: str, replacement: str = "") -> bool:
        """Decide on a string, for the whole study: "toestaan" or "vervangen", with what.

        Whether the string is among those that were found.
        """
        from stemmen.privacy.decisions import decide

        return decide(self.decisions_path, text, choice, replacement)

    def plan_pseudonyms(
        self, checked: "Checked", key: "Key", *, aliases: bool = False, dates: str = "vergroven"
    ) -> "Prepared":
        """What would be replaced, by the decisions on what `check` found; nothing is written.

        Args:
            checked: what `check` found.
            key: what came in the place of what before; `Key()` at first.
            aliases: give people first names rather than numbers.
            dates: "vergroven", "verschuiven" or "laten".
        """
        from stemmen.privacy.coarse import Dates
        from stemmen.privacy.pseudonyms import Choices
        from stemmen.pseudonymising import prepare, shifts_for

        shifts: dict[str, int] = {}
        if dates == Dates.SHIFT:
            people = dict(zip(self.respondents["transcript"], self.respondents["respondent"], strict=True))
            shifts = shifts_for((transcript.id for transcript in self.transcripts), people, key.shifts)
        choices = Choices(aliases, Dates(dates), shifts, self.settings.title)
        return prepare(self.folder, self.store, checked.findings, key, choices)

    def pseudonymise(self, prepared: "Prepared", key_path: Path, phrase: str) -> list[str]:
        """Replace as `plan_pseudonyms` planned, with the key in an age file; notes on what is left to do.

        The files in `transcripten/` are not changed.
        """
        from stemmen.pseudonymising import carry_out

        return carry_out(self.folder, self.store, prepared, key_path, phrase)

    def remove(self, transcript: str) -> None:
        """Let a transcript and its codings count no longer; reading its file again brings them back.

        Nothing is erased from the database.
        """
        known = {transcript.id: transcript for transcript in self.store.transcripts()}
        self._check_known([transcript], known)
        path = self.folder / "transcripten" / known[transcript].source
        if path.is_file():
            what = f"Het bestand {path.name} staat nog in transcripten."
            meaning = "Bij de volgende keer inlezen zou het weer meetellen."
            raise StudyError(Problem(str(path), what, meaning, "Haal het daar eerst weg."))
        self.store.retire(transcript)

    def plan_withdrawal(self, respondent: str) -> "Plan":
        """What goes when a respondent withdraws; nothing is changed. One that was not finished goes first."""
        from stemmen.withdrawal import pending, plan_for

        today = datetime.date.today()
        return pending(self.folder) or plan_for(self.folder, self.store, respondent, today)

    @property
    def unfinished_withdrawal(self) -> str:
        """The respondent whose withdrawal was cut short; "" when there is none."""
        from stemmen.withdrawal import pending

        plan = pending(self.folder)
        return plan.respondent if plan else ""

    @property
    def returned(self) -> "list[Returned]":
        """Who withdrew and is in the study again, by the file, its name or their own."""
        from stemmen.withdrawal import LOG, returned

        transcripts = self.store.transcripts() if (self.folder / LOG).is_file() else []
        return returned(self.folder, transcripts, self.respondents["respondent"]) if transcripts else []

    def withdraw(self, plan: "Plan") -> "Withdrawn":
        """Take out all of somebody who withdrew, as `plan_withdrawal` planned, and make reports anew."""
        from stemmen.withdrawal import carry_out

        return carry_out(self.folder, self.store, self.settings, plan, self._remake)

    def _remake(self, folder: Path, names: Collection[str]) -> None:
        """Make files of a report anew, with the choices that a report has by default."""
        slug = folder.name.removeprefix("rapport").removeprefix("-")
        sections = [name for name in dict.fromkeys(self._all_turns()["onderdeel"]) if _slug(name) == slug]
        if slug and not sections:
            what = "Over dit onderdeel vertelt niemand meer."
            raise StudyError(Problem(str(folder), what))
        study = Study(self.folder, section=sections[0] if slug else None)
        for mark in ("", "-concept"):
            if f"rapport{mark}.html" in names:
                study._write_report(study._report_folder(), _unheard, draft=bool(mark))
            elif f"citaten{mark}.xlsx" in names:
                study._write_quotes(study._report_folder() / "citaten.xlsx", _unheard, draft=bool(mark))

    def _check_known(self, names: Collection[str], known: Collection[str]) -> None:
        problems = [
            Problem(
                str(self.folder), f"Er is geen transcript '{name}'.", repair=f"Kies uit: {', '.join(known)}."
            )
            for name in names
            if name not in known
        ]
        if problems:
            raise StudyError(*problems)

    @property
    def transcripts(self) -> list[Transcript]:
        """All transcripts as they were read; StudyError when there are none."""
        transcripts = self.store.transcripts()
        if not transcripts:
            repair = f"Zet bestanden in {self.folder / 'transcripten'} en doe: stemmen inlezen {self.folder}"
            raise StudyError(
                Problem(str(self.folder), "Er zijn nog geen transcripten ingelezen.", repair=repair)
            )
        return transcripts

    @property
    def respondents(self) -> pd.DataFrame:
        """A row a respondent and transcript, with the attributes of `respondenten.csv`."""
        return self._read_tables()[0].copy()

    @property
    def turns(self) -> pd.DataFrame:
        """A row a turn, with who spoke in which role."""
        turns = self._all_turns()
        return turns[turns["onderdeel"] == self.section].reset_index(drop=True) if self.section else turns

    @property
    def section(self) -> str:
        """The one part that this study is of, as it is called there; "" when it is of all."""
        return self._read_tables()[2]

    def _all_turns(self) -> pd.DataFrame:
        return self._read_tables()[1].copy()

    def _read_tables(self) -> tuple[pd.DataFrame, pd.DataFrame, str]:
        """People, turns and the section: made again when any program changed the transcripts or the file."""
        path = self.folder / "respondenten.csv"
        state = self.store.edition(), path.read_bytes() if path.is_file() else b""
        if self._tables is None or self._tables[0] != state:
            transcripts = self.transcripts
            people = read_respondents(path, transcripts)
            turns = turns_table(transcripts, people)
            self._tables = state, people, turns, self._find_section(turns)
        return self._tables[1:]

    def _find_section(self, turns: pd.DataFrame) -> str:
        """The name of the wanted section in these turns; StudyError when there is none."""
        if self._wanted_section is None:
            return ""
        names = [name for name in dict.fromkeys(turns["onderdeel"]) if name]
        wanted = _section_key(self._wanted_section)
        if found := [name for name in names if _section_key(name) == wanted]:
            return str(found[0])
        what = f"Er is geen onderdeel '{self._wanted_section}'."
        repair = "Kies uit:\n" + "\n".join(f"- {name}" for name in names)
        if not names:
            repair = "Laat --onderdeel weg: deze interviews hebben geen onderdelen."
        raise StudyError(Problem(str(self.folder), what, repair=repair))

    def _codings_table(self, codings: Iterable[Coding]) -> pd.DataFrame:
        """These codings, as far as they are in the turns of this study's section."""
        table = codings_table(codings, self._all_turns())
        if not self.section:
            return table
        return table.merge(self.turns[["transcript", "beurt"]], on=["transcript", "beurt"])

    def codings(self, *, coder: str | None = None, method: str | None = None) -> pd.DataFrame:
        """A row a coding that stands; of one coder or method ("hand", "regel", "model") if wanted."""
        return choose_codings(self._codings_table(self.store.codings()), coder, method)

    def code(self, progress: Progress | None = None) -> tuple[int, int]:
        """Apply the codebook's rules to the respondents' turns; how many codings came and went."""
        from stemmen.coders.rules import RuleCoder

        turns = self._all_turns()
        codings = RuleCoder(self.codebook).code(turns, progress=progress)
        what = f"regels van codeboek {self.codebook.name} {self.codebook.version}"
        counts = self.store.replace(codings, coder="regels", method=Method.RULE, what=what)
        self.store.put_derived("regels", self._rules_fingerprint(turns), "")
        return counts

    @property
    def is_coded(self) -> bool:
        """Whether the rule codings are those of the present codebook, turns and version of stemmen."""
        return self._rules_were_applied_to(self._rules_fingerprint(self._all_turns()))

    def _rules_were_applied_to(self, fingerprint: str) -> bool:
        kept = self.store.derived("regels")
        return kept is not None and kept[0] == fingerprint

    def _rules_fingerprint(self, turns: pd.DataFrame) -> str:
        """Of what the rule codings follow from; definitions and examples are not among it."""
        rules = [
            [self.codebook.lineage(code.key), [rule.model_dump_json() for rule in code.rules]]
            for code in self.codebook.walk()
        ]
        said = _with_spoken(turns[["transcript", "beurt", "rol", "tekst", "begin"]])
        return fingerprint_of(said, json.dumps([self.codebook.version, rules]), versions(OF_RULES))

    def present_codings(self, progress: Progress | None = None) -> pd.DataFrame:
        """All codings, those by rule with the present codebook; columns as `codings`.

        What the study's own codebook finds is kept; what another finds holds for this time only.
        """
        from stemmen.coders.rules import RuleCoder

        turns = self._all_turns()
        fingerprint = self._rules_fingerprint(turns)
        if self._rules_were_applied_to(fingerprint):
            return self.codings()
        if self._has_own_codebook:
            self.code(progress)
            return self.codings()
        if self._trial is None or self._trial[0] != fingerprint:
            self._trial = fingerprint, RuleCoder(self.codebook).code(turns, progress=progress)
        others = [coding for coding in self.store.codings() if coding.method is not Method.RULE]
        return self._codings_table([*others, *self._trial[1]])

    def code_by_hand(
        self, coder: str, *, blind: bool = True, between: Collection[str] = ()
    ) -> "CodingScreen":
        """A screen to code on, in JupyterLab; all that is done there is kept at once.

        Args:
            coder: who codes; the name that the codings get.
            blind: hide what other people gave.
            between: two coders, to settle what they differ in: `coder` is then who decides ("consensus").
        """
        from stemmen.notebook.widget import coding_screen

        self.codebook = Codebook.load(self.codebook_path)  # may have been edited since
        if self._has_own_codebook and not self.is_coded:
            self.code()
        return coding_screen(self, coder, blind=blind, between=between)

    def import_codings(self, path: Path, coder: str) -> tuple[int, int]:
        """Append hand codings of `coder` from a CSV file; how many are new, and how many those replace."""
        codings = exchange.read_codings(path, coder, self.transcripts, self.codebook)
        return self.store.append(codings, f"importeer {path.name}")

    def export(
        self, path: Path, what: str = "beurten", *, coder: str | None = None, method: str | None = None
    ) -> int:
        """Write turns ("beurten") or codings ("coderingen") to a CSV file; how many rows."""
        if what == "beurten":
            table = self.turns[exchange.TURN_COLUMNS]
        else:
            by_rules = method == Method.RULE or self.store.derived("regels") is not None
            codings = self.present_codings() if by_rules else self.codings()
            table = choose_codings(codings, coder, method)[exchange.CODING_COLUMNS]
        exchange.write_table(table, path)
        return len(table)

    def topics(self, progress: Progress | None = None, *, again: bool = False) -> "TopicModel":
        """The topics in what respondents say; found once, and again when turns or settings change.

        With `again`, found again in any case.
        """
        from stemmen.topics import TopicModel, TopicSettings, fit_topics

        chosen = self.settings.topics
        settings = TopicSettings(
            seed=chosen.seed,
            number=chosen.number,
            clusterer=chosen.method,
            model=self._model_path(chosen.model),
        )
        turns = self.turns
        made_from = chosen.model_dump_json() + content_hash(settings.model)
        said = _with_spoken(turns[["transcript", "beurt", "rol", "tekst", "respondent"]])
        fingerprint = fingerprint_of(said, made_from, versions())
        name = f"onderwerpen {self.section}".rstrip()  # those of a part are kept beside those of the whole
        kept = self.store.derived(name)
        if kept and kept[0] == fingerprint and not again:
            return TopicModel.from_json(kept[1])
        model = fit_topics(turns, settings, progress=progress)
        self.store.put_derived(name, fingerprint, model.to_json())
        return model

    def _model_path(self, model: str | None) -> Path | None:
        return self.folder / model if model else None

    # In what follows, `method` is "regel", "hand", "model" or "alle"; without it, codings count that were
    # made by rules or, with a `coder`, all of that coder.

    def themes(self, *, coder: str | None = None, method: str | None = None) -> "Themes":
        """Codes crossed with topics, respondents and each other."""
        return self._cross(self._counted(self.present_codings(), coder, method)[0], self.topics())

    def _cross(
        self, codings: pd.DataFrame, topics: "TopicModel", people: pd.DataFrame | None = None
    ) -> "Themes":
        from stemmen.themes import cross

        return cross(
            self.turns,
            codings,
            topics,
            self.respondents if people is None else people,
            self.codebook,
            seed=self.settings.topics.seed,
        )

    def _counted(
        self, codings: pd.DataFrame, coder: str | None, method: str | None
    ) -> tuple[pd.DataFrame, dict[str, int]]:
        """The chosen codings of respondents, and per code that the codebook lacks how many were left out."""
        known_coders = sorted(set(codings["codeur"]))
        if coder and coder not in known_coders:  # a slip of the pen would give an empty report
            what = f"Er zijn geen coderingen van codeur '{coder}'."
            repair = f"Kies uit: {', '.join(known_coders) or 'nog niemand'}."
            raise StudyError(Problem(str(self.folder), what, repair=repair))
        chosen = choose_codings(codings, coder, _method_of(coder, method))
        chosen = chosen[chosen["respondent"] != ""]  # a role may have changed after the coding
        known = chosen["code"].isin([code.key for code in self.codebook.walk()])
        lost = chosen.loc[~known, "code"].value_counts().sort_index()
        return chosen[known], {str(code): int(count) for code, count in lost.items()}

    def lost(self, *, coder: str | None = None, method: str | None = None) -> dict[str, int]:
        """How many of the chosen codings do not count, by code that the codebook does not have."""
        return self._counted(self.present_codings(), coder, method)[1]

    def quotes(self, *, coder: str | None = None, method: str | None = None) -> "list[Quote]":
        """The quotes that the report shows, with their words, also where those are not published yet."""
        from stemmen.quotes import choose

        codings, _ = self._counted(self.present_codings(), coder, method)
        gate = self.gate()
        codings = codings[~codings["respondent"].isin(list(gate.refused))]
        people = self._disclosed(gate).shown
        return choose(self.turns, codings, people, self.codebook, self.settings.quotes.per_theme)

    def figures(self, *, coder: str | None = None, method: str | None = None) -> "dict[str, Picture]":
        """The pictures of the report, by name; in a notebook each shows itself."""
        from stemmen.report import build
        from stemmen.report.pictures import pictures

        return pictures(build(self.material(coder=coder, method=method)))

    def comparison(self) -> pd.DataFrame:
        """Codings by rule beside those by hand, per hand coder and theme."""
        return compare_with_hand(self.turns, self.present_codings(), self.codebook)

    def agreement(self, coders: Sequence[str] = (), level: str = "beurt") -> "Agreement":
        """How far coders agree on the transcripts that they finished, with where and why they differ.

        Args:
            coders: whom to compare; all who coded by hand, but "consensus", when empty.
            level: what is compared: "beurt", "zin" or "teken".

        Raises: StudyError when there are no two coders who finished the same transcript.
        """
        from stemmen.agreement import agreement

        marked: dict[str, set[str]] = {}
        for mark in self.store.marks():
            if mark.kind is MarkKind.DONE and not mark.turn:
                marked.setdefault(mark.coder, set()).add(mark.transcript)
        entries = sorted(self.store.entries(method=Method.HAND), key=lambda entry: entry.batch)
        order = dict.fromkeys(entry.coding.segment.transcript for entry in entries)
        given, seed = self.codings(method=Method.HAND.value), self.settings.topics.seed
        return agreement(
            self.turns, given, self.codebook, marked, coders=coders, level=level, order=[*order], seed=seed
        )

    def _agreement(self) -> "Agreement | None":
        """That of the report; None when nobody can be compared yet."""
        try:
            return self.agreement()
        except StudyError:
            return None

    def gate(self, progress: Progress | None = None, *, draft: bool = False) -> "Gate":
        """What of this study may be shown; looked through again when a text or a decision changes."""
        files = (self.decisions_path, self.folder / "respondenten.csv")
        state = self.store.edition(), *(path.read_bytes() if path.is_file() else b"" for path in files)
        if self._found is None or self._found[0] != state:
            self._found = state, self._look_through(progress)
        return replace(self._found[1], draft=draft)

    def _look_through(self, progress: Progress | None) -> "Gate":
        from stemmen.privacy.check import check
        from stemmen.privacy.decisions import read_decisions
        from stemmen.report.gate import gate_for
        from stemmen.report.prose import looker

        transcripts, decisions = self.transcripts, read_decisions(self.decisions_path)
        checked = check(transcripts, {}, decisions, progress)  # what is outside the talk is not published
        people = self.respondents
        agreed = consent(people)
        return gate_for(
            checked,
            {who: said.quoting for who, said in agreed.items()},
            {who: said.named for who, said in agreed.items()},
            recorded=CONSENT in people,
            look=looker(transcripts, decisions),
        )

    def material(
        self, *, coder: str | None = None, method: str | None = None, draft: bool = False
    ) -> "Material":
        """All that the report is made from; as a `draft` it is for the researchers alone."""
        from stemmen.report.content import Material

        everything = self.present_codings()
        codings, lost = self._counted(everything, coder, method)
        gate = self.gate(draft=draft)
        topics = gate.topics(self.topics())
        people, hidden = gate.people(self.respondents)
        return Material(
            settings=self.settings,
            codebook=self.codebook,
            turns=self.turns,
            codings=codings,
            respondents=people,
            topics=topics,
            themes=self._cross(codings, topics, people),
            texts=self._texts(),
            comparison=compare_with_hand(self.turns, everything, self.codebook),
            agreement=self._agreement(),
            versions=versions(),
            method=_which_codings(coder, _method_of(coder, method)),
            gate=gate,
            lost=lost,
            section=self.section,
            texts_folder=self._texts_folder(),
            disclosed=self._disclosed(gate),
            hidden=hidden,
        )

    def _disclosed(self, gate: "Gate") -> "Disclosed":
        """What may stand beside a quote of each person."""
        from stemmen.bands import heard, shown
        from stemmen.privacy.disclosure import read_population

        choices = self.settings.disclosure
        population = read_population(self.folder / choices.population) if choices.population else None
        people = heard(gate.people(self.respondents)[0], self.turns)
        return shown(people, choices, population=population, apart={*gate.refused, *gate.named})

    def _texts_folder(self) -> str:
        return f"teksten-{_slug(self.section)}" if self.section else "teksten"

    def _texts(self) -> dict[str, str]:
        """What the researcher wrote in `teksten/`, by file name without ending.

        For a report of one section: in a folder of its own, as what holds for all may not hold for it.
        """
        paths = sorted((self.folder / self._texts_folder()).glob("*.md"))
        return {path.stem: read_text(path, StudyError) for path in paths}

    def report(
        self,
        out: Path | None = None,
        *,
        coder: str | None = None,
        method: str | None = None,
        draft: bool = False,
        tell: Callable[[str], None] = print,
    ) -> list[Path]:
        """Write the report and the quote overview into `out` (by default `rapport/`); the files.

        That of a section comes in a folder of its own (`rapport-<section>/`). A `draft` is for the
        researchers alone. New and changed files of `transcripten/` are read first. `tell` hears what is left
        out, and why.
        """
        self.require_no_withdrawal()
        return self._write_report(out or self._report_folder(), tell, coder=coder, method=method, draft=draft)

    def _write_report(self, out: Path, tell: Callable[[str], None], **choices: Any) -> list[Path]:
        from stemmen.report import write_report

        self.refresh()
        return write_report(self.material(**choices), out, tell)

    def require_no_withdrawal(self) -> None:
        """StudyError while words of somebody who withdrew may still be in the study."""
        if who := self.unfinished_withdrawal:
            what = f"De intrekking van {who} is niet afgemaakt. Er staan misschien nog woorden van {who} in."
            repair = f"Maak haar af: stemmen intrekken {self.folder} {who}"
            raise StudyError(Problem(str(self.folder), what, repair=repair))

    def write_quotes(
        self,
        path: Path | None = None,
        *,
        coder: str | None = None,
        method: str | None = None,
        draft: bool = False,
        tell: Callable[[str], None] = print,
    ) -> Path:
        """Write the quote overview to `path` (by default `rapport/citaten.xlsx`); as `report`."""
        self.require_no_withdrawal()
        path = path or self._report_folder() / "citaten.xlsx"
        return self._write_quotes(path, tell, coder=coder, method=method, draft=draft)

    def _write_quotes(self, path: Path, tell: Callable[[str], None], **choices: Any) -> Path:
        from stemmen.report import write_quotes

        self.refresh()
        return write_quotes(self.material(**choices), path, tell)

    def _report_folder(self) -> Path:
        return self.folder / (f"rapport-{_slug(self.section)}" if self.section else "rapport")


def open_study(folder: str | Path, codebook: str | Path | None = None, section: str | None = None) -> Study:
    """Open a study folder, with another `codebook` or of one `section` only if wanted; see `Study`."""
    return Study(Path(folder), Path(codebook) if codebook else None, section)


def _unheard(words: str) -> None:
    pass


def _section_key(name: str) -> str:
    return " ".join(name.split()).casefold().rstrip(" ?.!:")


def _slug(name: str) -> str:
    """A name for a folder: letters and digits, cut where it is long, with a mark that keeps names apart.

    >>> _slug("Wat ging er goed?")
    'wat-ging-er-goed-376231'
    """
    words = "-".join(re.findall(r"[a-z0-9]+", name.casefold()))[:40].rstrip("-")
    return f"{words}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _with_spoken(turns: pd.DataFrame) -> pd.DataFrame:
    """With what of the text counts as said: where that is seen otherwise, results are made again."""
    return turns.assign(gezegd=turns["tekst"].map(spoken))


def _method_of(coder: str | None, method: str | None) -> str:
    """The method that is meant when none is named."""
    return method or ("alle" if coder else Method.RULE.value)


def _which_codings(coder: str | None, method: str) -> str:
    words = {
        "regel": "coderingen door regels",
        "hand": "coderingen met de hand",
        "model": "coderingen door een model",
    }
    if coder:
        return f"{words.get(method, 'coderingen')} van {coder}"
    return words.get(method, "alle coderingen, door regels en met de hand")
