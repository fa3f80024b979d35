// The session has ended while the page is open: signing in again happens here, and what was typed stays.
"use strict";

(() => {
  const dialog = document.getElementById("sign-in-again");
  if (!dialog || !window.htmx) return;
  const body = document.getElementById("sign-in-again-body");
  const trouble = document.getElementById("sign-in-again-trouble");

  let isAsking = false;

  function ask() {
    trouble.hidden = true;
    if (isAsking) return;
    isAsking = true;
    window.htmx.ajax("GET", dialog.dataset.address, { source: dialog, target: body, swap: "innerHTML" }).catch(() => {});
  }

  document.addEventListener("olshem:signed-out", () => {
    if (!dialog.open) dialog.showModal();
    ask();
  });
  document.getElementById("sign-in-again-later").addEventListener("click", () => dialog.close());

  // A whole page instead of pieces: an old token, or too many attempts. It has no place in the dialog.
  dialog.addEventListener("htmx:beforeSwap", (event) => {
    if (!/<html/i.test(event.detail.serverResponse)) return;
    event.detail.shouldSwap = false;
    if (event.detail.xhr.status === 403) setTimeout(ask);
  });

  dialog.addEventListener("htmx:afterRequest", (event) => {
    isAsking = false;
    const status = event.detail.xhr.status;
    trouble.hidden = status === 200 || status === 403;
    if (status === 200) use();
  });

  function use() {
    const token = body.querySelector("[data-csrf-token]")?.dataset.csrfToken;
    if (!token) {
      const login = body.querySelector("input[name=login]");
      if (!login) return;
      login.value ||= dialog.dataset.login;
      const wrong = body.querySelector("[aria-invalid=true]");
      (wrong || body.querySelector("input[name=password]")).focus();
      return;
    }
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
    dialog.close();
    body.replaceChildren();
    document.dispatchEvent(new CustomEvent("olshem:signed-in"));
  }
})();
