"""The same talk in many layouts: each way to show who speaks, with each kind of label."""

import pytest

from stemmen.errors import ReadError
from stemmen.readers import read_file

REFUSED = "refused"

TALK = [
    "Kunt u vertellen hoe het begon?",
    "Nou, het begon met een brief van de gemeente. Daarin stond: u moet alles terugbetalen.",
    "En toen?",
    "Toen zei ze: nee.\nIk was er stil van. Om 10:30 stond ik weer buiten.",
    "Hm.",
    "Ja.",
    "Wat deed dat met u?",
    "(lacht) Niet veel goeds. Je voelt je een fraudeur. Ik heb drie nachten niet geslapen.",
    "Heeft u nog contact gehad met het UWV?",
    "Ja, één keer. Mevrouw Jansen: die was aardig.",
    "Wat maakte haar aardig?",
    "Ze luisterde.",
    "Dank u wel.",
    "Graag gedaan.",
]
LABELS = [
    ("I", "R"), ("Int.", "Resp."), ("Interviewer", "Respondent"), ("V", "A"), ("Vraag", "Antwoord"),
    ("Q", "A"), ("MK", "JV"), ("a.d.", "r.b."), ("Anna", "Bert"), ("ANNA DE WIT", "BERT BOS"), ("I1", "R07"),
    ("S1", "S2"), ("Anna de Wit", "Mevrouw Van 't Hof"), ("Spreker 1", "Spreker 2"), ("INT", "R07 (v, 43)"),
    ("SPEAKER_00", "SPEAKER_01"), ("Onderzoeker", "Cliënt"), ("Interviewer", "Mevr. (58)"),
    ("Moderator", "Deelnemer 3"), ("Anna (interviewer)", "Bert (cliënt)"),
]  # fmt: skip
# {l} label, {x} words, {t} minutes and seconds, {n} the seconds after those.
LAYOUTS = {
    "colon": "{l}: {x}", "tight colon": "{l}:{x}", "tab": "{l}\t{x}", "colon and tab": "{l}:\t{x}",
    "brackets": "[{l}] {x}", "brackets and colon": "[{l}]: {x}", "parentheses": "({l}) {x}",
    "angles": "<{l}> {x}", "hyphen": "{l} - {x}", "dash": "{l} – {x}", "spaces": "{l}    {x}",
    "bar": "{l} | {x}",
    "space": "{l} {x}", "point": "{l}. {x}", "parenthesis": "{l}) {x}", "semicolon": "{l}; {x}",
    "bullet": "- {l}: {x}", "own line": "{l}\n{x}", "own line, colon": "{l}:\n{x}",
    "own paragraph": "{l}\n\n{x}", "time before": "[00:{t}] {l}: {x}", "bare time before": "{t} {l}: {x}",
    "time, own line": "00:{t} {l}\n{x}",
    "own line, time": "{l} {t}\n{x}", "own line, time in parentheses": "{l} (00:{t})\n{x}",
    "time on the line above": "00:{t}\n{l}: {x}", "time behind the label": "{l} [00:{t}]: {x}",
    "time for a colon": "{l} (00:{t}) {x}", "time behind the colon": "{l}: [00:{t}] {x}",
    "time and tabs": "00:{t}\t{l}\t{x}", "f4": "#00:{t}-0# {l}: {x}", "range": "[00:{t} --> 00:{n}] {l}: {x}",
    "time and space": "[00:{t}] {l} {x}",
}  # fmt: skip
HEADS = ["", "Interview 7\nDatum: 3 mei 2024\nPlaats: Assen\n\n"]
# Known failures, so that an improvement breaks the test too. Without a sign behind it, a name cannot be told
# from the first word of a sentence; before a point, a long one cannot be told from the end of a sentence.
_LONG = ("Anna de Wit", "Mevrouw Van 't Hof")
EXPECTED = {
    "space": {("Anna", "Bert"), ("ANNA DE WIT", "BERT BOS"), _LONG, ("Anna (interviewer)", "Bert (cliënt)")},
    "point": {_LONG},
    "parenthesis": {_LONG},
    "semicolon": {_LONG},
}
EXPECTED["time and space"] = EXPECTED["space"]


def clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


def typed(layout: str, labels: tuple[str, str], gap: str) -> str:
    return gap.join(
        LAYOUTS[layout].format(
            l=labels[number % 2], x=words, t=clock(7 * number + 3), n=clock(7 * number + 6)
        )
        for number, words in enumerate(TALK)
    )


@pytest.mark.parametrize("head", HEADS, ids=["no head", "head"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(tmp_path, layout, gap, head):
    wrong = []
    for labels in LABELS:
        path = tmp_path / "p01.txt"
        path.write_text(f"{head}{typed(layout, labels, gap)}\n", "utf-8")
        if (problem := mistake(path, labels, layout)) is not None:
            wrong.append((labels, problem))
    assert {labels for labels, _ in wrong} == EXPECTED.get(layout, set()), wrong[:2]
    assert all(problem == REFUSED for _, problem in wrong)  # never read wrongly without a word


def mistake(path, labels, layout) -> str | None:
    try:
        transcript = read_file(path).transcript
    except ReadError:
        return REFUSED
    said = [" ".join(transcript.text[turn.start : turn.end].split()) for turn in transcript.turns]
    speakers = [turn.speaker.strip(".").casefold() for turn in transcript.turns]
    roles = [turn.role.value for turn in transcript.turns]
    times = [turn.time for turn in transcript.turns]
    if said != [" ".join(words.split()) for words in TALK]:
        return f"words: {said[:3]}"
    if speakers != [label.strip(".").casefold() for label in labels] * 7:
        return f"speakers: {speakers[:2]}"
    if roles != ["interviewer", "respondent"] * 7:
        return f"roles: {roles[:2]}"
    if "{t}" in LAYOUTS[layout] and times != [float(7 * number + 3) for number in range(14)]:
        return f"times: {times[:3]}"
    return None
