// What the examiner does, each asked for before it is done.

import { tell } from "./desk_words.js";
import { form } from "./dialog.js";
import { ask, logIn } from "./talk.js";
import { said } from "./words.js";

const FIELDS = {
  admit: () => [],
  pause: () => [{ name: "reason", label: tell("reason"), lines: 2 }],
  resume: () => [],
  extend: () => [{ name: "minutes", label: tell("minutesField"), number: true, value: "10" }],
  tell: () => [{ name: "text", label: tell("text"), lines: 3 }],
  note: () => [{ name: "text", label: tell("text"), lines: 3 }],
  submit: () => [],
  void: () => [{ name: "reason", label: tell("reason"), lines: 2 }],
  accept: () => [],
};

/** @param {any} desk */
export function deskActs(desk) {
  /** @param {string} act @param {string} who @param {object} more @returns {Promise<object|null>} */
  const asked = async (act, who, more) => {
    const fields = FIELDS[/** @type {keyof typeof FIELDS} */ (act)]();
    const words = tell(/** @type {any} */ (`${act}Ask`), { who });
    const given = await form(words, fields, tell(/** @type {any} */ (act)));
    if (!given) return null;
    return { ...given, ...more, ...("minutes" in given ? { minutes: Number(given.minutes) } : {}) };
  };
  /** @param {() => Promise<any>} run */
  const guarded = async (run) => {
    try {
      desk.notice = (await run()) ?? "";
    } catch (error) {
      const trouble = /** @type {any} */ (error);
      if (trouble.status === 401) return logIn();
      desk.notice = tell("failed", { why: said(trouble.problem?.message) || String(trouble.status) });
    }
    await desk.look();
  };
  return {
    /** @param {string} act */
    async forAll(act) {
      const sent = await asked(act, tell("everyone"), {});
      if (!sent) return;
      await guarded(async () => {
        const done = await ask("POST", `api/desk/papers/${desk.paper}/${act}`, sent, 60000);
        return tell("done", { n: done.done });
      });
    },
    /** @param {string} act @param {any} row @param {object} [more] */
    async forOne(act, row, more = {}) {
      const sent = await asked(act, row.name, more);
      if (!sent) return false;
      await guarded(async () => {
        desk.rows.set(row.sitting, await ask("POST", `api/desk/sittings/${row.sitting}/${act}`, sent));
      });
      return true;
    },
  };
}
