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

  // The server answers a taken action with a redirect, and a lost session with
  // 401 because the header tells it that a script asks. Anything but a redirect
  // is for the reader to see, so the form is then sent the ordinary way.
  const send = async (form, button) => {
    const answer = await fetch(button.getAttribute("formaction"), {
      method: "POST",
      headers: { "X-Requested-With": "fetch" },
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
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
    const taken = await send(form, button).catch(() => false);
    delete form.dataset.busy;
    if (!taken) {
      form.dataset.plain = "yes";
      form.requestSubmit(button);
      return;
    }
    toggle(button);
    form.elements.event_id.value = newEventId();
  });

  const isTyping = (element) =>
    element.matches("input, textarea, select, [contenteditable]");

  const moveBy = (step) => {
    const links = [...document.querySelectorAll(".headline a")];
    if (links.length === 0) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    const link = links[Math.max(0, Math.min(links.length - 1, next))];
    link.focus();
    link.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("q").select();
    } else if (event.key === "j") {
      moveBy(1);
    } else if (event.key === "k") {
      moveBy(-1);
    }
  });
})();
