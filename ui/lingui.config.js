/** Texts are written in English where they are used: t("…") says one now, msg("…") marks one to be said later. */
const CALL = /\b(?:t|msg)\(\s*"((?:[^"\\]|\\.)*)"/g;

/** The server's texts are lists of their own. */
const list = {
  match: (file) => /\/server\/\w+\.json$/.test(file),
  extract: (file, code, found) => {
    for (const id of JSON.parse(code)) found({ id, message: undefined, context: undefined, comment: undefined, origin: [file, 1, 0] });
  },
};

const calls = {
  match: (file) => /\.tsx?$/.test(file),
  extract: (file, code, found) => {
    for (const match of code.matchAll(CALL)) {
      const line = code.slice(0, match.index).split("\n").length;
      found({ id: JSON.parse(`"${match[1]}"`), message: undefined, context: undefined, comment: undefined, origin: [file, line, 0] });
    }
  },
};

export default {
  locales: ["en", "pl", "lv", "zh-TW"],
  sourceLocale: "en",
  orderBy: "messageId",
  format: "po",
  formatOptions: { origins: false },
  extractors: [calls, list],
  catalogs: [
    { path: "<rootDir>/locales/{locale}", include: ["src"], exclude: ["src/server/**"] },
    // What the server says, which pages in English need no catalogue for.
    { path: "<rootDir>/locales/server/{locale}", include: ["src/server"] },
  ],
};
