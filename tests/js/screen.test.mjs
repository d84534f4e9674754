// What of the coding screen needs no page: places, lanes, finding a code, keys.
import assert from "node:assert/strict";
import { test } from "node:test";

import { coloursOf, lanesOf, marksOf, piecesOf } from "../../stemmen/notebook/js/drawing.js";
import { meaningOf } from "../../stemmen/notebook/js/keys.js";
import { fromPoints, inward, nudged, snapped, toPoints, wordsOf } from "../../stemmen/notebook/js/offsets.js";
import { ranked, withParents } from "../../stemmen/notebook/js/tree.js";

test("an emoji is one place for Python and two for JavaScript", () => {
  const text = "a😀b👩‍👧c";
  for (let points = 0; points <= Array.from(text).length; points += 1) {
    assert.equal(toPoints(text, fromPoints(text, points)), points);
  }
  assert.equal(fromPoints(text, 2), 3);
  assert.equal(text.slice(fromPoints(text, 2), fromPoints(text, 3)), "b");
  assert.equal(fromPoints("zonder", 4), 4);
});

test("what comes in has places in UTF-16", () => {
  const one = { id: "x", start: 1, end: 2, code: "a" };
  assert.equal(inward("😀b", { codings: [one], proposals: [], others: [] }).codings[0].start, 2);
});

test("words keep their apostrophes and points, and an emoji is one", () => {
  const words = (text) => wordsOf(text).map(([from, to]) => text.slice(from, to));
  assert.deepEqual(words("m'n moeder, a.h.w. 's avonds: niet-westers 😀!"), ["m'n", "moeder", "a.h.w", "s", "avonds", "niet-westers", "😀"]);
  assert.deepEqual(words("één café"), ["één", "café"]);
  assert.deepEqual(words("… – !"), []);
});

test("a selection grows to whole words, and to none between words", () => {
  const words = wordsOf("ze geloofden me niet");
  assert.deepEqual(snapped(words, 5, 14), [3, 15]);
  assert.deepEqual(snapped(words, 3, 12), [3, 12]);
  assert.equal(snapped(words, 2, 3), null);
});

test("a boundary goes a word further, never past the other or the text", () => {
  const words = wordsOf("ze geloofden me niet");
  assert.deepEqual(nudged(words, [3, 12], "start", -1), [0, 12]);
  assert.equal(nudged(words, [0, 12], "start", -1), null);
  assert.deepEqual(nudged(words, [3, 12], "end", 1), [3, 15]);
  assert.equal(nudged(words, [3, 12], "start", 1), null);
  assert.equal(nudged(words, [3, 12], "end", -1), null);
  assert.equal(nudged(words, [16, 20], "end", 1), null);
});

test("marks that overlap get lanes of their own, and a lane is used again", () => {
  const { lanes, height } = lanesOf([{ start: 0, end: 9 }, { start: 2, end: 5 }, { start: 5, end: 7 }, { start: 6, end: 8 }]);
  assert.deepEqual([lanes, height], [[0, 1, 1, 2], 3]);
  assert.equal(lanesOf([]).height, 0);
});

test("pieces tell the whole text once, each with what holds there", () => {
  const pieces = piecesOf("abcdef", [{ start: 1, end: 4 }, { start: 3, end: 6 }], [{ start: 0, end: 2 }]);
  assert.equal(pieces.map(({ start, end }) => "abcdef".slice(start, end)).join(""), "abcdef");
  assert.deepEqual(pieces.find(({ start }) => start === 3).marks, [0, 1]);
  assert.deepEqual(piecesOf("", [], []), []);
});

test("what is judged comes in reading order, the longest first", () => {
  const judged = { codings: [{ start: 0, end: 2, code: "b" }], proposals: [{ start: 0, end: 5, code: "a" }], others: [] };
  assert.deepEqual(marksOf(judged).map(({ kind }) => kind), ["voorstel", "eigen"]);
});

const CODES = [
  { key: "wantrouwen", name: "Wantrouwen", definition: "Niet vertrouwd worden.", parent: "", colour: "#005a9c" },
  { key: "van_instantie", name: "Wantrouwen van de instantie", definition: "De instantie vertrouwt niet.", parent: "wantrouwen", colour: "#666666" },
  { key: "bejegening", name: "Bejegening", definition: "Hoe iemand wordt aangesproken.", parent: "", colour: "#b04a00" },
  { key: "vroeg", name: "Vroegsignalering", definition: "Op tijd zien.", parent: "", colour: "#123456" },
];

test("a code is found by the start of its words first, then elsewhere, then by its meaning", () => {
  assert.deepEqual(ranked(CODES, "ins"), ["van_instantie"]);
  assert.deepEqual(ranked(CODES, "wan").slice(0, 2), ["wantrouwen", "van_instantie"]);
  assert.deepEqual(ranked(CODES, "aangesproken"), ["bejegening"]);
  assert.deepEqual(ranked(CODES, "éé"), []);
  assert.deepEqual(ranked(CODES, "WAN", ["van_instantie"])[0], "van_instantie");
  assert.equal(ranked(CODES, "").length, CODES.length);
});

test("what is found stands under its parents", () => {
  assert.deepEqual([...withParents(CODES, ["van_instantie"])].sort(), ["van_instantie", "wantrouwen"]);
});

test("a code without a colour has that of the code above it", () => {
  assert.ok(coloursOf(CODES)("van_instantie").includes("#005a9c"));
  assert.ok(coloursOf(CODES)("weg").includes("#666666"));
});

test("keys mean what the list says, and keys of others are left alone", () => {
  const key = (name, more = {}) => meaningOf({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.deepEqual(key("b"), ["letters", "b"]);
  assert.deepEqual(key("3"), ["recent", 2]);
  assert.deepEqual(key("ArrowRight", { shiftKey: true }), ["extend", 1]);
  assert.deepEqual(key("Z", { ctrlKey: true, shiftKey: true }), ["redo"]);
  assert.equal(key("s", { ctrlKey: true }), null);
  assert.equal(key("Tab"), null);
  assert.equal(key("0"), null);
  assert.equal(key("Dead"), null);
});
