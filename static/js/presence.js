// Tells the portal where the person is, while the page is in front, and shows who else is here.
"use strict";

(() => {
  const region = document.getElementById("presence");
  const form = document.querySelector("form[data-autosave]");
  if (!region || !form || !window.htmx) return;

  const EVERY = 20_000;
  const AT_MOST_EVERY = 5_000;
  let question = "";
  let told = 0;
  let timer = null;
  let isOver = false;
  let isTelling = false;

  function plan() {
    clearTimeout(timer);
    if (isOver || document.hidden) return;
    timer = setTimeout(tell, Math.max(0, told + AT_MOST_EVERY - Date.now()));
  }

  function tell() {
    clearTimeout(timer);
    if (isOver || document.hidden) return;
    timer = setTimeout(tell, EVERY);
    if (isTelling) return;
    isTelling = true;
    told = Date.now();
    const values = {
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      pillar: region.dataset.pillar,
      question,
    };
    window.htmx.ajax("POST", region.dataset.address, { source: region, values, target: region, swap: "none" }).catch(() => {});
  }

  // Replaced only when something is different: a live region that says the same again and again disturbs.
  region.addEventListener("htmx:afterRequest", (event) => {
    isTelling = false;
    const { status, responseText } = event.detail.xhr;
    isOver = [401, 403, 404].includes(status);
    if (status !== 200) return;
    const list = new DOMParser().parseFromString(responseText, "text/html").querySelector(".presence__people");
    if (list && list.innerHTML !== region.firstElementChild?.innerHTML) region.replaceChildren(list);
  });

  form.addEventListener("focusin", (event) => {
    const here = event.target.closest(".question")?.id || "";
    if (!here || here === question) return;
    question = here;
    plan();
  });
  document.addEventListener("visibilitychange", plan);
  document.addEventListener("olshem:signed-in", () => {
    isOver = false;
    plan();
  });
  tell();
})();
