// What every kind of question shares: prompt, answer in and out, lock, feedback. Each kind is an anywidget module
// with the traits question, answer, language, feedback, locked.

import { fill, fresh, h, later } from "../dom.js";

const WORDS = {
  clear: { en: "Clear answer", zh: "清除作答" },
  right: { en: "Right", zh: "正确" },
  partly: { en: "Partly right", zh: "部分正确" },
  wrong: { en: "Not right", zh: "不正确" },
  person: { en: "A trainer marks this answer", zh: "由培训师评分" },
  rightAnswer: { en: "Right answer: ", zh: "正确答案：" },
  choose: { en: "Choose …", zh: "请选择…" },
  value: { en: "Value", zh: "数值" },
  unit: { en: "Unit", zh: "单位" },
  up: { en: "Move up: ", zh: "上移：" },
  down: { en: "Move down: ", zh: "下移：" },
  keep: { en: "This order is right", zh: "此顺序正确" },
  touched: { en: "Your order", zh: "您的排序" },
  untouched: { en: "Not ordered yet", zh: "尚未排序" },
  moved: { en: "now at place", zh: "现位于第" },
  text: { en: "Your answer", zh: "您的回答" },
  characters: { en: "characters", zh: "字" },
  check: { en: "Check my answer", zh: "检查作答" },
  several: { en: "Several may be right.", zh: "可能有多个正确选项。" },
};

/** @param {string} language @param {keyof typeof WORDS} id */
export function say(language, id) {
  return WORDS[id][language === "zh" ? "zh" : "en"];
}

/**
 * @typedef {object} View
 * @property {any} question @property {string} language @property {any} answer @property {boolean} locked
 * @property {string} label id of the prompt, for aria-labelledby
 * @property {(text: {en: string, zh: string}) => string} text
 * @property {(answer: object) => void} set
 * @property {any} view of a practical: how it stands @property {any} reply what the last act came to
 * @property {(act: object) => void} act carry out one act of a practical
 * @property {(answer: () => object, node: HTMLElement) => void} typed  tell the answer soon after typing stops
 */

/**
 * Show a question; `draw` makes the part below the prompt.
 * @param {{model: any, el: HTMLElement}} host @param {(view: View) => any} draw
 */
export function mount({ model, el }, draw) {
  let own = "";
  /** @type {{now: () => void}[]} */
  let waiting = [];
  let judge = () => {};
  const commit = () => waiting.forEach((w) => w.now());

  const render = () => {
    commit();
    waiting = [];
    const language = model.get("language") || pageLanguage();
    const question = model.get("question") || {};
    const text = (/** @type {any} */ t) => (t ? t[language] || t.en || t.zh || "" : "");
    const label = fresh("prompt");
    const told = h("div", { role: "status" });
    /** @type {View} */
    const view = {
      question,
      language,
      label,
      text,
      answer: model.get("answer") || {},
      locked: Boolean(model.get("locked")),
      set(answer) {
        own = JSON.stringify(answer);
        model.set("answer", answer);
        model.save_changes();
      },
      view: model.get("view") ?? {},
      reply: model.get("reply") ?? null,
      act(act) {
        model.set("act", act);
        model.save_changes();
      },
      typed(answer, node) {
        const soon = later(() => view.set(answer()), 400);
        waiting.push(soon);
        node.addEventListener("input", soon.soon);
        node.addEventListener("change", soon.now);
        node.addEventListener("blur", soon.now);
      },
    };
    fill(
      el,
      h("div", { class: "fm-prompt", id: label, html: text(question.prompt) }),
      draw(view),
      checking(model, view),
      told,
    );
    judge = () => fill(told, feedback(model.get("feedback"), view));
    judge();
    el.lang = language === "zh" ? "zh-CN" : "en-GB";
  };

  const outside = () => {
    if (JSON.stringify(model.get("answer")) !== own) render();
  };
  el.classList.add("fm-question");
  el.addEventListener("fm-commit", commit);
  const listened = [
    ["change:question", render],
    ["change:language", render],
    ["change:feedback", () => judge()],
    ["change:reply", render],
    ["change:locked", render],
    ["change:answer", outside],
  ];
  for (const [event, act] of listened) model.on(event, act);
  render();
  return () => {
    commit();
    el.removeEventListener("fm-commit", commit);
    for (const [event, act] of listened) model.off(event, act);
  };
}

/** In practice, the button that asks whether the answer is right. @param {any} model @param {View} view */
function checking(model, view) {
  if (!model.get("practice") || view.locked) return null;
  const ask = () => {
    model.set("checks", (model.get("checks") ?? 0) + 1);
    model.save_changes();
  };
  return h("button", { type: "button", class: "fm-button fm-check", onclick: ask }, say(view.language, "check"));
}

/** The language that the page around the question is in, where nobody said. */
function pageLanguage() {
  const chosen = /** @type {any} */ (globalThis).fmPrefer?.current("language") ?? document.documentElement.lang;
  return (chosen || navigator.language).toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** What it was worth and what is right, where that is told.
 * @param {any} said @param {Pick<View, "text"|"language">} view */
export function feedback(said, { text, language }) {
  if (!said || said.share === undefined) return null;
  const verdict = said.share === null ? "person" : said.share >= 1 ? "right" : said.share > 0 ? "partly" : "wrong";
  const tone = { right: "good", partly: "warn", wrong: "bad", person: "accent" }[verdict];
  const mark = { right: "✓ ", partly: "◐ ", wrong: "✗ ", person: "" }[verdict];
  return h(
    "div",
    { class: "fm-feedback" },
    h("span", { class: `fm-badge fm-badge-${tone}` }, mark + say(language, verdict)),
    text(said.comment) && h("p", null, text(said.comment)),
    said.share !== 1 && text(said.right) && h("p", null, say(language, "rightAnswer") + text(said.right)),
    text(said.explanation) && h("div", { class: "fm-quiet", html: text(said.explanation) }),
  );
}

/** A quiet button that takes the answer back. @param {View} view @param {() => void} act */
export function clearing(view, act) {
  if (view.locked) return null;
  const label = say(view.language, "clear");
  return h("button", { type: "button", class: "fm-button fm-button-quiet fm-clear", onclick: act }, label);
}

/** Options as labels around native inputs. @param {View} view @param {"radio"|"checkbox"} type
 * @param {string[]} chosen @param {(keys: string[]) => void} change */
export function options(view, type, chosen, change) {
  const name = fresh("option");
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const tell = () => {
    const keys = inputs.filter((i) => i.checked).map((i) => i.value);
    if (button) button.hidden = !keys.length;
    change(keys);
  };
  const lettered = view.question.kind !== "truefalse";
  const list = view.question.options.map((/** @type {any} */ option) => {
    const input = h("input", { type, name, value: option.key, disabled: view.locked, onchange: tell });
    input.checked = chosen.includes(option.key);
    inputs.push(input);
    return h(
      "label",
      { class: "fm-option" },
      input,
      lettered && h("span", { class: "fm-option-key", "aria-hidden": "true" }, option.key.toUpperCase()),
      h("span", { class: "fm-option-text", html: view.text(option.html ?? option.text) }),
    );
  });
  const clear = () => {
    inputs.forEach((i) => (i.checked = false));
    tell();
    inputs[0]?.focus();
  };
  const button = clearing(view, clear);
  if (button) button.hidden = !chosen.some(Boolean);
  const role = type === "radio" ? "radiogroup" : "group";
  return [h("div", { class: "fm-options", role, "aria-labelledby": view.label }, list), button];
}
