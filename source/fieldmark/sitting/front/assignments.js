// Hand-written assignments on the engineer's own page: download, hand in, receipts.

import { h } from "./dom.js";
import { BASE, Trouble, ask } from "./talk.js";
import { language, moment, said } from "./words.js";

const MOST = 20_000_000; // bytes of all files
const WORDS = {
  title: ["Assignments", "作业"],
  what: [
    "Notebooks that you work on in Jupyter on your own computer. Hand in the notebook and its data files, 20 MB in all.",
    "在您自己电脑上的 Jupyter 中完成的笔记本。请提交笔记本及其数据文件，总计不超过 20 MB。",
  ],
  lab: ["Or work here: JupyterLab has them under “Nbgrader”, “Assignment List”.", "也可在此处完成：在 JupyterLab 的“Nbgrader”菜单中打开“Assignment List”。"],
  open: ["Open JupyterLab", "打开 JupyterLab"],
  notTaken: ["What you handed in from JupyterLab was not taken.", "您从 JupyterLab 提交的内容未被接收。"],
  get: ["Download", "下载"],
  send: ["Hand in…", "提交…"],
  again: ["Hand in again…", "重新提交…"],
  sending: ["Sending…", "正在提交…"],
  none: ["Not handed in yet", "尚未提交"],
  last: ["Handed in {at}: {files}", "已于 {at} 提交：{files}"],
  earlier: ["{n} earlier kept", "另保留之前的 {n} 次"],
  feedback: ["Feedback", "成绩反馈"],
  sum: ["Feedback: {points} of {most} points", "成绩反馈：{points} / {most} 分"],
  points: ["{points} of {most} points", "{points} / {most} 分"],
  waits: ["Waiting for a person", "等待人工评阅"],
  waiting: ["{n} waiting for a person", "{n} 项等待人工评阅"],
  of: ["For what you handed in {at}", "针对您于 {at} 的提交"],
  checksum: ["Checksum", "校验码"],
  tooBig: ["These files are {mb} MB, and 20 MB in all are taken. Clear the notebook's outputs, or leave large data files out.", "这些文件共 {mb} MB，最多接收 20 MB。请清除笔记本输出，或去掉较大的数据文件。"],
  failed: ["The files did not arrive. Look at the connection and try again.", "文件未送达。请检查网络后重试。"],
};

/** @param {keyof typeof WORDS} name @param {Record<string, any>} [values] */
function told(name, values = {}) {
  const words = WORDS[name][language() === "zh" ? 1 : 0];
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, String(value)), words);
}

/** Where one's own JupyterLab is opened; "" where the site has none. */
let lab = "";

export async function assignments() {
  const told = await ask("GET", "api/assignments");
  lab = told.lab;
  return told.assignments;
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
    lab && h("p", { class: "fm-acts" }, h("span", { class: "fm-quiet" }, told("lab")), h("a", { class: "fm-button", href: lab }, told("open"))),
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
    h("div", null, h("h3", null, one.assignment), receipts(one.uploads), refused(one), feedback(one.feedback), now.trouble && wrong(now.trouble)),
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

/** What came out, as published. @param {any} made */
function feedback(made) {
  if (!made) return null;
  const total = made.total;
  const sum = total.most === undefined ? told("feedback") : told("sum", total);
  const open = total.open > 0 && ` · ${told("waiting", { n: total.open })}`;
  const several = new Set(made.cells.map((/** @type {any} */ c) => c.notebook)).size > 1;
  return h(
    "details",
    { class: "fm-told" },
    h("summary", null, sum, open),
    made.handed && h("p", { class: "fm-small fm-quiet" }, told("of", { at: moment(made.handed) })),
    h("ul", { class: "fm-plain" }, made.cells.map((/** @type {any} */ c) => cell(c, several))),
  );
}

/** @param {any} c @param {boolean} several */
function cell(c, several) {
  const waits = c.points === null;
  return h(
    "li",
    { class: "fm-past" },
    h("span", { class: "fm-past-title" }, several ? `${c.notebook} / ${c.cell}` : c.cell),
    waits && h("span", { class: "fm-badge fm-badge-warn" }, told("waits")),
    c.points !== undefined && !waits && h("span", { class: "fm-number" }, told("points", c)),
    c.comment && h("p", { class: "fm-told-words" }, c.comment),
  );
}

/** @param {any} one */
function refused(one) {
  return one.refused && h("p", { class: "fm-error", role: "alert" }, told("notTaken"), " ", said(one.refused.message), " ", said(one.refused.hint));
}

/** @param {any} trouble */
function wrong(trouble) {
  if (trouble.size) return h("p", { class: "fm-error", role: "alert" }, told("tooBig", { mb: Math.ceil(trouble.size / 1e6) }));
  const words = trouble.problem ? `${said(trouble.problem.message)} ${said(trouble.problem.hint)}` : told("failed");
  return h("p", { class: "fm-error", role: "alert" }, words);
}

/** @param {any} one @param {string} path @param {FileList | null} files @param {() => void} redraw */
async function handIn(one, path, files, redraw) {
  if (!files?.length) return;
  const size = [...files].reduce((sum, file) => sum + file.size, 0);
  if (size > MOST) {
    standing.set(path, { trouble: { size } });
    return redraw();
  }
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
