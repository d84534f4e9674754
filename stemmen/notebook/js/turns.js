// The talk, turn by turn: words with their bars, codes in the margin, and what is selected with the mouse.

import { barsStyle, button, lanesOf, make, marksOf, piecesOf } from "./drawing.js";
import { inward, snapped, wordsOf } from "./offsets.js";

const AT_ONCE = 150; // turns that are drawn before the browser shows them; the others follow
const FLAGS = [["striking", "★", "opvallend citaat"], ["doubt", "?", "twijfel"], ["memo", "✎", "met memo"]];

export class Turns {
  /** `asks`: pick(id), select(stretches), stand(n), menu(n, at, event), accept(id), reject(id), name(key), colours(key). */
  constructor(host, id, asks) {
    Object.assign(this, { host, id, asks, turns: [], byNumber: new Map(), rows: new Map() });
    host.addEventListener("mousedown", (event) => this.pressed(event));
    host.addEventListener("dblclick", (event) => this.word(event));
    host.addEventListener("click", (event) => this.clicked(event));
    host.addEventListener("contextmenu", (event) => this.menu(event));
  }

  load({ turns, judged }) {
    this.turns = turns.map((turn) => ({ ...turn, words: wordsOf(turn.text) }));
    this.byNumber = new Map(this.turns.map((turn) => [turn.n, turn]));
    this.judged = new Map();
    this.rows = new Map();
    this.host.replaceChildren();
    this.take(judged);
    this.append(0, AT_ONCE);
    const rest = () => this.append(AT_ONCE, this.turns.length);
    this.complete = new Promise((done) => setTimeout(() => { rest(); done(); }));
  }

  append(from, to) {
    const part = document.createDocumentFragment();
    for (const [index, turn] of this.turns.slice(from, to).entries()) {
      const before = this.turns[from + index - 1];
      if (turn.section && turn.section !== before?.section) part.append(this.heading(turn.section));
      part.append(this.row(turn));
    }
    this.host.append(part);
  }

  heading(section) {
    const row = make("div", "st-section", "", { role: "row" });
    row.append(make("div", "", section, { role: "rowheader" }));
    return row;
  }

  row(turn) {
    const row = make("div", `st-turn${turn.codable ? "" : " st-dim"}`, "", { role: "row", "data-n": turn.n });
    const who = make("div", "st-who", turn.speaker, { role: "rowheader" });
    who.append(make("span", "st-time", turn.time || String(turn.n)));
    const codes = make("div", "st-codes", "", { role: "gridcell", id: `${this.id}-c${turn.n}` });
    const said = make("div", "st-said", "", {
      role: "gridcell", tabindex: "-1", lang: "nl", "aria-describedby": codes.id, id: `${this.id}-s${turn.n}`,
    });
    row.append(who, said, codes);
    this.rows.set(turn.n, { row, said, codes });
    this.draw(turn.n);
    return row;
  }

  /** Take what is judged in some turns; draws those that are on the page. */
  take(judged) {
    for (const [number, one] of Object.entries(judged)) {
      const turn = this.byNumber.get(Number(number));
      if (!turn) continue;
      this.judged.set(turn.n, inward(turn.text, one));
      if (this.rows.has(turn.n)) this.draw(turn.n);
    }
  }

  marks(n) {
    const judged = this.judged.get(n);
    return judged ? marksOf(judged) : [];
  }

  /** Where something stands: {n, mark}, or null. */
  find(id) {
    for (const [n, judged] of this.judged) {
      const mark = marksOf(judged).find((one) => one.id === id);
      if (mark) return { n, mark };
    }
    return null;
  }

  /** What is chosen: `picked` an id, `stretches` of words, `caret` a word of turn `at`. Draws what differs. */
  choose({ picked = null, stretches = [], at = null, caret = null }) {
    const before = this.chosen ?? { stretches: [] };
    this.chosen = { picked, stretches, at, caret, pickedIn: picked ? this.find(picked)?.n : null };
    const touched = new Set([before, this.chosen].flatMap((one) => [...one.stretches.map(({ turn }) => turn), one.at, one.pickedIn]));
    for (const n of touched) if (this.rows.has(n)) this.draw(n);
  }

  draw(n) {
    const turn = this.byNumber.get(n);
    const { row, said, codes } = this.rows.get(n);
    const marks = this.marks(n);
    const { lanes, height } = lanesOf(marks);
    const judged = this.judged.get(n);
    const chosen = this.chosen ?? { stretches: [] };
    const own = chosen.stretches.filter((stretch) => stretch.turn === n);
    const caret = chosen.at === n && chosen.caret !== null ? turn.words[chosen.caret] : null;
    const extra = [...own, ...(caret ? [{ start: caret[0], end: caret[1] }] : [])];
    row.classList.toggle("st-at", chosen.at === n);
    row.classList.toggle("st-done", Boolean(judged?.done));
    row.classList.toggle("st-differs", Boolean(judged?.differs));
    said.tabIndex = chosen.at === n ? 0 : -1;
    said.style.setProperty("--lanes", height);
    said.replaceChildren(...piecesOf(turn.text, marks, extra).map((piece) => this.piece(turn, piece, { marks, lanes, own, caret, chosen })));
    codes.replaceChildren(...this.notes(judged), ...marks.map((mark) => this.chip(mark, chosen.picked)));
  }

  piece(turn, piece, { marks, lanes, own, caret, chosen }) {
    const span = make("span", "", turn.text.slice(piece.start, piece.end), { "data-start": piece.start });
    const within = (one) => one.start <= piece.start && piece.end <= one.end;
    if (piece.marks.length) {
      const { images, places } = barsStyle(piece, marks, lanes, this.asks.colours);
      span.className = "st-marked";
      span.style.backgroundImage = images;
      span.style.backgroundPosition = places;
      const picked = piece.marks.find((index) => marks[index].id === chosen.picked);
      if (picked !== undefined) {
        span.classList.add("st-picked");
        span.style.setProperty("--colour", this.asks.colours(marks[picked].code));
      }
    }
    if (own.some(within)) span.classList.add("st-selected");
    if (caret && caret[0] <= piece.start && piece.end <= caret[1]) span.classList.add("st-caret");
    return span;
  }

  notes(judged) {
    const notes = [];
    if (judged?.done) notes.push(make("span", "st-note", "✓ klaar"));
    if (judged?.memo) notes.push(make("span", "st-note", "✎ memo", { title: judged.memo }));
    if (judged?.differs) notes.push(make("span", "st-note st-warn", "≠ verschil"));
    return notes;
  }

  chip(mark, picked) {
    const chip = make("span", `st-chip st-${mark.kind}`, "", { "data-id": mark.id });
    chip.style.setProperty("--colour", this.asks.colours(mark.code));
    chip.classList.toggle("st-picked", mark.id === picked);
    const name = this.asks.name(mark.code);
    const flags = FLAGS.filter(([flag]) => mark[flag]);
    const whose = { eigen: "", voorstel: `voorstel van ${mark.coder}`, ander: `van ${mark.coder}` }[mark.kind];
    const label = [name, mark.valence && `waardering ${mark.valence}`, mark.negated && "ontkend", ...flags.map(([, , words]) => words), whose];
    const pick = button("st-pick", name, label.filter(Boolean).join(", "), () => this.asks.pick(mark.id));
    pick.tabIndex = -1;
    pick.setAttribute("aria-pressed", String(mark.id === picked));
    const signs = [mark.valence, mark.negated ? "niet" : "", ...flags.map(([, sign]) => sign)].filter(Boolean).join(" ");
    if (signs) pick.append(make("span", "st-flags", ` ${signs}`, { "aria-hidden": "true" }));
    if (mark.kind === "ander") pick.append(make("span", "st-flags", ` ${mark.coder}`, { "aria-hidden": "true" }));
    chip.append(pick);
    if (mark.kind === "voorstel") {
      chip.append(
        button("st-yes", "✓", `Neem het voorstel ${name} over`, () => this.asks.accept(mark.id)),
        button("st-no", "✗", `Verwerp het voorstel ${name}`, () => this.asks.reject(mark.id)),
      );
      for (const one of chip.querySelectorAll(".st-yes,.st-no")) one.tabIndex = -1;
    }
    return chip;
  }

  /** Hide the turns that a filter leaves out; the turn before one that stays is shown too, for what was asked. */
  filter(keeps) {
    const kept = new Set();
    for (const [index, turn] of this.turns.entries()) {
      if (!keeps(turn, this.judged.get(turn.n))) continue;
      kept.add(turn.n);
      if (index) kept.add(this.turns[index - 1].n);
    }
    this.complete.then(() => {
      for (const [n, { row }] of this.rows) row.hidden = !kept.has(n);
    });
    return [...kept];
  }

  visible() {
    return this.turns.filter(({ n }) => !this.rows.get(n)?.row.hidden);
  }

  /** Which turn, and where in its text, a point of the page is: {n, at}; null outside the words. */
  place(x, y) {
    const found = document.caretPositionFromPoint?.(x, y);
    const range = found ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = found ? [found.offsetNode, found.offset] : [range?.startContainer, range?.startOffset];
    const said = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".st-said");
    if (!said || !this.host.contains(said)) return this.beside(y);
    const n = Number(said.parentElement.dataset.n);
    if (node.nodeType === Node.TEXT_NODE) return { n, at: Number(node.parentElement.dataset.start) + offset };
    const piece = node === said ? said.childNodes[offset] : node;
    return { n, at: piece ? Number(piece.dataset.start) : this.byNumber.get(n).text.length };
  }

  /** The end of the words in the row at this height: for a hand that strays into the margin. */
  beside(y) {
    const { x } = this.host.getBoundingClientRect();
    const row = document.elementFromPoint(x + 20, y)?.closest(".st-turn");
    if (!row || !this.host.contains(row)) return null;
    const n = Number(row.dataset.n);
    return { n, at: this.byNumber.get(n).text.length };
  }

  /** Select by hand. JupyterLab's notebook spoils the browser's own selection in a cell, so we do it ourselves. */
  pressed(event) {
    const from = event.button === 0 && event.target.closest(".st-said") && this.place(event.clientX, event.clientY);
    if (!from) return;
    event.preventDefault();
    this.dragged = false;
    const moved = (move) => {
      const to = this.place(move.clientX, move.clientY);
      if (!to || (to.n === from.n && to.at === from.at && !this.dragged)) return;
      this.dragged = true;
      this.scrollAt(move.clientY);
      const [first, last] = to.n < from.n || (to.n === from.n && to.at < from.at) ? [to, from] : [from, to];
      this.dragging = this.stretches(first, last, move.altKey);
      this.choose({ ...this.chosen, picked: null, caret: null, stretches: this.dragging });
    };
    const released = () => {
      window.removeEventListener("mousemove", moved, true);
      if (this.dragged && this.dragging?.length) this.asks.select(this.dragging);
    };
    window.addEventListener("mousemove", moved, true);
    window.addEventListener("mouseup", released, { capture: true, once: true });
  }

  /** Go on while one drags past the edge. */
  scrollAt(y) {
    const { top, bottom } = this.host.getBoundingClientRect();
    if (y < top + 20) this.host.scrollTop -= 24;
    if (y > bottom - 20) this.host.scrollTop += 24;
  }

  /** A double click selects a word. */
  word(event) {
    const place = this.place(event.clientX, event.clientY);
    if (place) this.asks.select(this.stretches(place, { n: place.n, at: place.at + 1 }, false));
  }

  /** A stretch for each turn between two places, snapped to words unless `exact`. */
  stretches(from, to, exact) {
    const between = this.turns.filter(({ n, codable }) => codable && from.n <= n && n <= to.n);
    return between.flatMap((turn) => {
      const start = turn.n === from.n ? from.at : 0;
      const end = turn.n === to.n ? to.at : turn.text.length;
      const grown = exact && start < end ? [start, end] : snapped(turn.words, start, end);
      return grown ? [{ turn: turn.n, start: grown[0], end: grown[1] }] : [];
    });
  }

  /** A click on words: stand there, and pick what is coded there; again, the next that is. */
  clicked(event) {
    if (this.dragged) return;
    const said = event.target.closest(".st-said");
    if (!said) return;
    const n = Number(said.parentElement.dataset.n);
    const ids = this.under(n, event.target);
    this.asks.stand(n);
    if (ids.length) this.asks.pick(ids[(ids.indexOf(this.chosen?.picked) + 1) % ids.length]);
  }

  /** The ids of what is judged of the piece that was hit. */
  under(n, target) {
    if (target.dataset.start === undefined) return [];
    const start = Number(target.dataset.start);
    return this.marks(n).filter((mark) => mark.start <= start && start < mark.end).map(({ id }) => id);
  }

  menu(event) {
    const row = event.target.closest(".st-turn");
    event.preventDefault();
    event.stopPropagation();
    if (row) this.asks.menu(Number(row.dataset.n), this.under(Number(row.dataset.n), event.target), event);
  }

  focus(n) {
    const row = this.rows.get(n);
    if (!row) return;
    row.said.focus({ preventScroll: true });
    row.row.scrollIntoView({ block: "nearest" });
  }
}
