// Keys and what they do. Letters are not here: they open the chooser.

export const KEYS = [
  ["letters", "een code kiezen voor de gekozen woorden, of voor de hele beurt"],
  ["1 – 9", "een van de codes die u het laatst gaf"],
  [".", "dezelfde code als de vorige keer"],
  ["↑ ↓", "vorige of volgende beurt"],
  ["← →", "woord voor woord; met Shift kiest u woorden"],
  ["spatie", "niets (meer) te coderen in deze beurt; door naar de volgende"],
  ["< >", "vorige of volgende codering of voorstel aanwijzen"],
  ["Enter", "aangewezen codering: andere code; aangewezen voorstel: overnemen"],
  ["Delete", "aangewezen codering weghalen; aangewezen voorstel verwerpen"],
  ["[ ]", "begin een woord naar voren of naar achteren"],
  ["{ }", "eind een woord naar voren of naar achteren"],
  ["+ - =", "waardering: goed, slecht, allebei"],
  ["*", "opvallend citaat"],
  ["?", "twijfel"],
  ["; :", "memo bij de codering; memo bij de beurt"],
  ["Ctrl+Z  Ctrl+Y", "ongedaan maken; opnieuw doen"],
  ["F1", "deze lijst"],
  ["Esc", "loslaten"],
];

const PLAIN = {
  ArrowUp: ["turn", -1], ArrowDown: ["turn", 1], PageUp: ["turn", -8], PageDown: ["turn", 8],
  ArrowLeft: ["word", -1], ArrowRight: ["word", 1],
  " ": ["done"], ".": ["again"], Enter: ["enter"], Delete: ["remove"], Backspace: ["remove"], Escape: ["let go"], F1: ["help"],
  "<": ["pick", -1], ">": ["pick", 1],
  "[": ["nudge", "start", -1], "]": ["nudge", "start", 1], "{": ["nudge", "end", -1], "}": ["nudge", "end", 1],
  "+": ["valence", "+"], "-": ["valence", "-"], "=": ["valence", "±"],
  "*": ["striking"], "?": ["doubt"], ";": ["memo"], ":": ["memo turn"], '"': ["memo turn"],
};

/** What a key asks for: [name, ...arguments], or null for what is not ours. */
export function meaningOf(event) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === "z") return [shiftKey ? "redo" : "undo"];
    return letter === "y" ? ["redo"] : null;
  }
  if (shiftKey && (key === "ArrowLeft" || key === "ArrowRight")) return ["extend", key === "ArrowLeft" ? -1 : 1];
  if (PLAIN[key]) return PLAIN[key];
  if (/^[1-9]$/.test(key)) return ["recent", Number(key) - 1];
  return /^\p{L}$/u.test(key) ? ["letters", key] : null;
}
