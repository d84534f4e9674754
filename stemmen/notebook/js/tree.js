// The codebook as a tree that can be searched: names, how often each was given, and what it means.

import { make } from "./drawing.js";

/** The keys of codes that fit a query, best first: the start of a word before any place, the name before the rest. */
export function ranked(codes, query, recent = []) {
  const wanted = folded(query);
  if (!wanted) return codes.map((code) => code.key);
  const scored = codes.map((code) => ({ key: code.key, score: score(code, wanted, recent) }));
  return scored.filter(({ score: points }) => points > 0).sort((a, b) => b.score - a.score).map(({ key }) => key);
}

function score(code, wanted, recent) {
  const name = folded(code.name);
  const latest = recent.indexOf(code.key);
  const bonus = latest < 0 ? 0 : (10 - Math.min(latest, 9)) / 100;
  if (name.startsWith(wanted)) return 5 + bonus;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 4 + bonus;
  if (code.key.startsWith(wanted)) return 3 + bonus;
  if (name.includes(wanted)) return 2 + bonus;
  return folded(code.definition).includes(wanted) && wanted.length > 2 ? 1 + bonus : 0;
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Those keys and all above them, so that what is found stands in its place in the tree. */
export function withParents(codes, keys) {
  const above = new Map(codes.map((code) => [code.key, code.parent]));
  const shown = new Set();
  for (const key of keys) for (let at = key; at; at = above.get(at)) shown.add(at);
  return shown;
}

/** Draw the tree anew in `list`: what fits the query, each with its count. */
export function drawTree(list, { codes, counts, query, chosen, id, colours }) {
  const shown = withParents(codes, ranked(codes, query));
  const parents = new Set(codes.map((code) => code.parent));
  const rows = codes.filter((code) => shown.has(code.key)).map((code) => {
    const row = make("li", "st-code", "", {
      role: "treeitem",
      id: `${id}-code-${code.key}`,
      "data-code": code.key,
      "aria-level": code.depth + 1,
      "aria-selected": String(code.key === chosen),
      "aria-expanded": parents.has(code.key) ? "true" : null,
      tabindex: code.key === chosen ? "0" : "-1",
    });
    row.style.setProperty("--depth", code.depth);
    row.style.setProperty("--colour", colours(code.key));
    row.append(make("span", "st-swatch"), make("span", "st-name", code.name));
    const count = counts[code.key] ?? 0;
    row.append(make("span", "st-count", String(count), { "aria-label": `${count} keer gegeven` }));
    return row;
  });
  if (rows.length && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
  list.replaceChildren(...rows);
  return rows.length;
}
