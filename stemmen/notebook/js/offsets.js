// Places in a text: Python counts code points, JavaScript UTF-16 units; an emoji is one there and two here.

/** From code points to UTF-16. */
export function fromPoints(text, points) {
  if (!/[\ud800-\udfff]/.test(text)) return points;
  let at = 0;
  for (let left = points; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** From UTF-16 to code points; half of a pair counts as its whole. */
export function toPoints(text, at) {
  return Array.from(text.slice(0, at)).length;
}

/** The words of a text as [start, end] in UTF-16; what is between them is in none. */
export function wordsOf(text) {
  const found = text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’\-.][\p{L}\p{N}\p{M}]+)*|\p{Extended_Pictographic}\ufe0f?/gu);
  return Array.from(found, (word) => [word.index, word.index + word[0].length]);
}

/** The stretch grown to whole words; null when it touches none. */
export function snapped(words, start, end) {
  const touched = words.filter(([from, to]) => from < end && start < to);
  return touched.length ? [touched[0][0], touched.at(-1)[1]] : null;
}

/** The boundary moved by a word: `steps` -1 or 1, of the start or the end; null when it can't. */
export function nudged(words, [start, end], side, steps) {
  if (side === "start") {
    const first = words.findIndex(([, to]) => to > start) + steps;
    return words[first] && words[first][0] < end ? [words[first][0], end] : null;
  }
  const last = words.findLastIndex(([from]) => from < end) + steps;
  return words[last] && words[last][1] > start ? [start, words[last][1]] : null;
}

/** What is judged in a turn, with its places in UTF-16. */
export function inward(text, judged) {
  const move = (one) => ({ ...one, start: fromPoints(text, one.start), end: fromPoints(text, one.end) });
  const moved = {};
  for (const part of ["codings", "proposals", "others"]) moved[part] = (judged[part] ?? []).map(move);
  return { ...judged, ...moved };
}
