/** The dashboard in the browser: asks the kernel for views by message, shows them, and tells when it is gone. */
import { chart } from "./chart.js";
import { h } from "./dom.js";
import { checks, figures, mark, nothing, sentences } from "./figures.js";
import { table } from "./table.js";

const BLOCKS = { figures, chart, table, checks, words: sentences, nothing };
const BEAT = 15000;
const PATIENCE = 12000;

/** Views by message over the widget's model, each with a number, so that a late answer to an old question is dropped. */
class Kernel {
  constructor(model) {
    this.model = model;
    this.waiting = new Map();
    this.asked = 0;
    this.lost = () => {};
    this.back = () => {};
    model.on("msg:custom", (message, buffers) => this.hear(message, buffers));
  }

  ask(message, patience = PATIENCE) {
    const id = ++this.asked;
    return new Promise((done) => {
      const clock = setTimeout(() => this.lost(), patience);
      this.waiting.set(id, { done, clock });
      this.model.send({ ...message, id });
    });
  }

  hear(message, buffers) {
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    clearTimeout(waiting.clock);
    this.waiting.delete(message.id);
    this.back();
    waiting.done({ ...message, buffers });
  }
}

class App {
  constructor(model, el) {
    this.model = model;
    this.kernel = new Kernel(model);
    this.alone = Boolean(document.querySelector("[data-voila]"));
    this.plotlyUrl = document.body.dataset.plotly || "";
    this.root = h("div", { class: "fm fmd" });
    el.append(this.root);
    this.theme = globalThis.fmPrefer?.current("theme") || this.kept("fm-theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    this.choice = {};
    this.redraw = [];
    this.latest = 0;
  }

  start() {
    this.dress();
    this.receive(this.model.get("first"));
    document.getElementById("fm-loading")?.remove();
    this.kernel.lost = () => this.tellLost();
    this.kernel.back = () => this.lostBanner?.remove();
    const wanted = this.fromHash(), language = this.kept("fm-language");
    if (language && language !== this.shell.language) wanted.language = language;
    if (Object.keys(wanted).length) this.go(wanted, false);
    if (this.alone) addEventListener("hashchange", () => { const next = this.fromHash(); if (this.differs(next)) this.go(next, false); });
    this.beat = setInterval(() => this.listen(), BEAT);
    document.addEventListener("visibilitychange", () => this.listen());
    return () => clearInterval(this.beat);
  }

  /** Storage may be forbidden; then nothing is kept. */
  kept(name) {
    try { return localStorage.getItem(name) || ""; } catch { return ""; }
  }

  /** @param {"language"|"theme"} name */
  keep(name, value) {
    if (globalThis.fmPrefer) { globalThis.fmPrefer.set(name, value); return; }
    try { localStorage.setItem(`fm-${name}`, value); } catch { /* private window: not kept */ }
  }

  dress() {
    const target = this.alone ? document.documentElement : this.root;
    target.dataset.theme = this.theme;
    this.root.dataset.theme = this.theme;
  }

  tokens() {
    return this.model.get("themes")[this.theme];
  }

  get words() {
    return this.shell.words;
  }

  /** Ask for a view: `changes` to what is chosen. */
  async go(changes, remember = true) {
    const turned = changes.page && changes.page !== this.choice.page;
    this.choice = { ...this.choice, ...changes };
    if (turned && !changes.kpi) delete this.choice.kpi;
    const mine = ++this.latest;
    const slow = setTimeout(() => this.root.setAttribute("aria-busy", "true"), 150);
    const answer = await this.kernel.ask({ do: "show", choice: this.choice });
    clearTimeout(slow);
    if (mine !== this.latest) return;
    this.root.removeAttribute("aria-busy");
    this.receive(answer);
    if (remember && this.alone) history.pushState(null, "", this.toHash());
    if (turned) { scrollTo(0, 0); this.root.querySelector("h1")?.focus({ preventScroll: true }); }
  }

  receive({ shell, view, choice }) {
    const focused = document.activeElement?.dataset?.control;
    this.shell = shell;
    this.choice = { ...choice };
    this.redraw = [];
    if (this.alone) { document.documentElement.lang = shell.language === "zh" ? "zh-CN" : "en"; document.title = `${view.title} · Fieldmark`; }
    this.root.lang = shell.language === "zh" ? "zh-CN" : "en";
    this.root.replaceChildren(this.header(), this.navigation(view), this.main(view));
    if (focused) this.root.querySelector(`[data-control="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  header() {
    const { shell, words } = this;
    const other = shell.language === "zh" ? { value: "en", label: "English" } : { value: "zh", label: "中文" };
    return h("header", { class: "fm-header" },
      h("a", { class: "fm-mark", href: shell.home }, "Fieldmark"),
      h("span", { class: "fm-header-place" }, words.place),
      h("span", { class: "fmd-person fm-small fm-quiet" }, shell.person),
      h("button", { type: "button", class: "fm-button fm-button-quiet", "data-control": "language", lang: other.value === "zh" ? "zh-CN" : "en",
        onclick: () => { this.keep("language", other.value); this.go({ language: other.value }); } }, other.label),
      h("button", { type: "button", class: "fm-button fm-button-quiet", "data-control": "theme", "aria-label": words.theme, title: words.theme, onclick: () => this.turn() },
        h("span", { "aria-hidden": "true" }, "◐")),
      shell.logout && h("a", { class: "fm-button fm-button-quiet", href: shell.logout }, words.logout));
  }

  turn() {
    this.theme = this.theme === "dark" ? "light" : "dark";
    this.keep("theme", this.theme);
    this.dress();
    this.root.querySelector(".fm-header").replaceWith(this.header());
    this.root.querySelector('[data-control="theme"]').focus();
    this.redraw.forEach((draw) => draw());
  }

  navigation(view) {
    return h("nav", { class: "fm-nav", "aria-label": this.words.place }, this.shell.pages.map(([page, title]) =>
      h("a", { href: `#/${page}`, "aria-current": page === view.page && "page", onclick: (event) => { event.preventDefault(); this.go({ page }); } }, title)));
  }

  main(view) {
    return h("main", { class: "fm-page fmd-page" },
      h("div", { class: "fmd-top" },
        h("div", { class: "fmd-answer" },
          h("p", { class: "fmd-context fm-quiet fm-small" }, view.context || view.title),
          h("h1", { tabindex: "-1" }, view.badge && h("span", { class: `fm-badge fm-badge-${view.tone}` }, mark(view.tone), view.badge), view.badge && " ", view.sentence),
          view.more && h("p", { class: "fmd-beside fm-quiet" }, view.more)),
        h("div", { class: "fmd-controls" }, (view.controls || []).map((control) => this.control(control)))),
      h("div", { class: "fmd-grid" }, (view.blocks || []).map((block) => this.placed(block))),
      h("p", { class: "fm-quiet fm-small fmd-asof" }, this.shell.as_of));
  }

  placed(block) {
    const element = BLOCKS[block.kind](block, this);
    element.style.setProperty("--span", block.span || 12);
    element.classList.add("fmd-block");
    return element;
  }

  control(control) {
    if (control.kind === "segment") return this.segment(control);
    if (control.kind === "search") return this.search(control);
    const grouped = Map.groupBy(control.options, (option) => option.group || "");
    const entry = (option) => h("option", { value: option.value, selected: option.value === control.value }, option.text);
    const id = `fmd-control-${control.name}`;
    return h("div", { class: "fmd-control" }, h("label", { class: "fm-help", for: id }, control.label),
      h("select", { class: "fm-input", id, "data-control": control.name, onchange: (event) => this.go({ [control.name]: event.target.value }) },
        [...grouped].map(([group, options]) => group ? h("optgroup", { label: group }, options.map(entry)) : options.map(entry))));
  }

  segment(control) {
    return h("div", { class: "fmd-control", role: "group", "aria-label": control.label }, h("span", { class: "fm-help" }, control.label),
      h("div", { class: "fmd-segment" }, control.options.map((option) =>
        h("button", { type: "button", "aria-pressed": String(option.value === control.value), "data-control": `${control.name}=${option.value}`,
          onclick: () => this.go({ [control.name]: option.value }) }, option.text))));
  }

  /** A list to type into; what is typed in full, or chosen, is gone to. */
  search(control) {
    const list = `fmd-list-${control.name}`;
    const now = control.options.find((option) => option.value === control.value);
    const choose = (event) => {
      const typed = event.target.value.trim().toLowerCase();
      const fits = control.options.filter((option) => option.text.toLowerCase().includes(typed));
      const found = control.options.find((option) => option.text.toLowerCase() === typed) || (event.type === "change" && typed && fits[0]);
      if (found && found.value !== control.value) this.go({ [control.name]: found.value });
      else if (event.type === "change") event.target.value = now?.text || "";
    };
    const id = `fmd-control-${control.name}`;
    return h("div", { class: "fmd-control fmd-control-search" }, h("label", { class: "fm-help", for: id }, control.label),
      h("input", { class: "fm-input", id, list, value: now?.text, "data-control": control.name, autocomplete: "off", onfocus: (event) => event.target.select(), onchange: choose, oninput: choose }),
      h("datalist", { id: list }, control.options.map((option) => h("option", { value: option.text }))));
  }

  /** Draw when it comes into sight, and again when the theme turns. */
  whenShown(element, draw) {
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((s) => s.isIntersecting)) return;
      watcher.disconnect();
      this.redraw.push(draw);
      draw();
    }, { rootMargin: "300px" }).observe(element);
  }

  async askBytes() {
    const { buffers } = await this.kernel.ask({ do: "plotly" }, 60000);
    return buffers[0];
  }

  toast(near, words) {
    const note = h("span", { class: "fmd-toast fm-small", role: "status" }, words);
    near.after(note);
    setTimeout(() => note.remove(), 2000);
  }

  /** Is the kernel still there? Not asked while the page is hidden. */
  async listen() {
    if (document.hidden || this.kernel.waiting.size) return;
    const { newer } = await this.kernel.ask({ do: "ping" });
    if (newer && !this.newerBanner?.isConnected) this.tellNewer();
  }

  tellNewer() {
    const show = h("button", { type: "button", class: "fm-button", onclick: () => { this.newerBanner.remove(); this.go({}, false); } }, this.words.show_newer);
    this.newerBanner = h("div", { class: "fm-banner fmd-banner", role: "status" }, h("span", {}, this.words.newer), show);
    this.root.querySelector("main").prepend(this.newerBanner);
  }

  tellLost() {
    if (this.lostBanner?.isConnected) return;
    this.root.removeAttribute("aria-busy");
    const at = new Date().toLocaleTimeString(this.root.lang, { hour: "2-digit", minute: "2-digit" });
    const reload = h("button", { type: "button", class: "fm-button fm-button-main", onclick: () => location.reload() }, this.words.reload);
    this.lostBanner = h("div", { class: "fm-banner fm-banner-bad fmd-banner", role: "alert" },
      h("span", {}, h("strong", {}, this.words.lost), " ", this.words.lost_since.replace("{at}", at)), reload);
    this.root.querySelector("main").prepend(this.lostBanner);
  }

  toHash() {
    const { page, language, ...rest } = this.choice;
    const query = new URLSearchParams(Object.entries(rest).filter(([, value]) => value)).toString();
    return `#/${page}${query ? "?" + query : ""}`;
  }

  fromHash() {
    if (!this.alone || !location.hash.startsWith("#/")) return {};
    const [page, query] = location.hash.slice(2).split("?");
    return { page, ...Object.fromEntries(new URLSearchParams(query)) };
  }

  differs(next) {
    return Object.entries(next).some(([name, value]) => this.choice[name] !== value);
  }
}

export default {
  render({ model, el }) {
    return new App(model, el).start();
  },
};
