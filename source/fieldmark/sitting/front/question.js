// Any question: the front end that its kind has. The same module serves the exam page and notebooks.

import choice from "./kinds/choice.js";
import dialogue from "./kinds/dialogue.js";
import fault from "./kinds/fault.js";
import long from "./kinds/long.js";
import matching from "./kinds/matching.js";
import multiple from "./kinds/multiple.js";
import numeric from "./kinds/numeric.js";
import ordering from "./kinds/ordering.js";
import short from "./kinds/short.js";
import truefalse from "./kinds/truefalse.js";

const KINDS = { choice, dialogue, fault, long, matching, multiple, numeric, ordering, short, truefalse };

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    host.el.classList.add("fm");
    const name = host.model.get("question")?.kind;
    const kind = KINDS[/** @type {keyof typeof KINDS} */ (name)];
    if (!kind) throw new Error(`no front end for questions of kind ${name}`);
    return kind.render(host);
  },
};
