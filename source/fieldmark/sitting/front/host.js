// Hosts an anywidget module without a kernel: the few parts of its model that the modules use.

export class HostModel {
  /** @param {Record<string, any>} traits @param {(changed: Record<string, any>) => void} save */
  constructor(traits, save) {
    this.traits = { ...traits };
    this.save = save;
    /** @type {Record<string, any>} */
    this.changed = {};
    /** @type {Map<string, Set<() => void>>} */
    this.listeners = new Map();
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.traits[name] = value;
    this.changed[name] = value;
    for (const listener of this.listeners.get(`change:${name}`) ?? []) listener();
  }

  save_changes() {
    const changed = this.changed;
    this.changed = {};
    this.save(changed);
  }

  /** @param {string} event @param {() => void} listener */
  on(event, listener) {
    const there = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, there.add(listener));
  }

  /** @param {string} event @param {() => void} listener */
  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }
}
