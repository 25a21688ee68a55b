// A finished practical told step by step: you against the best, where that may be told; what is believed moves as a
// picture. Where the truth may not be told yet, own steps alone.

import { h } from "./dom.js";

const WORDS = {
  title: ["You against the best", "与最佳做法对比"],
  own: ["What you did", "您的操作"],
  parts: ["What the score is made of", "得分构成"],
  goodParts: ["Good parts replaced", "错换好件"],
  spentAlone: ["Spent {x}", "花费 {x}"],
  ended: ["How it ended: {x}", "结局：{x}"],
  you: ["You", "您"],
  best: ["The best way", "最佳做法"],
  true: ["The fault was: {x}", "实际故障：{x}"],
  score: ["Score {x} of 100", "得分 {x}/100"],
  broken: ["The unit was handed back broken: {x} are still to be spent on it.", "设备交还时仍有故障：预计还需花费 {x}。"],
  withHints: ["+ {x} for hints", "+ 提示 {x}"],
  still: ["+ {x} still to be spent", "+ 仍需花费 {x}"],
  deviations: ["Process deviations", "流程偏差"],
  cost: ["cost {x}", "费用 {x}"],
  bits: ["told {x} bits", "获得 {x} 比特"],
  lost: ["{x} lost", "损失 {x}"],
  believed: ["What could be believed before this step", "此步之前的可能性判断"],
  step: ["Step {x} of {y}", "第 {x} 步，共 {y} 步"],
  previous: ["Step before", "上一步"],
  next: ["Next step", "下一步"],
  better: ["Best now: {x}", "此时最佳：{x}"],
  dimensions: ["What the talk was worth", "对话得分"],
  ideal: ["What would have gone best", "最佳应答"],
  way: ["Whose way", "查看谁的做法"],
  approximate: ["The best way is approximate here.", "此处的最佳做法为近似值。"],
};

/** @param {string} language @param {keyof typeof WORDS} id @param {any} [x] @param {any} [y] */
function say(language, id, x = "", y = "") {
  return WORDS[id][language === "zh" ? 1 : 0].replace("{x}", String(x)).replace("{y}", String(y));
}

/**
 * Show what `replay_data` made; nothing where there is none. Drawn anew only where data or language changed.
 * @param {any} place @param {any} data @param {string} language
 */
export default function replay(place, data, language) {
  if (!place) return;
  const key = data && Object.keys(data).length ? `${language} ${JSON.stringify(data)}` : "";
  if (place.fmShown === key) return;
  place.fmShown = key;
  place.replaceChildren(...(key ? [data.kind === "fault" ? fault(data, language) : talk(data, language)] : []));
}

/** @param {any} data @param {string} language */
function fault(data, language) {
  const text = (/** @type {any} */ t) => t[language] || t.en;
  let way = "you";
  let at = 0;
  const said = h("div", { class: "fm-frame", "aria-live": "polite" });
  const bars = h("div", { class: "fm-beliefs" });
  const told = Boolean(data.faults); // whether the truth may be told
  const rows = new Map(
    (data.faults ?? []).map((/** @type {any} */ f) => {
      const bar = h("span", { class: "fm-belief-bar" });
      const share = h("span", { class: "fm-belief-share fm-number" });
      bars.append(h("div", { class: `fm-belief${f.id === data.true ? " is-true" : ""}` }, h("span", null, text(f.title)), h("span", { class: "fm-belief-track" }, bar), share));
      return [f.id, { bar, share }];
    }),
  );
  const track = h("ol", { class: "fm-track" });
  const count = h("span", { class: "fm-number fm-quiet" });
  const button = (/** @type {"previous"|"next"} */ id, /** @type {number} */ by) =>
    h("button", { type: "button", class: "fm-button", onclick: () => show(at + by) }, say(language, id));
  const [back, on] = [button("previous", -1), button("next", 1)];
  const ways = (told ? ["you", "best"] : []).map((id) =>
    h("button", { type: "button", class: "fm-button", onclick: () => ((way = id), show(0)) }, `${say(language, /** @type {any} */ (id))} · ${id === "you" ? spent(data, language) : money(data.best_spent, language)}`),
  );

  /** @param {any} f */
  function mark(f) {
    if (f.unsafe.length) return " ⚠";
    return told && (f.kind !== "state" || f.regret > 1e-6) ? (f.regret > 1e-6 ? " –" : " ✓") : "";
  }

  /** @param {number} next */
  function show(next) {
    const frames = data[way];
    at = Math.max(0, Math.min(frames.length - 1, next));
    const frame = frames[at];
    ways.forEach((b, i) => b.setAttribute("aria-pressed", String(["you", "best"][i] === way)));
    back.disabled = at === 0;
    on.disabled = at >= frames.length - 1;
    count.textContent = frames.length ? say(language, "step", at + 1, frames.length) : "";
    track.replaceChildren(
      ...frames.map((/** @type {any} */ f, /** @type {number} */ i) =>
        h(
          "li",
          null,
          h("button", { type: "button", class: `fm-track-step${f.regret > 1e-6 ? " is-lost" : ""}${f.unsafe.length ? " is-unsafe" : ""}`, "aria-current": i === at ? "step" : null, onclick: () => show(i) }, String(i + 1), mark(f)),
        ),
      ),
    );
    if (!frame) return;
    said.replaceChildren(
      h("h3", null, text(frame.title)),
      ...(text(frame.reading) ? [h("p", { class: "fm-frame-reading" }, text(frame.reading))] : []),
      h(
        "p",
        { class: "fm-frame-facts fm-number" },
        h("span", { class: "fm-badge" }, say(language, "cost", frame.cost)),
        told && ["test", "replace"].includes(frame.kind) && h("span", { class: "fm-badge fm-badge-accent" }, say(language, "bits", frame.bits)),
        frame.regret > 1e-6 && h("span", { class: "fm-badge fm-badge-warn" }, say(language, "lost", frame.regret)),
      ),
      ...frame.unsafe.map((/** @type {any} */ u) => h("p", { class: "fm-error" }, text(u))),
      ...(told ? [h("p", null, text(frame.words))] : []),
      ...(frame.regret > 1e-6 && text(frame.best) ? [h("p", { class: "fm-quiet" }, say(language, "better", text(frame.best)))] : []),
    );
    for (const [id, row] of rows) {
      const share = frame.belief[id] ?? 0;
      row.bar.style.width = `${share * 100}%`;
      row.share.textContent = `${Math.round(share * 100)} %`;
    }
  }
  show(0);
  return h(
    "section",
    { class: "fm-replay" },
    h("h2", null, say(language, told ? "title" : "own")),
    h(
      "p",
      null,
      told && `${say(language, "true", text(data.faults.find((/** @type {any} */ f) => f.id === data.true).title))} · `,
      h("strong", null, say(language, "score", data.score)),
      told ? data.exact === "no" && ` ${say(language, "approximate")}` : ` · ${say(language, "spentAlone", spent(data, language))}`,
    ),
    parts(data, language),
    data.left_broken > 0 && h("p", { class: "fm-error" }, say(language, "broken", data.left_broken)),
    told && h("div", { class: "fm-ways", role: "group", "aria-label": say(language, "way") }, ways),
    track,
    h("div", { class: "fm-replay-both" }, said, told && h("div", null, h("h3", null, say(language, "believed")), bars)),
    h("div", { class: "fm-ways" }, back, count, on),
  );
}

/** @param {number} value @param {string} language */
function money(value, language) {
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 1 }).format(value);
}

/** What was spent; with the hints, and with what the unit still needs where that may be told. @param {any} data @param {string} language */
function spent(data, language) {
  const more = /** @type {const} */ (["hints", "still"]).filter((name) => data[name] > 0);
  const words = { hints: "withHints", still: "still" };
  return [money(data.spent, language), ...more.map((name) => say(language, /** @type {any} */ (words[name]), money(data[name], language)))].join(" ");
}

/** What the score is made of. @param {any} data @param {string} language */
function parts(data, language) {
  const rows = data.parts.map((/** @type {any} */ p) => [p.title[language] || p.title.en, `${Math.round(p.share * 100)} %`]);
  if (data.good_parts > 0) rows.push([say(language, "goodParts"), String(data.good_parts)]);
  if (data.deviations?.length) rows.push([say(language, "deviations"), data.deviations.map((/** @type {any} */ d) => d[language] || d.en).join(language === "zh" ? "、" : ", ")]);
  return h("dl", { class: "fm-replay-parts", "aria-label": say(language, "parts") }, rows.map((/** @type {string[]} */ [name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))));
}

/** A share as a bar. The style is set from here, since pages allow none in their markup. @param {number} share */
function bar(share) {
  const made = h("span", { class: "fm-belief-bar" });
  made.style.width = `${share * 100}%`;
  return h("span", { class: "fm-belief-track", "aria-hidden": "true" }, made);
}

/** @param {any} data @param {string} language */
function talk(data, language) {
  const text = (/** @type {any} */ t) => t[language] || t.en;
  return h(
    "section",
    { class: "fm-replay" },
    h("h2", null, say(language, data.best ? "title" : "own")),
    h("p", null, h("strong", null, say(language, "score", data.score)), text(data.outcome) && ` · ${say(language, "ended", text(data.outcome))}`),
    h(
      "ul",
      { class: "fm-dimensions", "aria-label": say(language, "dimensions") },
      data.dimensions.map((/** @type {any} */ d) => h("li", null, h("span", null, text(d.title)), bar(d.share), h("span", { class: "fm-number" }, `${Math.round(d.share * 100)} %`))),
    ),
    h(
      "ol",
      { class: "fm-exchanges" },
      data.you.map((/** @type {any} */ x) =>
        h("li", null, h("p", { class: "fm-quiet" }, text(x.customer)), h("p", null, h("strong", null, text(x.said))), x.comment && text(x.comment) && h("p", { class: "fm-hint" }, text(x.comment))),
      ),
    ),
    data.best && h("h3", null, say(language, "ideal")),
    data.best && h("ol", { class: "fm-exchanges" }, data.best.map((/** @type {any} */ x) => h("li", null, h("p", { class: "fm-quiet" }, text(x.customer)), h("p", null, text(x.said))))),
  );
}
