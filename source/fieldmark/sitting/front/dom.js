// Elements without a framework.

/**
 * Make an element. Properties: `on*` functions become listeners, true is an empty attribute, false and null are left
 * out, `html` is safe HTML from the server, everything else an attribute.
 * @param {string} tag @param {Record<string, any>|null} [props] @param {...any} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "html") made.innerHTML = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

/** Put new content into an element. @param {Element} at @param {...any} children */
export function fill(at, ...children) {
  at.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
}

/**
 * Make an element's content equal to `children` while keeping the nodes that are there, so that a button which is
 * just being pressed, or has the focus, stays. Listeners of the new nodes are not taken over: listen further out.
 * @param {Element} at @param {...any} children
 */
export function morph(at, ...children) {
  const wanted = [...h("div", null, ...children).childNodes];
  const there = [...at.childNodes];
  wanted.forEach((node, i) => {
    const old = there[i];
    if (!old) at.append(node);
    else if (old.nodeName === node.nodeName) update(old, node);
    else old.replaceWith(node);
  });
  there.slice(wanted.length).forEach((node) => node.remove());
}

/** @param {any} old @param {any} wanted */
function update(old, wanted) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  morph(old, ...wanted.childNodes);
}

const counter = (/** @type {any} */ (globalThis).fmFresh ??= { last: 0 }); // a lesson carries this file once a question

/** An id that no other element of the page has. @param {string} stem */
export function fresh(stem) {
  counter.last += 1;
  return `fm-${stem}-${counter.last}`;
}

/**
 * Call `run` once nothing happened for `ms`; `now` calls it at once if it waits.
 * @param {() => void} run @param {number} ms
 */
export function later(run, ms) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const now = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    run();
  };
  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(now, ms);
    },
    now,
  };
}
