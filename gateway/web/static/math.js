// Sets the formulas of a page with KaTeX. Without it they stay as written.
"use strict";

(() => {
  const DELIMITERS = [["$$", "$$"], ["\\[", "\\]"], ["\\(", "\\)"], ["$", "$"]];

  for (const span of document.querySelectorAll("span.math")) {
    const source = span.textContent;
    const [open, close] = DELIMITERS.find(([begin]) =>
      source.startsWith(begin)) ?? ["", ""];
    const tex = source.slice(open.length, source.length - close.length);
    try {
      katex.render(tex, span, {
        displayMode: open === "$$" || open === "\\[",
        throwOnError: true,
        strict: "ignore",
        trust: false,
        maxSize: 20,
        maxExpand: 200,
      });
      span.classList.add("set");
    } catch {
      span.textContent = source;
    }
  }
})();
