// One engineer's sitting, beside the list: what happened, what may be done, what came too late.

import { tell } from "./desk_words.js";
import { fill, fresh, h } from "./dom.js";
import { ask } from "./talk.js";
import { clockTime, said } from "./words.js";

const FITTING = {
  invited: ["admit", "tell", "note", "void"],
  running: ["tell", "extend", "pause", "note", "submit", "void"],
  paused: ["resume", "tell", "extend", "note", "submit", "void"],
  opened: ["tell", "note", "void"],
  submitted: ["note", "void"],
  "auto-submitted": ["note", "void"],
  voided: ["note"],
};

/** @param {any} desk @param {any} first */
export async function personPanel(desk, first) {
  const label = fresh("panel");
  const body = h("div");
  const box = h("dialog", { class: "fm-card fm-dialog fm-panel", "aria-labelledby": label, onclose: () => box.remove() }, body);
  document.body.append(box);
  box.showModal();
  const row = () => desk.rows.get(first.sitting) ?? first;

  const act = async (/** @type {string} */ name, more = {}) => {
    if (await desk.acts.forOne(name, row(), more)) await draw();
  };
  const draw = async () => {
    let history = { events: [], kept: [] };
    try {
      history = await ask("GET", `api/desk/sittings/${first.sitting}`);
    } catch (error) {
      desk.failed(error);
    }
    const now = row();
    fill(
      body,
      h("h2", { id: label }, `${now.name} `, h("span", { class: "fm-quiet" }, now.engineer)),
      desk.notice && h("p", { class: "fm-banner", role: "status" }, desk.notice),
      h("p", null, facts(desk, now).join(" · ")),
      h(
        "div",
        { class: "fm-review-list" },
        (FITTING[/** @type {keyof typeof FITTING} */ (now.status)] ?? []).map((name) =>
          h("button", { type: "button", class: "fm-button", "data-do": name, onclick: () => act(name) }, tell(/** @type {any} */ (name))),
        ),
      ),
      history.kept.map((k) => kept(k, act)),
      h("h3", null, tell("history")),
      h("ol", { class: "fm-plain fm-history" }, history.events.map(event)),
      h("div", { class: "fm-dialog-acts" }, h("button", { type: "button", class: "fm-button", onclick: () => box.close() }, tell("close"))),
    );
  };
  await draw();
}

/** @param {any} desk @param {any} now */
function facts(desk, now) {
  const words = [tell(desk.group(now)), desk.left(now), `${now.answered} / ${desk.questions}`];
  if (now.knocks) words.push(tell("knocks", { n: now.knocks }));
  if (now.rests) words.push(tell("rests", { n: now.rests }));
  return words;
}

/** @param {any} k @param {(name: string, more: object) => void} act */
function kept(k, act) {
  return h(
    "section",
    { class: "fm-banner fm-banner-warn" },
    h("h3", null, tell("keptTitle")),
    h("p", null, tell("keptSince", { at: clockTime(k.since) })),
    h(
      "ul",
      null,
      k.entries.map((/** @type {any} */ e) =>
        h("li", null, `${e.slot}: ${said(e.answer)} `, h("span", { class: "fm-quiet" }, tell("keptClaim", { at: clockTime(e.claimed) }))),
      ),
    ),
    k.accepted
      ? h("span", { class: "fm-badge fm-badge-good" }, tell("accepted"))
      : h("button", { type: "button", class: "fm-button", "data-do": "accept", onclick: () => act("accept", { kept: k.number }) }, tell("accept")),
  );
}

/** @param {any} e */
function event(e) {
  const how = e.how && tell(/** @type {any} */ (`how_${e.how}`));
  const words = tell(/** @type {any} */ (`ev_${e.kind}`), { ...e, how, deadline: clockTime(e.deadline), until: clockTime(e.until) });
  return h("li", null, h("span", { class: "fm-quiet fm-number" }, clockTime(e.at)), " ", words, e.actor && h("span", { class: "fm-quiet" }, ` · ${e.actor}`));
}
