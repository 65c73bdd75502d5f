// Every page works without this file. It only saves reloads and hands.
"use strict";

(() => {
  const newEventId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };

  const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

  // Shows the other state of a vote, save, hide or not-interested button, and
  // points it at the action that undoes this one.
  const toggle = (button) => {
    const pressed = !isPressed(button);
    button.setAttribute("aria-pressed", String(pressed));
    const action = button.getAttribute("formaction");
    button.setAttribute("formaction", button.dataset.undo);
    button.dataset.undo = action;
    const count = button.querySelector("[data-count]");
    if (count) {
      const votes = Number(count.textContent.replaceAll(",", ""));
      count.textContent = (votes + (pressed ? 1 : -1)).toLocaleString("en");
    }
    const label = button.querySelector("[data-on]");
    if (label) {
      label.textContent = pressed ? label.dataset.on : label.dataset.off;
    }
  };

  // A visitor's paper is saved or not interesting, never both: the server takes
  // the other mark away. Forms of readers, who may do both, have event ids.
  const releaseOther = (form, button) => {
    if (form.elements.event_id || !isPressed(button)) return;
    for (const other of form.querySelectorAll("button[aria-pressed=true]")) {
      if (other !== button) toggle(other);
    }
  };

  // A story that its reader hid or is not interested in shrinks to a line, on
  // which the same button undoes it.
  const shrink = (story) => {
    if (!story || story.classList.contains("whole")) return;
    const dismissed = story.querySelector(
      ".hide[aria-pressed=true], .dislike[aria-pressed=true]");
    story.classList.toggle("gone", dismissed !== null);
  };

  // One action is sent when the one before is answered: each answer to a visitor
  // sets the one cookie that has all his choices, so of two at once one would be
  // lost. One that is not answered does not hold back the others for ever.
  const ANSWER_MS = 15_000;
  let before = Promise.resolve();
  const inTurn = (work) => {
    const turn = before.then(work);
    before = turn.catch(() => {});
    return turn;
  };

  // The server answers a taken action with a redirect, and a lost session with
  // 401 because the header tells it that a script asks. Anything but a redirect
  // is for the reader to see, so the form is then sent the ordinary way.
  const send = async (form, button) => {
    const answer = await fetch(button.getAttribute("formaction"), {
      method: "POST",
      headers: { "X-Requested-With": "fetch" },
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
      // Leaving the page does not take it back.
      keepalive: true,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return answer.type === "opaqueredirect";
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("form.acts") || !button || form.dataset.plain) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const taken = await inTurn(() => send(form, button)).catch(() => false);
    delete form.dataset.busy;
    if (!taken) {
      form.dataset.plain = "yes";
      form.requestSubmit(button);
      return;
    }
    toggle(button);
    releaseOther(form, button);
    shrink(form.closest(".story"));
    // Visitors' forms have none.
    if (form.elements.event_id) form.elements.event_id.value = newEventId();
  });

  // A file chosen for a text field is read into it; nothing is sent by itself.
  document.addEventListener("change", async (event) => {
    const field = event.target.dataset?.into;
    const file = event.target.files?.[0];
    if (field && file) {
      document.getElementById(field).value = await file.text();
    }
  });

  const isTyping = (element) =>
    element.matches("input, textarea, select, [contenteditable]");

  const headlines = () => [...document.querySelectorAll(".headline a")];

  const moveBy = (step) => {
    const links = headlines();
    if (links.length === 0) return;
    const story = document.activeElement.closest(".story");
    const at = links.findIndex((link) => story && story.contains(link));
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    const link = links[Math.max(0, Math.min(links.length - 1, next))];
    link.focus();
    link.scrollIntoView({ block: "center" });
  };

  // The button of the story that has the focus; on a paper's page, of the paper.
  const press = (name) => {
    const place = document.activeElement.closest(".story") ??
      document.querySelector(".paper-side");
    place?.querySelector(`.acts .${name}`)?.click();
  };

  const open = () => {
    const story = document.activeElement.closest(".story");
    story?.querySelector(".headline a")?.click();
  };

  const help = () => {
    const dialog = document.getElementById("keys");
    if (dialog?.showModal && !dialog.open) dialog.showModal();
  };

  const KEYS = {
    "/": () => document.getElementById("q").select(),
    "j": () => moveBy(1),
    "k": () => moveBy(-1),
    "o": open,
    "s": () => press("save"),
    "h": () => press("hide"),
    "x": () => press("dislike"),
    "u": () => press("vote"),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // Suggestions under the search field: a list box that the field controls.
  const WAIT_MS = 120;

  const suggest = (input) => {
    const list = document.createElement("ul");
    list.id = "suggestions";
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    input.parentElement.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    let timer = 0;
    let asked = 0;
    let chosen = -1;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    close();

    const target = ({ kind, text, paperId }) => {
      if (kind === "KIND_TITLE" && paperId) {
        return `/papers/${encodeURIComponent(paperId)}`;
      }
      if (kind === "KIND_AUTHOR") return `/authors/${encodeURIComponent(text)}`;
      return `/papers?q=${encodeURIComponent(text)}`;
    };

    const KINDS = { KIND_TITLE: "paper", KIND_AUTHOR: "author" };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map((suggestion, number) => {
        const item = document.createElement("li");
        item.id = `suggestion-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.url = target(suggestion);
        item.append(suggestion.text);
        const kind = document.createElement("span");
        kind.className = "suggestion-kind";
        kind.textContent = KINDS[suggestion.kind] ?? "";
        item.append(kind);
        return item;
      }));
      list.hidden = suggestions.length === 0;
      chosen = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      const prefix = input.value.trim();
      const number = ++asked;
      if (prefix.length < 2) return close();
      const address = `/api/v1/suggest?prefix=${encodeURIComponent(prefix)}`;
      const answer = await fetch(address).then((response) =>
        response.ok ? response.json() : null).catch(() => null);
      // An answer to what is no longer there is late.
      if (number !== asked || document.activeElement !== input) return;
      show(answer?.suggestions ?? []);
    };

    const choose = (step) => {
      const items = [...list.children];
      items[chosen]?.setAttribute("aria-selected", "false");
      chosen = (chosen + step + items.length + 1) % (items.length + 1);
      const item = items[chosen];
      item?.setAttribute("aria-selected", "true");
      if (item) input.setAttribute("aria-activedescendant", item.id);
      else input.removeAttribute("aria-activedescendant");
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        close();
      } else if (event.key === "Enter" && list.children[chosen]) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      }
    });
    input.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (item) location.assign(item.dataset.url);
    });
  };

  const field = document.getElementById("q");
  if (field) suggest(field);
})();
