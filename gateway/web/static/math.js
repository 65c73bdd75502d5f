// Sets the formulas of a page with KaTeX. Without it they stay plain text.
"use strict";

(() => {
  const DELIMITERS = [["$$", "$$"], ["\\[", "\\]"], ["\\(", "\\)"], ["$", "$"]];

  for (const span of document.querySelectorAll("span.math")) {
    const plain = span.textContent;
    const source = span.dataset.tex;
    const [open, close] = DELIMITERS.find(([begin]) =>
      source.startsWith(begin)) ?? ["", ""];
    const tex = source.slice(open.length, source.length - close.length);
    const displayed = open === "$$" || open === "\\[";
    try {
      katex.render(tex, span, {
        displayMode: displayed,
        throwOnError: true,
        strict: "ignore",
        trust: false,
        maxSize: 20,
        maxExpand: 200,
      });
      span.classList.add(displayed ? "displayed" : "set");
    } catch {
      span.textContent = plain;
    }
  }
})();
