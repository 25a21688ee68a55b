// Hand-written assignments on the engineer's own page: download, hand in, receipts.

import { h } from "./dom.js";
import { BASE, Trouble, ask } from "./talk.js";
import { language, moment, said } from "./words.js";

const WORDS = {
  title: ["Assignments", "作业"],
  what: [
    "Notebooks that you work on in Jupyter on your own computer. Hand in the notebook and its data files, 20 MB in all.",
    "在您自己电脑上的 Jupyter 中完成的笔记本。请提交笔记本及其数据文件，总计不超过 20 MB。",
  ],
  get: ["Download", "下载"],
  send: ["Hand in…", "提交…"],
  again: ["Hand in again…", "重新提交…"],
  sending: ["Sending…", "正在提交…"],
  none: ["Not handed in yet", "尚未提交"],
  last: ["Handed in {at}: {files}", "已于 {at} 提交：{files}"],
  earlier: ["{n} earlier kept", "另保留之前的 {n} 次"],
  checksum: ["Checksum", "校验码"],
  failed: ["The files did not arrive. Look at the connection and try again.", "文件未送达。请检查网络后重试。"],
};

/** @param {keyof typeof WORDS} name @param {Record<string, any>} [values] */
function told(name, values = {}) {
  const words = WORDS[name][language() === "zh" ? 1 : 0];
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, String(value)), words);
}

export async function assignments() {
  return (await ask("GET", "api/assignments")).assignments;
}

/** What stands with an assignment besides its receipts: files on their way, or why they were refused.
 * @type {Map<string, {busy?: boolean, trouble?: any}>} */
const standing = new Map();

/** @param {any[]} listed @param {() => void} redraw */
export function assignmentsPart(listed, redraw) {
  if (!listed.length) return null;
  return h(
    "section",
    null,
    h("h2", { class: "fm-after" }, told("title")),
    h("p", { class: "fm-quiet" }, told("what")),
    listed.map((one) => card(one, redraw)),
  );
}

/** @param {any} one @param {() => void} redraw */
function card(one, redraw) {
  const path = `${one.course}/${one.assignment}`;
  const now = standing.get(path) ?? {};
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "file", multiple: true, hidden: true }));
  input.addEventListener("change", () => void handIn(one, path, input.files, redraw));
  const words = now.busy ? told("sending") : told(one.uploads.length ? "again" : "send");
  return h(
    "div",
    { class: "fm-card fm-paper", "data-assignment": path },
    h("div", null, h("h3", null, one.assignment), receipts(one.uploads), now.trouble && wrong(now.trouble)),
    h(
      "div",
      { class: "fm-acts" },
      h("a", { class: "fm-button", href: `${BASE}assignments/${path}`, download: "" }, told("get")),
      h("button", { type: "button", class: "fm-button fm-button-main", disabled: now.busy, onclick: () => input.click() }, words),
      input,
    ),
  );
}

/** @param {any[]} uploads */
function receipts(uploads) {
  const last = uploads.at(-1);
  if (!last) return h("p", { class: "fm-quiet" }, told("none"));
  const files = last.files.map((/** @type {any} */ f) => f.name).join(", ");
  return [
    h("p", { role: "status" }, told("last", { at: moment(last.at), files })),
    h("p", { class: "fm-small fm-quiet fm-upload-sum" }, `${told("checksum")} ${last.checksum}`),
    uploads.length > 1 && h("p", { class: "fm-small fm-quiet" }, told("earlier", { n: uploads.length - 1 })),
  ];
}

/** @param {any} trouble */
function wrong(trouble) {
  const words = trouble.problem ? `${said(trouble.problem.message)} ${said(trouble.problem.hint)}` : told("failed");
  return h("p", { class: "fm-error", role: "alert" }, words);
}

/** @param {any} one @param {string} path @param {FileList | null} files @param {() => void} redraw */
async function handIn(one, path, files, redraw) {
  if (!files?.length) return;
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  standing.set(path, { busy: true });
  redraw();
  try {
    one.uploads.push(await send(path, form));
    standing.delete(path);
  } catch (trouble) {
    standing.set(path, { trouble });
  }
  redraw();
}

/** @param {string} path @param {FormData} form */
async function send(path, form) {
  const options = { method: "POST", headers: { "X-Fieldmark": "1" }, body: form, credentials: /** @type {const} */ ("same-origin") };
  const reply = await fetch(`${BASE}api/assignments/${path}`, options);
  const data = await reply.json();
  if (!reply.ok) throw new Trouble(reply.status, data.problem);
  return data;
}
