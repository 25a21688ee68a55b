// What the front ends of practicals share.

/** The language to speak: the model's, else the page's. @param {any} model @returns {"en"|"zh"} */
export function languageOf(model) {
  const chosen = model.get("language") || /** @type {any} */ (globalThis).fmPrefer?.current("language") || document.documentElement.lang;
  return (chosen || navigator.language).toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** @param {any} text {en, zh} @param {string} language */
export function textOf(text, language) {
  return text ? text[language] || text.en || text.zh || "" : "";
}
