// What the reader chose, before the first paint: language and theme, kept in cookies so that every page of the
// site (and the server) knows them. Elements written in both languages carry lang="en" and lang="zh".
(() => {
  const root = document.documentElement;
  const chosen = (name) => document.cookie.match(new RegExp(`(?:^|; )fm-${name}=(\\w+)`))?.[1];
  const wanted = {
    language: () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"),
    theme: () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  };
  const current = (name) => chosen(name) ?? wanted[name]();
  const show = () => {
    root.lang = current("language");
    root.dataset.theme = current("theme");
    const title = document.querySelector("title");
    const words = title?.dataset[root.lang];
    if (words) document.title = words;
    for (const field of document.querySelectorAll("[data-label-en]")) {
      field.setAttribute("aria-label", field.dataset[root.lang === "zh" ? "labelZh" : "labelEn"]);
    }
  };
  globalThis.fmPrefer = {
    current,
    /** @param {"language"|"theme"} name @param {string} value */
    set(name, value) {
      document.cookie = `fm-${name}=${value}; path=/; max-age=31536000; samesite=lax`;
      show();
    },
    /** @param {"language"|"theme"} name @param {[string, string]} values */
    toggle(name, values) {
      this.set(name, current(name) === values[0] ? values[1] : values[0]);
    },
  };
  show();
  document.addEventListener("DOMContentLoaded", show);
})();
