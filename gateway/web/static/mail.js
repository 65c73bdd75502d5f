// Pages of mails: proposes the browser's time zone; tells that somebody opened a
// paper, then goes there.
"use strict";

const zone = document.querySelector("[data-zone]");
if (zone && !zone.value) {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

const opened = document.getElementById("mail-open");
if (opened) {
  const go = () => location.replace(document.getElementById("mail-paper").href);
  fetch(location.pathname, {
    method: "POST",
    redirect: "manual",
    headers: { "X-CSRF-Token": opened.dataset.csrf },
  }).then(go, go);
}
