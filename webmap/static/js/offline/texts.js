// @ts-check
// Words inside texts, for pages without the service: the rule of geo/places/search_text.py, without similar words and
// without the pinyin of whole texts.

import { fold, isAscii } from "atlas/offline/names.js";

/** @import { Excerpt } from "atlas/find/search_types.js" */
/** @typedef {{ zh: string, en: string }} Texts */
/** @typedef {{ texts: Texts, heads?: string[], around?: string }} Readable `around`: names of its places */
/** @typedef {[start: number, end: number]} Span in characters */
/** @typedef {{ how: number, marks: { zh: Span[], en: Span[] } }} Found */

const EXCERPT = { zh: 72, en: 150 };
const LEAST_PART = 2;
const [EXACT, PREFIX, PART, WORDS] = [0, 1, 4, 7];

/** The words of a query, each once. @param {string} query */
export function wordsOf(query) {
  return [...new Set(fold(query).split(/\s+/).filter(Boolean))];
}

/**
 * The texts that contain each word, in their order.
 * @template {Readable} T @param {T[]} all @param {string[]} words @returns {[T, Found][]}
 */
export function find(all, words) {
  if (!words.length) return [];
  const tests = words.map((word) => ({ word, pattern: patternOf(word) }));
  return all.flatMap((one) => {
    const found = findIn(one, tests);
    return found ? [/** @type {[T, Found]} */ ([one, found])] : [];
  });
}

/**
 * The texts that contain both parts of a Chinese query without spaces; the longest first part that finds any counts.
 * @template {Readable} T @param {T[]} all @param {string} word @returns {[T, Found][]}
 */
export function findSplit(all, word) {
  if (isAscii(word)) return [];
  for (let cut = word.length - LEAST_PART; cut >= LEAST_PART; cut -= 1) {
    const found = find(all, [word.slice(0, cut), word.slice(cut)]);
    if (found.length) return found;
  }
  return [];
}

/** A word that begins with a letter or a digit must begin a word of the text. @param {string} word */
function patternOf(word) {
  const plain = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(/^[a-z0-9]/.test(word) ? `(?<![a-z0-9.])${plain}` : plain, "g");
}

/** @param {Readable} one @param {{ word: string, pattern: RegExp }[]} tests @returns {Found | null} */
function findIn({ texts, heads = [], around = "" }, tests) {
  const folded = { zh: fold(texts.zh), en: fold(texts.en) };
  const stands = (/** @type {RegExp} */ pattern, /** @type {string} */ text) => text.search(pattern) >= 0;
  let inside = 0;
  for (const { pattern } of tests) {
    if (stands(pattern, folded.zh) || stands(pattern, folded.en)) inside += 1;
    else if (!stands(pattern, fold(around))) return null;
  }
  if (!inside) return null;
  const marks = { zh: spans(texts.zh, folded.zh, tests), en: spans(texts.en, folded.en, tests) };
  return { how: how(heads.map(fold), tests), marks };
}

/** @param {string[]} heads @param {{ word: string }[]} tests */
function how(heads, tests) {
  if (tests.length > 1) return WORDS;
  const [{ word }] = tests;
  if (heads.includes(word)) return EXACT;
  return heads.some((head) => head.startsWith(word)) ? PREFIX : PART;
}

/**
 * Where the words stand in a text; those that touch become one.
 * @param {string} text @param {string} folded @param {{ pattern: RegExp }[]} tests
 */
function spans(text, folded, tests) {
  const found = tests.flatMap(({ pattern }) =>
    [...folded.matchAll(pattern)].map(({ 0: { length }, index }) => [index, index + length]),
  );
  found.sort(([a, b], [c, d]) => a - c || b - d);
  const position = positions(text, folded);
  /** @type {Span[]} */
  const merged = [];
  for (const [start, end] of found) {
    const [first, last] = [position(start), position(end - 1) + 1];
    const before = merged.at(-1);
    if (before && first <= before[1]) before[1] = Math.max(last, before[1]);
    else merged.push([first, last]);
  }
  return merged;
}

/**
 * What tells the character of a text from a position in the folded text.
 * @param {string} text @param {string} folded
 */
function positions(text, folded) {
  const characters = [...text];
  if (characters.length === text.length && folded.length === text.length) return (/** @type {number} */ at) => at;
  const of = characters.flatMap((character, at) =>
    fold(character)
      .split("")
      .map(() => at),
  );
  return (/** @type {number} */ at) => of[at] ?? characters.length;
}

/**
 * The part of a text round its first mark.
 * @param {string} whole @param {Span[]} marks @param {"zh" | "en"} lang @returns {Excerpt}
 */
export function excerpt(whole, marks, lang) {
  const [text, most] = [[...whole], EXCERPT[lang]];
  if (text.length <= most) return { text: whole, marks };
  let start = Math.max(Math.min((marks[0]?.[0] ?? 0) - Math.floor(most / 3), text.length - most), 0);
  let end = Math.min(start + most, text.length);
  const room = Math.floor(most / 6);
  const next = text.slice(start, start + room).indexOf(" ");
  if (start && next >= 0) start += next + 1;
  const last = text.slice(end - room, end).lastIndexOf(" ");
  if (end < text.length && last >= 0) end = end - room + last;
  const [opening, closing] = [start ? "…" : "", end < text.length ? "…" : ""];
  const shift = opening.length - start;
  const kept = marks.filter(([from, to]) => from < end && to > start);
  return {
    text: `${opening}${text.slice(start, end).join("")}${closing}`,
    marks: kept.map(([from, to]) => [Math.max(from, start) + shift, Math.min(to, end) + shift]),
  };
}
