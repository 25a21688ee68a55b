// Parts of drawings.

/** @param {string} tag @param {Record<string, any>} [props] @param {...any} children @returns {any} */
export function svg(tag, props = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

// What no line is broken within: a word, a Chinese letter, a number with its unit, each with the marks beside it.
const PARTS =
  /[（《「『【〔]*(?:[0-9.,]+\s[A-Za-zΩµ%°]{1,3}(?![A-Za-z])|[^\s\u2e80-\uffef]+|[\u2e80-\uffef])[，。、；：！？）》」』】〕]*|\s+/g;

/** Lines of at most `width` units, for letters of `size`. Chinese breaks anywhere, Latin between words.
 * @param {string} text @param {number} width @param {number} size */
export function lines(text, width, size) {
  const made = [""];
  for (const part of text.match(PARTS) ?? []) {
    const last = made[made.length - 1];
    if (measure(last + part, size) <= width || !last.trim()) made[made.length - 1] = last + part;
    else if (part.trim()) made.push(part);
  }
  return made.map((line) => line.trim());
}

/** About how wide a text is. @param {string} text @param {number} size */
export function measure(text, size) {
  let width = 0;
  for (const letter of text) width += letter > "\u2e80" ? 1 : "ijltfr .,:;|'I()".includes(letter) ? 0.35 : letter < "a" ? 0.68 : 0.61;
  return width * size;
}
