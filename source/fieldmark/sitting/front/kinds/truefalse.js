// A statement that holds or does not: as a choice, without letters.

import choice from "./choice.js";

export default { render: choice.render };
