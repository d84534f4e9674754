// How a turn is drawn: a bar under the words for each coding, in a lane of its own, so that none hides another.

export const KINDS = { codings: "eigen", proposals: "voorstel", others: "ander" };

/** All that is to be drawn in a turn, in reading order, each with its kind. */
export function marksOf(judged) {
  const all = Object.entries(KINDS).flatMap(([part, kind]) => judged[part].map((one) => ({ ...one, kind })));
  return all.sort((a, b) => a.start - b.start || b.end - a.end || a.code.localeCompare(b.code));
}

/** For each mark the lowest lane in which it touches no other; and how many lanes there are. */
export function lanesOf(marks) {
  const ends = [];
  const lanes = marks.map((mark) => {
    const free = ends.findIndex((end) => end <= mark.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = mark.end;
    return lane;
  });
  return { lanes, height: ends.length };
}

/** The text in pieces within which the same marks hold: {start, end, marks: [index]}. */
export function piecesOf(text, marks, extra = []) {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...marks, ...extra]) cuts.add(start).add(end);
  const edges = [...cuts].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, at) => {
    const end = edges[at + 1];
    const holds = (one) => one.start < end && start < one.end;
    return { start, end, marks: marks.flatMap((mark, index) => (holds(mark) ? [index] : [])) };
  });
}

/** The picture of a bar: whole for what the coder gave, dashed for a proposal, dotted for another coder. */
export function barOf(kind, colour) {
  if (kind === "eigen") return `linear-gradient(${colour},${colour})`;
  const [on, off] = kind === "voorstel" ? [5, 9] : [2, 5];
  return `repeating-linear-gradient(90deg,${colour} 0 ${on}px,transparent ${on}px ${off}px)`;
}

/** The style of a piece: its bars below each other. */
export function barsStyle(piece, marks, lanes, colours) {
  const images = piece.marks.map((index) => barOf(marks[index].kind, colours(marks[index].code)));
  const places = piece.marks.map((index) => `0 calc(100% - ${lanes[index] * 5}px)`);
  return { images: images.join(","), places: places.join(",") };
}

/** The colour of each code: its own, else that of the code above it; mixed so that it shows on light and dark. */
export function coloursOf(codes) {
  const byKey = new Map(codes.map((code) => [code.key, code]));
  const own = (code) => {
    if (!code) return "#666666";
    return code.colour.toLowerCase() === "#666666" && code.parent ? own(byKey.get(code.parent)) : code.colour;
  };
  return (key) => `color-mix(in oklab, ${own(byKey.get(key))} var(--st-share), var(--st-towards))`;
}

/** An element with a class, a text and attributes; text is always data. */
export function make(tag, name = "", text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  return made;
}

/** A button that says what it does, also to who hears the page. */
export function button(name, text, label, act) {
  const made = make("button", name, text, { type: "button", "aria-label": label, title: label });
  made.addEventListener("click", act);
  return made;
}
