// What the reader chose, before the first paint: language (en, zh; else the one preset for the person) and theme (light,
// dark). Kept in the browser's storage, which every page of the site shares, and in cookies, which the server sees.
(() => {
  const root = document.documentElement;
  const stored = (name) => { try { return localStorage.getItem(`fm-${name}`); } catch { return null; } };
  const wanted = {
    language: () => root.dataset.preset || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"),
    theme: () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  };
  const current = (name) => stored(name) || wanted[name]();
  const remember = (name, value) => {
    document.cookie = `fm-${name}=${value}; path=/; max-age=31536000; samesite=lax`;
  };
  const show = () => {
    const language = current("language");
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.theme = current("theme");
    if (root.dataset.text) root.style.fontSize = `${Number(root.dataset.text) * 100}%`; // all sizes are in rem
    const title = document.querySelector("title");
    const words = title?.dataset[language];
    if (words) document.title = words;
    for (const field of document.querySelectorAll("[data-label-en]")) {
      field.setAttribute("aria-label", field.dataset[language === "zh" ? "labelZh" : "labelEn"]);
    }
  };
  globalThis.fmPrefer = {
    current,
    /** @param {"language"|"theme"} name @param {string} value */
    set(name, value) {
      try { localStorage.setItem(`fm-${name}`, value); } catch { /* a private window: not kept */ }
      remember(name, value);
      show();
    },
    /** @param {"language"|"theme"} name @param {[string, string]} values */
    toggle(name, values) {
      this.set(name, current(name) === values[0] ? values[1] : values[0]);
    },
  };
  for (const name of ["language", "theme"]) if (stored(name)) remember(name, stored(name));
  show();
  document.addEventListener("DOMContentLoaded", show);
})();
