// Keys for going through a page of questions. They work only while the focus is in a question and not in a text field, and
// the page of help switches them off.
"use strict";

(() => {
  const questions = [...document.querySelectorAll("form.questions .question")];
  if (!questions.length) return;

  const form = questions[0].closest("form");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const RADIO = "input[type=radio]:not(:disabled)";
  // Rows that stand for all units are emptied as soon as they are used, so they are never left to be answered.
  const ROW = "tr.units__row:not(.units__row--all)";

  // A click beside the fields of a question brings the focus into it.
  for (const question of questions) question.tabIndex = -1;

  const isText = (element) => element.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");

  // Letters are places on the keyboard where the layout has no Latin ones; digits always are: a Kazakh layout has letters there.
  function readKey(event) {
    const place = /^(?:Key([A-Z])|(?:Digit|Numpad)([1-9]))$/.exec(event.code);
    if (place?.[2]) return event.shiftKey ? event.key : place[2];
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) return "?";
    if (event.shiftKey) return "";
    return /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : (place?.[1] ?? "").toLowerCase();
  }

  // --- going somewhere --------------------------------------------------------------------------------------------

  function reach(element) {
    const question = element.closest(".question") || element;
    element.focus({ preventScroll: true });
    const behavior = calm.matches ? "auto" : "smooth";
    const height = element.getBoundingClientRect().bottom - question.getBoundingClientRect().top;
    if (height < innerHeight * 0.8) question.scrollIntoView({ behavior, block: "start" });
    else element.scrollIntoView({ behavior, block: "center" });
  }

  // Where the focus goes in a question: the chosen option, else the first; its heading where nothing can be chosen.
  function findPlace(question) {
    const radio = question.querySelector(`${RADIO}:checked`) || question.querySelector(RADIO);
    if (radio) return radio;
    const heading = question.querySelector(".question__legend");
    heading.tabIndex = -1;
    return heading;
  }

  function findUnanswered(question) {
    const rows = question.querySelectorAll(ROW);
    const places = rows.length ? [...rows] : [question];
    const open = places.find((place) => place.querySelector(RADIO) && !place.querySelector(`${RADIO}:checked`));
    return open?.querySelector(RADIO);
  }

  function goToUnanswered(here) {
    const number = questions.indexOf(here);
    for (const question of [...questions.slice(number + 1), ...questions.slice(0, number + 1)]) {
      const place = findUnanswered(question);
      if (place) return reach(place);
    }
    const save = form.querySelector(".buttons > .button");
    if (save) reach(save);
  }

  // The row of the unit in which the focus is; its explanation stands in the row below.
  function findRow(element) {
    const row = element.closest("tr");
    return row?.matches(".units__text") ? row.previousElementSibling : row?.matches(".units__row") ? row : null;
  }

  function goToExplanation(question, element) {
    const row = findRow(element) || question.querySelector(ROW);
    const text = (row ? row.nextElementSibling : question).querySelector("textarea");
    if (!text) return;
    const details = text.closest("details");
    if (details) details.open = true;
    reach(text);
  }

  function choose(question, element, number) {
    const place = findRow(element) || (question.querySelector(ROW) ? null : question);
    const radio = place?.querySelectorAll(RADIO)[number - 1];
    if (!radio) return;
    radio.focus({ preventScroll: true });
    radio.click();
  }

  // --- keys -------------------------------------------------------------------------------------------------------

  function leaveText(question, element) {
    const row = findRow(element);
    reach(findPlace(row || question));
  }

  // A page that saves by itself is told that this text is finished; another is sent.
  function save(element) {
    if (form.matches("[data-autosave]") && window.htmx) element.dispatchEvent(new Event("change", { bubbles: true }));
    else form.requestSubmit(form.querySelector("button[name=then][value=stay]"));
  }

  function press(key, question, element) {
    const number = questions.indexOf(question);
    const neighbour = { j: questions[number + 1], k: questions[number - 1] }[key];
    if (neighbour) reach(findPlace(neighbour));
    else if (key === "n") goToUnanswered(question);
    else if (key === "e") goToExplanation(question, element);
    else if (key === "?") document.getElementById("keys-button").click();
    else if (/^[1-9]$/.test(key)) choose(question, element, Number(key));
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const element = event.target;
    if (event.defaultPrevented || event.isComposing || !form.contains(element)) return;
    const question = element.closest(".question");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyS") {
      if (!form.querySelector("button[name=then][value=stay]")) return;
      event.preventDefault();
      save(element);
    } else if (!question || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (isText(element)) {
      if (event.key === "Escape" && !document.querySelector(":popover-open")) leaveText(question, element);
    } else if (press(readKey(event), question, element)) {
      event.preventDefault();
    }
  });
})();
