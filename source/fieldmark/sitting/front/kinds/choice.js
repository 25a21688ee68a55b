// One of several options.

import { mount, options } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) =>
      options(view, "radio", [view.answer.choice], ([key]) => view.set(key ? { choice: key } : {})),
    );
  },
};
