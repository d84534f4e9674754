// The coding screen: asks Python, draws the answers, and turns keys and clicks into commands.

import { openChooser, openNewCode } from "./chooser.js";
import { button, coloursOf, make } from "./drawing.js";
import { KEYS, meaningOf } from "./keys.js";
import { nudged, snapped, toPoints } from "./offsets.js";
import { drawPanel, historyList } from "./panel.js";
import { drawTree } from "./tree.js";
import { Turns } from "./turns.js";

const FILTERS = {
  all: ["alle beurten", () => true],
  todo: ["nog te doen", (turn, judged) => turn.codable && !judged.done && !judged.codings.length],
  doubt: ["twijfel", (turn, judged) => judged.codings.some(({ doubt }) => doubt)],
  proposals: ["met voorstellen", (turn, judged) => judged.proposals.length > 0],
  differs: ["verschil tussen codeurs", (turn, judged) => judged.differs],
};
const PATIENCE = 4000; // milliseconds without an answer after which we say so
const SLOW = "De kernel antwoordt niet. Wacht even. Blijft dit staan? Start de kernel opnieuw en voer de cel uit.";
let screens = 0;

class Screen {
  constructor(model, el) {
    screens += 1;
    Object.assign(this, { model, el, id: `st${screens}-${Math.random().toString(36).slice(2, 8)}` });
    Object.assign(this, { number: 0, waiting: new Map(), before: new Map(), asked: new Set(), queued: Promise.resolve(), held: 0, at: null, caret: null, anchor: null, stretches: [], picked: null, looked: null, last: "" });
    this.build();
    this.hear = (content) => this.answered(content);
    model.on("msg:custom", this.hear);
    this.refreshing = () => document.visibilityState === "visible" && this.transcript && this.refresh();
    window.addEventListener("focus", this.refreshing);
    this.open();
  }

  stop() {
    this.model.off("msg:custom", this.hear);
    window.removeEventListener("focus", this.refreshing);
  }

  // --- asking and hearing

  ask(name, more = {}, before = null) {
    this.number += 1;
    const id = `${this.id}-${this.number}`;
    if (before) this.before.set(id, before);
    const answer = new Promise((done) => this.waiting.set(id, done));
    this.model.send({ id, do: name, ...more });
    const patience = setTimeout(() => this.say(SLOW, true), PATIENCE);
    const settled = answer.finally(() => { clearTimeout(patience); this.asked.delete(settled); });
    this.asked.add(settled);
    return settled;
  }

  answered(content) {
    const done = this.waiting.get(content.re);
    this.waiting.delete(content.re);
    if (content.kind === "error") {
      if (done) this.say(content.say, true);
    } else if (content.kind === "changed_elsewhere") this.refresh();
    else if (content.kind === "changed") this.changed(content, Boolean(done));
    else if (done && content.kind === "study") this.study = content;
    else if (content.kind === "transcript" && content.transcript === this.transcript?.transcript) this.news(content);
    else if (done && content.kind === "transcript") this.loaded(content);
    if (done) done(content);
  }

  async open() {
    const study = await this.ask("open");
    if (study.kind !== "study") return;
    this.header();
    this.drawCodes();
    this.drawList();
    await this.go(study.current);
  }

  async go(transcript, turn = null) {
    if (this.transcript?.transcript !== transcript) {
      this.letGo(false);
      const answer = await this.ask("transcript", { transcript });
      if (answer.kind !== "transcript") return;
      this.stand(this.firstToDo(), false);
    }
    if (turn) this.stand(turn);
  }

  loaded(content) {
    this.transcript = content;
    this.overview(content);
    this.turns.load(content);
    this.applyFilter();
    this.drawAll();
  }

  /** The same talk with other judgements, asked by this view or by another of the same widget: no word moves. */
  news(content) {
    Object.assign(this.transcript, { memo: content.memo, finished: content.finished });
    this.overview(content);
    this.turns.take(content.judged);
    this.choose();
    this.drawAll();
  }

  overview({ transcripts, counts, recent, undo, redo, blind }) {
    Object.assign(this.study, { transcripts, counts, recent, undo, redo, blind });
  }

  async refresh() {
    const answer = await this.ask("refresh");
    if (answer.kind === "study") {
      const here = this.transcript?.transcript;
      this.transcript = null;
      this.header();
      this.drawCodes();
      await this.go(answer.transcripts.some(({ id }) => id === here) ? here : answer.current, this.at);
    } else if (answer.kind === "transcript" && this.at) this.stand(this.at, false);
  }

  async changed(content, mine) {
    const rows = new Map(content.transcripts.map((row) => [row.id, row]));
    this.study.transcripts = this.study.transcripts.map((row) => rows.get(row.id) ?? row);
    Object.assign(this.study, { counts: content.counts, recent: content.recent, undo: content.undo, redo: content.redo });
    if (content.codes) { this.study.codes = content.codes; this.colours = coloursOf(content.codes); }
    if (content.transcript !== this.transcript?.transcript) {
      if (mine) await this.go(content.transcript, Number(Object.keys(content.judged)[0]) || null);
    } else {
      this.turns.take(content.judged);
      const row = rows.get(content.transcript);
      if (row) this.transcript.finished = row.finished;
      this.transcript.memo = content.memo;
      if (mine && this.undoing) this.standWhere(content.judged);
    }
    this.undoing = false;
    if (mine) {
      this.settle(content);
      this.say(content.say);
    }
    this.choose();
    this.drawAll();
  }

  /** What an answer picks, unless the coder went on to something else meanwhile. */
  settle({ re, pick }) {
    const before = this.before.get(re);
    this.before.delete(re);
    if (before?.mark && pick) before.mark.id = pick; // a memo that is being written goes on under the new id
    const stayed = before && this.picked === before.picked && this.stretches === before.stretches;
    if (stayed) Object.assign(this, { picked: pick || (this.turns.find(this.picked) ? this.picked : null), stretches: [] });
    else if (this.picked && !this.turns.find(this.picked)) this.picked = this.picked === before?.picked ? pick || null : null;
  }

  standWhere(judged) {
    const turn = Number(Object.keys(judged)[0]);
    if (turn) this.stand(turn, false);
  }

  act(name, more = {}) {
    const { picked, stretches, panelMark } = this;
    const mark = more.coding && more.coding === panelMark?.id ? panelMark : null;
    return this.ask(name, more, { picked, stretches, mark });
  }

  // --- the page

  build() {
    const root = make("div", "stemmen-coder", "", { "data-lm-suppress-shortcuts": "true", lang: "nl", role: "group", "aria-label": "Codeerscherm" });
    this.root = root;
    this.bar = make("div", "st-bar");
    this.transcripts = make("ul", "st-transcripts", "", { role: "listbox", "aria-label": "Interviews" });
    this.filters = make("select", "", "", { "aria-label": "Toon" });
    for (const [key, [words]] of Object.entries(FILTERS)) this.filters.append(make("option", "", words, { value: key }));
    this.search = make("input", "st-query", "", { type: "search", placeholder: "Zoek in het codeboek", "aria-label": "Zoek in het codeboek" });
    this.tree = make("ul", "st-tree", "", { role: "tree", "aria-label": "Codeboek" });
    const left = make("div", "st-left");
    left.append(make("h3", "", "Interviews"), this.transcripts, make("h3", "", "Codeboek"), this.search, this.tree);
    this.title = make("div", "st-title");
    this.talk = make("div", "st-turns", "", { role: "grid", "aria-label": "Gesprek" });
    const middle = make("div", "st-middle");
    middle.append(this.title, this.talk);
    this.panel = make("div", "st-panel", "", { role: "region", "aria-label": "Uitleg en memo's" });
    this.status = make("div", "st-status", "", { role: "status", "aria-live": "polite" });
    const body = make("div", "st-body");
    body.append(left, middle, this.panel);
    root.append(this.bar, body, this.status);
    this.el.append(root);
    this.turns = new Turns(this.talk, this.id, {
      pick: (id) => this.pick(id), select: (stretches) => this.select(stretches), stand: (n) => this.stand(n),
      menu: (n, ids, event) => this.menu(n, ids, event), accept: (id) => this.act("accept", { proposal: id }),
      reject: (id) => this.act("reject", { proposal: id }), name: (key) => this.code(key)?.name ?? key, colours: (key) => this.colours(key),
    });
    this.listen();
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.hold(event), true);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("copy", (event) => this.copy(event));
    for (const kind of ["keyup", "keypress", "contextmenu", "paste", "copy", "cut"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    this.root.addEventListener("contextmenu", (event) => { if (!event.target.closest("input,textarea")) event.preventDefault(); });
    this.filters.addEventListener("change", () => { this.applyFilter(); this.drawAll(); });
    this.search.addEventListener("input", () => this.drawCodes());
    this.tree.addEventListener("click", (event) => this.look(event.target.closest("[data-code]")?.dataset.code));
    this.tree.addEventListener("dblclick", (event) => { const row = event.target.closest("[data-code]"); if (row) this.give(row.dataset.code); });
    this.transcripts.addEventListener("click", (event) => { const row = event.target.closest("[data-id]"); if (row) this.go(row.dataset.id).then(() => this.turns.focus(this.at)); });
  }

  header() {
    this.colours = coloursOf(this.study.codes);
    const { title, coder, settling } = this.study;
    this.undoButton = button("", "↶", "Ongedaan maken", () => this.command(["undo"]));
    this.redoButton = button("", "↷", "Opnieuw doen", () => this.command(["redo"]));
    this.blindBox = make("input", "", "", { type: "checkbox" });
    this.blindBox.addEventListener("change", () => this.ask("show_others", { on: this.blindBox.checked }).then(() => this.stand(this.at, false)));
    const others = make("label", "st-check", "");
    others.append(this.blindBox, "Toon wat anderen gaven");
    const shown = make("label", "st-check", "Toon ");
    shown.append(this.filters);
    const who = settling ? `${coder} (verschillen beslechten)` : coder;
    this.bar.replaceChildren(make("strong", "", title), make("span", "st-coder", `codeur: ${who}`), make("span", "st-space"), shown, ...(settling ? [] : [others]),
      this.undoButton, this.redoButton, button("", "Toetsen", "Welke toetsen er zijn (F1)", () => this.help()));
  }

  drawAll() {
    const { undo, redo, blind } = this.study;
    this.undoButton.disabled = !undo;
    this.redoButton.disabled = !redo;
    this.undoButton.title = undo ? `Ongedaan maken: ${undo}` : "Er is niets om ongedaan te maken";
    this.redoButton.title = redo ? `Opnieuw doen: ${redo}` : "Er is niets om opnieuw te doen";
    this.blindBox.checked = !blind;
    this.drawList();
    this.drawCodes();
    this.drawTitle();
    this.drawPanel();
  }

  drawList() {
    const rows = this.study.transcripts.map((row) => {
      const here = row.id === this.transcript?.transcript;
      const item = make("li", `st-transcript${row.finished ? " st-finished" : ""}`, "", { role: "option", "data-id": row.id, "aria-selected": String(here), tabindex: here ? "0" : "-1" });
      const part = row.to_code ? Math.round((100 * row.done) / row.to_code) : 100;
      item.style.setProperty("--part", `${part}%`);
      const state = row.finished ? "✓ afgerond" : `${row.done} van ${row.to_code}`;
      item.append(make("span", "st-name", row.id), make("span", "st-count", state + (row.differs ? ` · ${row.differs} ≠` : "")));
      return item;
    });
    this.transcripts.replaceChildren(...rows);
  }

  drawCodes() {
    const { codes, counts } = this.study;
    const options = { codes, counts, query: this.search.value, chosen: this.looked, id: this.id, colours: this.colours };
    const had = this.tree.contains(document.activeElement);
    if (!drawTree(this.tree, options)) this.tree.replaceChildren(make("li", "st-small", "Geen code gevonden."));
    if (had) this.tree.querySelector('[tabindex="0"]')?.focus();
  }

  drawTitle() {
    const { transcript, finished } = this.transcript;
    const box = make("input", "", "", { type: "checkbox" });
    box.checked = finished;
    box.addEventListener("change", () => this.act("finish", { transcript, on: box.checked }));
    const label = make("label", "st-check");
    label.append(box, "Ik ben klaar met dit interview");
    const parts = [make("strong", "", transcript), label];
    if (this.study.settling) parts.push(button("", "Neem over waar beiden het eens zijn", "Neem over waar beiden het eens zijn", () => this.act("accept_all", { transcript })));
    this.title.replaceChildren(...parts);
  }

  drawPanel() {
    const field = document.activeElement;
    if (field?.tagName === "TEXTAREA" && this.panel.contains(field)) return; // somebody is writing there
    const found = this.turns.find(this.picked);
    const mark = found && { ...found.mark, words: this.turns.byNumber.get(found.n).text.slice(found.mark.start, found.mark.end) };
    this.panelMark = mark;
    const turn = this.at && { n: this.at, memo: this.turns.judged.get(this.at)?.memo ?? "" };
    const transcript = this.transcript.transcript;
    const asks = {
      act: (name, more) => this.act(name, name.startsWith("memo_") ? { transcript, ...more } : more),
      recode: () => this.choose_code("", true), give: (key) => this.give(key), colours: this.colours, back: () => this.turns.focus(this.at),
      history: async (coding, part) => { const { rows } = await this.ask("history", { coding }); if (rows) part.append(historyList(rows)); },
    };
    drawPanel(this.panel, { mark, code: this.code(mark ? mark.code : this.looked), turn, transcript: this.transcript, asks });
  }

  say(words, wrong = false) {
    this.status.textContent = words;
    this.status.classList.toggle("st-wrong", wrong);
  }

  // --- where one is and what is chosen

  code(key) {
    return this.study.codes.find((code) => code.key === key);
  }

  firstToDo() {
    const [, keeps] = FILTERS.todo;
    const turn = this.turns.turns.find((one) => keeps(one, this.turns.judged.get(one.n)));
    return (turn ?? this.turns.turns.find(({ codable }) => codable) ?? this.turns.turns[0])?.n;
  }

  choose() {
    this.turns.choose({ picked: this.picked, stretches: this.stretches, at: this.at, caret: this.caret });
  }

  async stand(n, focus = true) {
    if (!n) return;
    await this.turns.complete;
    if (n !== this.at) Object.assign(this, { caret: null, anchor: null, stretches: [], picked: null });
    this.at = n;
    this.choose();
    if (focus) this.turns.focus(n);
    this.drawPanel();
  }

  words(stretches) {
    return stretches.map(({ turn, start, end }) => this.turns.byNumber.get(turn).text.slice(start, end));
  }

  /** Copying takes the chosen words. */
  copy(event) {
    if (event.target.closest("input,textarea") || !this.stretches.length) return;
    event.clipboardData.setData("text/plain", this.words(this.stretches).join("\n"));
    event.preventDefault();
  }

  select(stretches) {
    if (!stretches.length) return;
    Object.assign(this, { stretches, at: stretches.at(-1).turn, picked: null, caret: null, anchor: null });
    this.choose();
    this.turns.focus(this.at);
    this.drawPanel();
    this.say(`Gekozen: ${this.words(stretches).join(" … ")}`);
  }

  pick(id) {
    const found = this.turns.find(id);
    if (!found) return;
    Object.assign(this, { picked: id, at: found.n, stretches: [], caret: null, anchor: null });
    this.choose();
    this.turns.focus(found.n);
    this.drawPanel();
    this.say(`${this.code(found.mark.code)?.name ?? found.mark.code}: ${this.turns.byNumber.get(found.n).text.slice(found.mark.start, found.mark.end)}`);
  }

  look(key) {
    if (!key) return;
    Object.assign(this, { looked: key, picked: null });
    this.choose();
    this.drawCodes();
    this.drawPanel();
  }

  letGo(draw = true) {
    Object.assign(this, { stretches: [], picked: null, caret: null, anchor: null });
    if (!draw) return;
    this.choose();
    this.drawPanel();
  }

  applyFilter() {
    const [, keeps] = FILTERS[this.filters.value || "all"];
    const kept = this.turns.filter(keeps);
    if (this.filters.value !== "all") this.say(kept.length ? "" : "Geen beurten gevonden.");
  }

  // --- acts

  /** The chosen words, those of the coding that is picked, or the whole turn; in code points, as Python counts. */
  target() {
    const picked = this.turns.find(this.picked);
    const same = picked?.mark.kind === "eigen" ? [{ turn: picked.n, start: picked.mark.start, end: picked.mark.end }] : null;
    const whole = () => { const turn = this.turns.byNumber.get(this.at); return turn?.codable ? [{ turn: this.at, start: 0, end: turn.text.length }] : []; };
    const chosen = this.stretches.length ? this.stretches : same ?? whole();
    return chosen.map(({ turn, start, end }) => {
      const { text } = this.turns.byNumber.get(turn);
      return { turn, start: toPoints(text, start), end: toPoints(text, end) };
    });
  }

  give(key) {
    const stretches = this.target();
    if (!stretches.length) return this.say("Kies eerst woorden van een respondent.", true);
    this.last = key;
    this.looked = key;
    return this.act("code", { transcript: this.transcript.transcript, stretches, code: key });
  }

  choose_code(first, recode = false) {
    if (this.chooser) return;
    const mark = recode ? this.turns.find(this.picked)?.mark : null;
    const stretches = this.target();
    if (!mark && !stretches.length) { this.say("Alleen wat een respondent zegt, krijgt een code.", true); return; }
    const { codes, recent } = this.study;
    const close = () => { this.chooser = null; this.turns.focus(this.at); };
    const onNew = (name) => this.newCode(name, stretches);
    const onChoose = (key) => (mark ? this.act("recode", { ids: [mark.id], code: key }) : this.give(key));
    const title = mark ? "Andere code" : "Code voor deze woorden";
    this.chooser = openChooser(this.root, { codes, recent, colours: this.colours, first, title, onChoose, onNew, onClose: close, onLook: () => {}, id: this.id });
    this.float(this.chooser.box);
  }

  newCode(name, stretches) {
    const transcript = this.transcript.transcript;
    const onMake = (code) => { this.chooser = null; this.act("new_code", { ...code, transcript, stretches }); this.turns.focus(this.at); };
    const onClose = () => { this.chooser = null; this.turns.focus(this.at); };
    this.chooser = openNewCode(this.root, { name, codes: this.study.codes, onMake, onClose });
    this.float(this.chooser.box);
  }

  /** Put a small window beside the words, within the screen: over the margin, so that the words stay in sight. */
  float(box) {
    const outer = this.root.getBoundingClientRect();
    const { row, codes } = this.turns.rows.get(this.at);
    const top = Math.max(row.getBoundingClientRect().top, this.talk.getBoundingClientRect().top) - outer.top;
    box.style.left = `${Math.max(8, Math.min(codes.getBoundingClientRect().left - outer.left, outer.width - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(8, Math.min(top, outer.height - box.offsetHeight - 8))}px`;
  }

  menu(n, ids, event) {
    this.chooser?.close();
    if (n !== this.at) this.stand(n);
    const box = make("div", "st-chooser st-menu", "", { role: "menu", "aria-label": "Wat u hier kunt doen" });
    const close = () => {
      if (this.chooser?.box !== box) return; // taking it away moves the focus, which asks for this again
      this.chooser = null;
      box.remove();
    };
    const item = (words, act) => {
      const made = make("button", "st-item", words, { type: "button", role: "menuitem" });
      made.addEventListener("click", () => { close(); act(); });
      box.append(made);
    };
    for (const id of ids) {
      const { mark } = this.turns.find(id);
      const name = this.code(mark.code)?.name ?? mark.code;
      item(`Wijs aan: ${name}`, () => this.pick(id));
      if (mark.kind === "eigen") item(`Haal weg: ${name}`, () => this.act("remove", { ids: [id] }));
      if (mark.kind === "voorstel") { item(`Neem over: ${name}`, () => this.act("accept", { proposal: id })); item(`Verwerp: ${name}`, () => this.act("reject", { proposal: id })); }
    }
    if (this.turns.byNumber.get(n)?.codable) item("Geef een code …", () => this.choose_code(""));
    item("Memo bij deze beurt", () => this.focusMemo("turn"));
    box.addEventListener("keydown", (key) => {
      const items = [...box.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
      if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      if (key.key === "Escape") { close(); this.turns.focus(this.at); }
      key.stopPropagation();
    });
    box.addEventListener("focusout", (left) => { if (!box.contains(left.relatedTarget)) close(); });
    this.chooser = { close, box };
    this.root.append(box);
    const outer = this.root.getBoundingClientRect();
    box.style.left = `${Math.min(event.clientX - outer.left, outer.width - box.offsetWidth - 8)}px`;
    box.style.top = `${Math.min(event.clientY - outer.top, outer.height - box.offsetHeight - 8)}px`;
    box.firstElementChild.focus();
  }

  focusMemo(what) {
    const area = this.panel.querySelector(`[data-memo="${what}"]`);
    if (area) area.focus();
    else this.say("Wijs eerst een codering aan.", true);
  }

  help() {
    const box = make("dialog", "st-help");
    const list = make("dl");
    for (const [keys, words] of KEYS) list.append(make("dt", "", keys), make("dd", "", words));
    box.append(make("h3", "", "Toetsen"), list, button("st-main", "Sluit", "Sluit", () => box.close()));
    box.addEventListener("keydown", (event) => event.stopPropagation());
    box.addEventListener("close", () => { box.remove(); this.turns.focus(this.at); });
    this.root.append(box);
    box.showModal();
  }

  // --- keys

  key(event) {
    event.stopPropagation(); // nothing of this is for the notebook
    const box = event.target.type === "checkbox";
    const typing = event.target.closest("input,textarea,select,dialog") && !(box && event.key !== " ");
    if (typing) { if (event.key === "Escape" && event.target === this.search) this.turns.focus(this.at); return; }
    if (this.listKey(event)) { event.preventDefault(); return; }
    if (event.target.tagName === "BUTTON" && ["Enter", " "].includes(event.key)) return;
    const meaning = meaningOf(event);
    if (!meaning || !this.transcript) return;
    event.preventDefault();
    this.command(meaning);
  }

  /** Hold a key while an answer is on its way, and all after it: who types fast means what will be picked then. */
  hold(event) {
    const typing = event.target.closest("input:not([type=checkbox]),textarea,select,dialog");
    if (!event.isTrusted || (!this.held && (!this.asked.size || typing))) return; // a replayed key goes through
    if ((event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) && !meaningOf(event)) return; // not ours
    event.preventDefault();
    event.stopPropagation();
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    this.held += 1;
    this.queued = this.queued.then(() => this.answered_all()).then((known) => {
      this.held -= 1;
      return known && this.replay({ key, ctrlKey, metaKey, altKey, shiftKey }); // in vain without an answer
    });
  }

  /** Whether all that was asked is answered in reasonable time. */
  answered_all() {
    const late = new Promise((done) => setTimeout(() => done(false), PATIENCE));
    return Promise.race([Promise.all(this.asked).then(() => true), late]);
  }

  /** A key that was held: for the field that was opened meanwhile, else a command. */
  replay(key) {
    const field = this.root.querySelector(".st-chooser .st-query") ?? document.activeElement;
    if (this.root.contains(field) && field.matches("input:not([type=checkbox]),textarea")) {
      const letter = key.key.length === 1 && !key.ctrlKey && !key.metaKey;
      if (letter) field.setRangeText(key.key, field.selectionStart, field.selectionEnd, "end");
      return field.dispatchEvent(letter ? new Event("input", { bubbles: true }) : new KeyboardEvent("keydown", { ...key, bubbles: true }));
    }
    const meaning = meaningOf(key);
    return meaning && this.command(meaning);
  }

  /** Arrows and Enter in the codebook and the list of interviews. */
  listKey({ key, target }) {
    const row = target.closest(".st-code, .st-transcript");
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!row || !(step || key === "Enter")) return false;
    const rows = [...row.parentElement.children];
    const other = rows[rows.indexOf(row) + step];
    if (step && other) { other.tabIndex = 0; other.focus(); if (other.dataset.code) this.look(other.dataset.code); }
    if (key === "Enter") { if (row.dataset.code) this.give(row.dataset.code); else this.go(row.dataset.id); }
    return true;
  }

  command([name, ...more]) {
    const found = this.turns.find(this.picked);
    const own = found?.mark.kind === "eigen" ? found : null;
    const acts = {
      turn: (steps) => this.step(steps),
      word: (steps) => this.moveCaret(steps, false),
      extend: (steps) => this.moveCaret(steps, true),
      done: () => this.done(),
      again: () => (this.last || this.study.recent[0] ? this.give(this.last || this.study.recent[0]) : this.say("U gaf nog geen code.", true)),
      recent: (index) => (this.study.recent[index] ? this.give(this.study.recent[index]) : this.say(`Er is nog geen ${index + 1}e code.`, true)),
      letters: (letter) => this.choose_code(letter),
      enter: () => (found?.mark.kind === "voorstel" ? this.act("accept", { proposal: this.picked }) : this.choose_code("", Boolean(own))),
      remove: () => (found?.mark.kind === "voorstel" ? this.act("reject", { proposal: this.picked }) : this.needs(own, () => this.act("remove", { ids: [this.picked] }))),
      "let go": () => this.letGo(),
      help: () => this.help(),
      pick: (steps) => this.pickNext(steps),
      nudge: (side, steps) => this.needs(own, () => this.nudge(own, side, steps)),
      valence: (sign) => this.needs(own, () => this.act("valence", { coding: this.picked, valence: own.mark.valence === sign ? "" : sign })),
      striking: () => this.needs(own, () => this.act("striking", { coding: this.picked, on: !own.mark.striking })),
      doubt: () => this.needs(own, () => this.act("doubt", { coding: this.picked, on: !own.mark.doubt })),
      memo: () => this.needs(own, () => this.focusMemo("coding")),
      "memo turn": () => this.focusMemo("turn"),
      undo: () => { this.undoing = true; return this.act("undo"); },
      redo: () => { this.undoing = true; return this.act("redo"); },
    };
    return acts[name](...more);
  }

  needs(own, act) {
    if (own) return act();
    this.say("Wijs eerst een eigen codering aan, met < of >.", true);
    return null;
  }

  step(steps) {
    const turns = this.turns.visible();
    if (!turns.length) return;
    const here = turns.findIndex(({ n }) => n === this.at);
    const next = turns[Math.max(0, Math.min(turns.length - 1, here + steps))];
    if (next) this.stand(next.n);
  }

  moveCaret(steps, extend) {
    const { words, text } = this.turns.byNumber.get(this.at);
    if (!words.length) return;
    const from = this.caret ?? (steps > 0 ? -1 : words.length);
    if (extend && this.caret === null) this.anchor = steps > 0 ? 0 : words.length - 1;
    const to = Math.max(0, Math.min(words.length - 1, from + steps));
    if (extend && this.anchor === null) this.anchor = from;
    if (!extend) this.anchor = null;
    this.caret = to;
    this.picked = null;
    const [first, last] = [Math.min(this.anchor ?? to, to), Math.max(this.anchor ?? to, to)];
    this.stretches = extend ? [{ turn: this.at, start: words[first][0], end: words[last][1] }] : [];
    this.choose();
    this.say(extend ? `Gekozen: ${text.slice(words[first][0], words[last][1])}` : text.slice(...words[to]));
  }

  pickNext(steps) {
    const all = this.turns.visible().flatMap(({ n }) => this.turns.marks(n).map(({ id }) => ({ id, n })));
    if (!all.length) { this.say("Er is hier nog niets gecodeerd of voorgesteld.", true); return; }
    const at = all.findIndex(({ id }) => id === this.picked);
    const next = at >= 0 ? at + steps : steps > 0 ? all.findIndex(({ n }) => n >= this.at) : all.findLastIndex(({ n }) => n <= this.at);
    this.pick(all[(next + all.length) % all.length].id);
  }

  nudge({ n, mark }, side, steps) {
    const { words, text } = this.turns.byNumber.get(n);
    const moved = nudged(words, snapped(words, mark.start, mark.end) ?? [mark.start, mark.end], side, steps);
    if (!moved) return this.say("Verder kan deze grens niet.", true);
    return this.act("move", { coding: mark.id, start: toPoints(text, moved[0]), end: toPoints(text, moved[1]) });
  }

  async done() {
    const turn = this.turns.byNumber.get(this.at);
    if (turn?.codable) await this.act("done", { transcript: this.transcript.transcript, turn: this.at, on: !this.turns.judged.get(this.at).done });
    const [, keeps] = FILTERS.todo;
    const next = this.turns.turns.find((one) => one.n > this.at && keeps(one, this.turns.judged.get(one.n)));
    if (next) this.stand(next.n);
    else this.say("Alle beurten hierna zijn gedaan.");
  }
}

function render({ model, el }) {
  const screen = new Screen(model, el);
  return () => screen.stop();
}

export default { render };
