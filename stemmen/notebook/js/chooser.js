// The chooser of a code: opens at the words when letters are typed, and gives the code on Enter.

import { button, make } from "./drawing.js";
import { ranked } from "./tree.js";

const MOST = 9;

/** Open the chooser in `host`. `options`: codes, recent, colours, first (letters typed), title, onChoose, onNew, onClose, onLook, id. */
export function openChooser(host, options) {
  const { codes, recent, colours, first, title, onChoose, onNew, onClose, onLook, id } = options;
  const box = make("div", "st-chooser", "", { role: "dialog", "aria-label": title });
  const input = make("input", "st-query", "", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-label": title,
    "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": `${id}-options`, placeholder: "Typ een paar letters van de code",
  });
  const list = make("ul", "st-options", "", { role: "listbox", id: `${id}-options`, "aria-label": "Codes" });
  const meaning = make("p", "st-meaning");
  box.append(input, list, meaning);
  host.append(box);
  const byKey = new Map(codes.map((code) => [code.key, code]));
  let keys = [];
  let at = 0;

  const draw = () => {
    const found = input.value.trim() ? ranked(codes, input.value, recent) : [...new Set([...recent, ...byKey.keys()])];
    keys = found.filter((key) => byKey.has(key)).slice(0, MOST);
    const rows = keys.map((key, index) => row(byKey.get(key), index));
    const name = input.value.trim();
    if (name) {
      keys.push("");
      rows.push(make("li", "st-option st-new", `Nieuwe code ‘${name}’ …`, { role: "option", id: `${id}-o${rows.length}` }));
    }
    rows.forEach((each, index) => {
      each.addEventListener("mousedown", (event) => event.preventDefault());
      each.addEventListener("click", () => { at = index; choose(); });
      each.addEventListener("mousemove", () => { if (at !== index) { at = index; show(); } });
    });
    list.replaceChildren(...rows);
    at = 0;
    show();
  };
  const row = (code, index) => {
    const made = make("li", "st-option", "", { role: "option", id: `${id}-o${index}` });
    made.style.setProperty("--colour", colours(code.key));
    const above = byKey.get(code.parent)?.name;
    made.append(make("span", "st-swatch"), make("span", "st-name", above ? `${above} › ${code.name}` : code.name));
    const digit = recent.indexOf(code.key);
    if (digit >= 0 && digit < 9) made.append(make("kbd", "", String(digit + 1)));
    return made;
  };
  const show = () => {
    [...list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
    meaning.textContent = byKey.get(keys[at])?.definition ?? (keys.length ? "Voeg een code toe aan het codeboek." : "Geen code gevonden.");
    if (keys[at]) onLook(keys[at]);
  };
  const choose = () => {
    if (!keys.length) return;
    const [key, name] = [keys[at], input.value.trim()];
    close();
    if (key) onChoose(key);
    else onNew(name);
  };
  let closed = false;
  const close = () => {
    if (closed) return; // taking it away moves the focus, which asks for this again
    closed = true;
    box.remove();
    onClose();
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); at = (at + step + keys.length) % (keys.length || 1); show(); }
    else if (event.key === "Enter") { event.preventDefault(); choose(); }
    else if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); }
  });
  input.addEventListener("blur", () => setTimeout(() => { if (box.isConnected && !box.contains(document.activeElement)) close(); }, 150));
  input.value = first;
  draw();
  input.focus();
  return { close, box };
}

/** Ask what a new code means; both are needed before it can be given. */
export function openNewCode(host, { name, codes, onMake, onClose }) {
  const form = make("form", "st-chooser st-form", "", { role: "dialog", "aria-label": "Nieuwe code" });
  const field = (label, control) => {
    const wrap = make("label", "st-field", label);
    wrap.append(control);
    return wrap;
  };
  const called = make("input", "", "", { type: "text", required: "" });
  const meaning = make("textarea", "", "", { rows: "3", required: "", placeholder: "Wanneer geeft u deze code?" });
  const parent = make("select");
  parent.append(make("option", "", "(geen: een hoofdcode)", { value: "" }));
  for (const code of codes) parent.append(make("option", "", "– ".repeat(code.depth) + code.name, { value: code.key }));
  const close = () => { form.remove(); onClose(); };
  const row = make("div", "st-row");
  row.append(make("button", "st-main", "Maak en geef deze code", { type: "submit" }), button("", "Toch niet", "Toch niet", close));
  called.value = name;
  form.append(field("Naam", called), field("Betekenis", meaning), field("Onder", parent), row);
  form.addEventListener("keydown", (event) => { event.stopPropagation(); if (event.key === "Escape") close(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.remove();
    onMake({ name: called.value.trim(), definition: meaning.value.trim(), parent: parent.value });
  });
  host.append(form);
  meaning.focus();
  return { close, box: form };
}
