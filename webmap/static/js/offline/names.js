// @ts-check
// How a name matches what was typed, for pages without the service: the rule of geo/places/search_names.py. The
// syllables of the names come with the data; names that are only similar are not found here.

/** @typedef {{ zh: string, en: string, syllables: string[] }} Name */

/** Kinds of match, best first. */
export const MATCHES = ["exact", "prefix", "pinyin", "initials", "part", "english", "mixed", "words", "similar"];
/** @type {Record<string, string>} */
const BRACKETS = { "〔": "[", "〕": "]", "【": "[", "】": "]" };

/** A text without differences of width, case and brackets. @param {string} text */
export function fold(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[〔〕【】]/g, (bracket) => BRACKETS[bracket]);
}

/** A name without these differences and without spaces. @param {string} text */
export function foldName(text) {
  return fold(text).replace(/\s+/g, "");
}

/** A text without the tone marks and tone digits of pinyin. @param {string} text */
export function withoutTones(text) {
  const letters = [...text].map(bare).join("");
  const plain = foldName(letters);
  return /^(?:[a-z]{1,5}[aeiouvngr][1-5]){2,}$/.test(plain) ? plain.replace(/[1-5]/g, "") : letters;
}

/** A letter without its accent; ü keeps its dots, because it is another sound. @param {string} character */
function bare(character) {
  const parts = character.normalize("NFD");
  if (parts.length === 1 || !isAscii(parts[0])) return character;
  return parts[0] + (parts.includes("\u0308") ? "\u0308" : "");
}

/** @param {string} text */
export function isAscii(text) {
  return [...text].every((character) => character < "\u0080");
}

/**
 * Place of the match in `MATCHES`; null if the name does not match.
 * @param {string} query folded @param {Name} name @returns {number | null}
 */
export function match(query, { zh, en, syllables }) {
  const [chinese, english] = [foldName(zh), foldName(en)];
  if (query === chinese || query === english) return 0;
  if (chinese.startsWith(query)) return 1;
  if (chinese.includes(query)) return 4;
  const letters = query.replace(/ü/g, "v");
  if (!isAscii(letters)) return null;
  const ways = [matchPinyin(letters, syllables), beginsWord(query, en) ? 5 : null];
  const known = ways.filter((way) => way !== null);
  return known.length ? Math.min(...known) : null;
}

/**
 * Whether the words of an English name, from one of them on, begin with a query.
 * @param {string} query @param {string} english
 */
function beginsWord(query, english) {
  const words = english.toLowerCase().match(/[a-z0-9.+-]+/g) ?? [];
  return words.some((_, at) => words.slice(at).join("").startsWith(query));
}

/** @param {string} query @param {string[]} syllables @returns {number | null} */
function matchPinyin(query, syllables) {
  if (query.length < 2 || !/^[a-z0-9]+$/.test(query)) return null;
  const at = syllables.findIndex((_, start) => syllables.slice(start).join("").startsWith(query));
  if (at >= 0) return at === 0 ? 2 : 4;
  const initials = syllables.map((syllable) => syllable[0]).join("");
  if (initials.includes(query)) return initials.startsWith(query) ? 3 : 4;
  return query.length >= 3 && readsAs(query, syllables) ? 6 : null;
}

/**
 * Whether a query reads as the first syllables, each in full or in part.
 * @param {string} query @param {string[]} syllables
 */
function readsAs(query, [first, ...rest]) {
  if (!query) return true;
  if (first === undefined) return false;
  for (let size = Math.min(first.length, query.length); size > 0; size -= 1) {
    if (query.slice(0, size) === first.slice(0, size) && readsAs(query.slice(size), rest)) return true;
  }
  return false;
}
