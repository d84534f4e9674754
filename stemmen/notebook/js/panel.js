// What is known of what is picked: the coding, the proposal or the code; and the memos.

import { button, make } from "./drawing.js";

const VALENCES = [["+", "goed"], ["-", "slecht"], ["±", "allebei"]];
const PAUSE = 400; // milliseconds without a key after which a memo is kept

/** Draw the details. `asks`: act(name, arguments), letGo(), history(id). */
export function drawPanel(host, { mark, code, turn, transcript, asks }) {
  const parts = [];
  if (mark?.kind === "eigen") parts.push(ownPart(mark, code, asks));
  else if (mark) parts.push(otherPart(mark, code, asks));
  if (code) parts.push(codePart(code, !mark, asks));
  if (turn) parts.push(memoField(`Memo bij beurt ${turn.n}`, turn.memo, "turn", asks, (text) => asks.act("memo_turn", { turn: turn.n, text })));
  parts.push(memoField("Memo bij dit interview", transcript.memo, "transcript", asks, (text) => asks.act("memo_transcript", { text })));
  host.replaceChildren(...parts);
}

function ownPart(mark, code, asks) {
  const part = make("section", "st-part");
  part.append(make("h3", "", "Uw codering"), make("blockquote", "", mark.words));
  if (code?.valence) {
    const row = make("div", "st-row", "", { role: "group", "aria-label": "Waardering" });
    for (const [sign, word] of VALENCES) {
      const on = mark.valence === sign;
      row.append(toggle(`${sign} ${word}`, on, () => asks.act("valence", { coding: mark.id, valence: on ? "" : sign })));
    }
    part.append(row);
  }
  const row = make("div", "st-row");
  row.append(
    toggle("★ opvallend", mark.striking, () => asks.act("striking", { coding: mark.id, on: !mark.striking })),
    toggle("? twijfel", mark.doubt, () => asks.act("doubt", { coding: mark.id, on: !mark.doubt })),
  );
  const acts = make("div", "st-row");
  acts.append(
    button("", "Andere code", "Geef een andere code", () => asks.recode()),
    button("", "Haal weg", "Haal deze codering weg", () => asks.act("remove", { ids: [mark.id] })),
    button("", "Geschiedenis", "Toon wat er met deze codering gebeurde", () => asks.history(mark.id, part)),
  );
  part.append(row, acts);
  if (mark.evidence) part.append(make("p", "st-small", `Uit: ${mark.evidence}`));
  part.append(memoField("Memo bij deze codering", mark.memo, "coding", asks, (text) => asks.act("memo", { coding: mark.id, text })));
  return part;
}

function otherPart(mark, code, asks) {
  const part = make("section", "st-part");
  const title = mark.kind === "voorstel" ? `Voorstel van ${mark.coder}` : `Codering van ${mark.coder}`;
  part.append(make("h3", "", title), make("blockquote", "", mark.words));
  if (mark.evidence) part.append(make("p", "st-small", `Waarom: ${mark.evidence}`));
  if (mark.confidence !== null && mark.confidence !== undefined) part.append(make("p", "st-small", `Zekerheid: ${Math.round(mark.confidence * 100)}%`));
  if (mark.kind === "voorstel") {
    const row = make("div", "st-row");
    row.append(
      button("st-main", "✓ Neem over", "Neem dit voorstel over", () => asks.act("accept", { proposal: mark.id })),
      button("", "✗ Verwerp", "Verwerp dit voorstel", () => asks.act("reject", { proposal: mark.id })),
    );
    part.append(row);
  } else if (mark.memo) part.append(make("p", "st-small", `Memo: ${mark.memo}`));
  return part;
}

function codePart(code, givable, asks) {
  const part = make("section", "st-part");
  const title = make("h3", "st-code-title", code.name);
  title.style.setProperty("--colour", asks.colours(code.key));
  part.append(title, make("p", "", code.definition));
  if (givable) part.append(button("st-main", "Geef deze code", `Geef de code ${code.name}`, () => asks.give(code.key)));
  part.append(...listOf("Wel", code.include), ...listOf("Niet", code.exclude));
  const examples = code.examples.map((one) => `${one.counts ? "" : "Niet: "}‘${one.text}’${one.comment ? ` (${one.comment})` : ""}`);
  part.append(...listOf("Voorbeelden", examples));
  return part;
}

function listOf(title, lines) {
  if (!lines.length) return [];
  const list = make("ul");
  list.append(...lines.map((line) => make("li", "", line)));
  return [make("h4", "", title), list];
}

function toggle(text, on, act) {
  const made = button("st-toggle", text, text, act);
  made.setAttribute("aria-pressed", String(Boolean(on)));
  return made;
}

/** A memo that is kept while one writes: at each pause, and when it is left. */
function memoField(title, text, what, asks, keep) {
  const label = make("label", "st-field", title);
  const area = make("textarea", "", "", { rows: what === "coding" ? "3" : "2", "data-memo": what });
  let kept = text;
  let waiting = 0;
  let saving = Promise.resolve();
  const save = () => { // one after another: each answer tells the id that the next needs
    clearTimeout(waiting);
    saving = saving.then(async () => {
      const words = area.value.trim();
      if (words !== kept && (await keep(words)).kind !== "error") kept = words;
    });
  };
  area.value = text;
  area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, PAUSE); });
  area.addEventListener("blur", save);
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || (event.key === "Enter" && event.ctrlKey)) { event.preventDefault(); save(); asks.back(); }
  });
  label.append(area);
  return label;
}

/** The rows of a history, as a list. */
export function historyList(rows) {
  const list = make("ol", "st-history");
  list.append(...rows.map(({ at, who, what }) => make("li", "", `${at} · ${who || "stemmen"}: ${what}`)));
  return list;
}
