// What is typed and not told yet, kept in the browser's storage, so that a reload or a crash takes nothing.

/** @typedef {{read: () => Record<string, string>, write: (lines: Record<string, string>) => void}} Draft */

/** @param {string} sitting @param {string} slot @param {Storage} [storage] @returns {Draft} */
export function draft(sitting, slot, storage = localStorage) {
  const key = `fm-draft:${sitting}:${slot}`;
  return {
    read() {
      try {
        const found = JSON.parse(storage.getItem(key) ?? "{}");
        return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === "string"));
      } catch {
        return {};
      }
    },
    write(lines) {
      try {
        if (Object.keys(lines).length) storage.setItem(key, JSON.stringify(lines));
        else storage.removeItem(key);
      } catch {
        // storage is full or forbidden: the page still holds them
      }
    },
  };
}
