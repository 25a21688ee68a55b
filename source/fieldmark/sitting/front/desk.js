// The examiner's desk: who is where, live, and what may be done.

import { tell } from "./desk_words.js";
import { deskActs } from "./desk_acts.js";
import { personPanel } from "./desk_person.js";
import { fill, h, morph } from "./dom.js";
import { header } from "./header.js";
import { BASE, ask, logIn } from "./talk.js";
import { clockTime, said, say } from "./words.js";

const EVERY = 4000; // ms between looks
const AWAY = 60000; // ms without a sign of life after which someone is out of touch
const ROW = 52; // pixels, as in desk.css
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

class Desk {
  constructor() {
    /** @type {any} */
    this.list = null;
    /** @type {string} */
    this.paper = "";
    /** @type {Map<string, any>} */
    this.rows = new Map();
    this.last = 0;
    this.filter = "all";
    this.wanted = "";
    this.offset = 0; // the server's clock less this device's
    this.heard = "";
    this.stale = false;
    this.notice = "";
    this.head = header({ place: () => tell("desk"), aside: () => this.who(), redraw: () => this.draw() });
    this.main = h("main", { class: "fm-page fm-desk", id: "main" });
    app.replaceChildren(this.head.head, this.main);
    this.acts = deskActs(this);
    this.main.addEventListener("click", (/** @type {MouseEvent} */ e) => this.clicked(e));
    addEventListener("hashchange", () => void this.go());
    setInterval(() => void this.look(), EVERY);
    void this.go();
  }

  who() {
    return this.list && [
      h("span", { class: "fm-who" }, this.list.person.name),
      h("a", { class: "fm-button fm-button-quiet", href: `${BASE}observe` }, tell("observe")),
      h("a", { class: "fm-button fm-button-quiet", href: `${BASE}marking` }, tell("marking")),
      this.list.logout && h("a", { class: "fm-button fm-button-quiet", href: this.list.logout }, say("logout")),
    ];
  }

  async go() {
    this.paper = decodeURIComponent(location.hash.slice(1));
    this.rows = new Map();
    this.last = 0;
    this.title = null;
    this.draw();
    await this.look();
  }

  async look() {
    if (document.hidden || this.looking) return;
    this.looking = true;
    try {
      if (!this.paper || !this.list) this.list = await ask("GET", "api/desk");
      if (this.paper) await this.lookAtPaper();
      this.stale = false;
    } catch (error) {
      this.failed(error);
    } finally {
      this.looking = false;
    }
    this.head.draw();
    this.draw();
  }

  async lookAtPaper() {
    const paper = this.paper;
    const said_ = await ask("GET", `api/desk/papers/${paper}${this.last ? `?after=${this.last}` : ""}`);
    if (paper !== this.paper) return;
    this.last = said_.last;
    this.title = said_.title;
    this.questions = said_.questions;
    this.admission = said_.admission;
    this.code = said_.code;
    this.heard = said_.now;
    this.offset = Date.parse(said_.now) - Date.now();
    for (const row of said_.rows) this.rows.set(row.sitting, row);
  }

  /** @param {any} error */
  failed(error) {
    if (error.status === 401) return logIn();
    this.stale = true;
    if (error.problem) this.notice = `${said(error.problem.message)} ${said(error.problem.hint)}`;
  }

  now() {
    return Date.now() + this.offset;
  }

  /** @param {any} row */
  group(row) {
    if (row.status === "auto-submitted") return "submitted";
    if (row.status === "running" && row.rest && this.now() < Date.parse(row.rest)) return "resting";
    return row.status === "running" && this.now() - Date.parse(row.contact) > AWAY ? "away" : row.status;
  }

  shown() {
    const wanted = this.wanted.toLowerCase();
    return [...this.rows.values()]
      .filter((r) => this.filter === "all" || (this.filter === "kept" ? r.kept > 0 : this.group(r) === this.filter))
      .filter((r) => !wanted || `${r.name} ${r.engineer}`.toLowerCase().includes(wanted))
      .sort((a, b) => a.name.localeCompare(b.name) || b.attempt - a.attempt);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-act]");
    if (!button || button.hasAttribute("disabled")) return;
    const [act, what] = [button.getAttribute("data-act") ?? "", button.getAttribute("data-what") ?? ""];
    if (act === "filter") this.filter = what;
    else if (act === "open") return void personPanel(this, this.rows.get(what));
    else if (act === "admit" && what) return void this.acts.forOne("admit", this.rows.get(what));
    else return void this.acts.forAll(act);
    this.draw();
  }

  draw() {
    if (!this.list) return fill(this.main, h("div", { class: "fm-skeleton fm-skeleton-card" }));
    if (!this.paper) return morph(this.main, this.papers());
    if (!this.table) this.build();
    if (this.table.parentNode !== this.main) fill(this.main, this.top, this.tools, this.table);
    morph(this.top, this.heading());
    this.drawRows();
  }

  papers() {
    const papers = this.list.papers;
    if (!papers.length) return h("div", { class: "fm-empty" }, h("h2", null, tell("none")), h("p", null, tell("noneHint")));
    return [h("h1", null, tell("papers")), papers.map((/** @type {any} */ p) => this.card(p))];
  }

  /** @param {any} p */
  card(p) {
    const counts = Object.entries(p.counts).map(([s, n]) => `${tell(/** @type {any} */ (s))}: ${n}`);
    return h(
      "section",
      { class: "fm-card fm-paper", "data-paper": p.id },
      h("div", null, h("h3", null, said(p.title)), h("p", { class: "fm-quiet" }, counts.join(" · ") || tell("nobody"))),
      h("a", { class: "fm-button fm-button-main", href: `#${p.id}` }, tell("open")),
    );
  }

  build() {
    this.top = h("div");
    this.search = h("input", { class: "fm-input fm-desk-search", type: "search", oninput: () => this.search_() });
    this.tools = h("div", { class: "fm-desk-tools" }, this.search);
    this.scroll = h("div", { class: "fm-desk-scroll", tabindex: "0", onscroll: () => this.drawRows() });
    this.space = h("div", { class: "fm-desk-space", role: "rowgroup" });
    this.columns = h("div", { class: "fm-desk-row fm-desk-columns", role: "row" });
    this.scroll.append(this.space);
    this.table = h("div", { class: "fm-card fm-desk-table", role: "table" }, this.columns, this.scroll);
  }

  search_() {
    this.wanted = this.search.value;
    this.scroll.scrollTop = 0;
    this.drawRows();
  }

  heading() {
    const rows = [...this.rows.values()];
    const count = (/** @type {string} */ f) => rows.filter((r) => (f === "kept" ? r.kept > 0 : this.group(r) === f)).length;
    const filters = ["all", "invited", "running", "resting", "away", "paused", "submitted", "voided", "kept"];
    const always = ["all", "running", "away", "submitted"];
    const needed = (/** @type {string} */ f) => always.includes(f) || this.filter === f || count(f) > 0;
    return [
      h("p", null, h("a", { href: "#" }, `← ${tell("back")}`)),
      h("h1", null, said(this.title)),
      this.stale && h("p", { class: "fm-banner fm-banner-warn", role: "status" }, tell("stale", { at: clockTime(this.heard) })),
      this.notice && h("p", { class: "fm-banner", role: "status" }, this.notice),
      this.gate(),
      h(
        "div",
        { class: "fm-desk-filters", role: "group" },
        filters.filter(needed).map((f) =>
          h(
            "button",
            { type: "button", class: "fm-button", "data-act": "filter", "data-what": f, "aria-pressed": String(this.filter === f) },
            `${tell(/** @type {any} */ (f))} `,
            h("span", { class: "fm-number" }, String(f === "all" ? rows.length : count(f))),
          ),
        ),
      ),
      h(
        "details",
        { class: "fm-desk-all" },
        h("summary", null, tell("forAll")),
        h(
          "div",
          { class: "fm-review-list" },
          [...(this.admission === "none" ? [] : ["admit"]), "tell", "extend", "pause", "resume"].map((act) =>
            h("button", { type: "button", class: "fm-button", "data-act": act }, tell(/** @type {any} */ (act))),
          ),
        ),
      ),
    ];
  }

  /** How one gets in. */
  gate() {
    if (this.code) {
      const shown = this.code.replace(/(\d{4})(\d{4})/, "$1 $2");
      return h("p", { class: "fm-desk-gate" }, h("strong", { class: "fm-number" }, tell("codeToday", { code: shown })), " ", tell("codeHelp"));
    }
    return this.admission === "examiner" && h("p", { class: "fm-desk-gate" }, tell("seeThem"));
  }

  /** Only the rows that can be seen are in the page, so that five thousand cost no more than fifty. */
  drawRows() {
    this.search.setAttribute("aria-label", tell("search"));
    this.search.placeholder = tell("search");
    const shown = this.shown();
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / ROW) - 5);
    const last = Math.min(shown.length, first + Math.ceil(this.scroll.clientHeight / ROW) + 10);
    this.space.style.height = `${Math.max(shown.length * ROW, ROW)}px`;
    this.table.setAttribute("aria-rowcount", String(shown.length + 1));
    this.table.setAttribute("aria-label", said(this.title));
    const names = ["name", "state", "left", "answered", "contact"];
    morph(this.columns, names.map((n) => cell(tell(/** @type {any} */ (n)), "columnheader")), cell("", "columnheader"));
    if (!shown.length) return morph(this.space, this.nobody());
    morph(this.space, shown.slice(first, last).map((row, i) => this.row(row, first + i)));
    [...this.space.children].forEach((row, i) => (row.style.top = `${(first + i) * ROW}px`));
  }

  nobody() {
    const words = this.rows.size ? tell("noMatch") : `${tell("nobody")}. ${tell("nobodyHint")}`;
    return h("div", { role: "row", class: "fm-quiet fm-desk-nobody" }, h("span", { role: "cell" }, words));
  }

  /** @param {any} row @param {number} at */
  row(row, at) {
    const group = this.group(row);
    const tone = { running: "good", invited: "warn", away: "warn", paused: "warn", voided: "bad", submitted: "accent" }[group] ?? "accent";
    const badge = h("span", { class: `fm-badge fm-badge-${tone}` }, tell(/** @type {any} */ (group)));
    const kept = row.kept > 0 && h("span", { class: "fm-badge fm-badge-warn" }, `${tell("kept")} ${row.kept}`);
    const open = row.status === "invited" && !row.admitted ? "admit" : "open";
    const named = { type: "button", class: "fm-link", "data-act": "open", "data-what": row.sitting, "aria-label": `${tell("open")}: ${row.name}` };
    return h(
      "div",
      { class: "fm-desk-row", role: "row", "aria-rowindex": at + 2 },
      h("span", { role: "cell", class: "fm-desk-name" }, open === "admit" ? h("button", named, row.name) : row.name, " ", h("span", { class: "fm-quiet" }, row.engineer)),
      h("span", { role: "cell", class: "fm-desk-state" }, badge, kept, row.admitted > 0 && row.status === "invited" && h("span", { class: "fm-quiet" }, tell("admitted"))),
      cell(this.left(row)),
      cell(`${row.answered} / ${this.questions}`),
      cell(this.since(row.contact)),
      h(
        "span",
        { role: "cell" },
        h(
          "button",
          { type: "button", class: "fm-button", "data-act": open, "data-what": row.sitting, "aria-label": `${tell(open)}: ${row.name}` },
          tell(open),
        ),
      ),
    );
  }

  /** @param {any} row */
  left(row) {
    if (!["running", "paused"].includes(row.status)) return "–";
    const ms = Date.parse(row.deadline) - Math.max(this.now(), Date.parse(row.stands) || 0);
    return ms > 0 ? tell("minutes", { m: Math.ceil(ms / 60000) }) : tell("over");
  }

  /** @param {string} at */
  since(at) {
    const minutes = Math.floor((this.now() - Date.parse(at)) / 60000);
    if (minutes >= 600) return clockTime(at);
    return minutes < 1 ? tell("now") : tell("ago", { m: minutes });
  }
}

/** @param {string} words @param {string} [role] */
function cell(words, role = "cell") {
  return h("span", { role, class: "fm-number" }, words);
}

new Desk();
