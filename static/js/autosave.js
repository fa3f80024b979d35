// Saves answers as they are given and says the truth about it: what waits, what is saved, what is not and why.
//
// One request at a time carries everything that has changed. What was typed lives in the page alone, never in the
// browser's storage. A save whose answer never came is sent again with its key, so that it counts once.
"use strict";

// htmx notes the address of the page for a history that is switched off here; nothing of ours is kept in a browser.
sessionStorage.removeItem("htmx-current-path-for-history");

(() => {
  const form = document.querySelector("form[data-autosave]");
  const state = document.getElementById("save-state");
  if (!form || !state || !window.htmx) return;

  const PAUSE_AFTER_TYPING = 700;
  const LONGEST_UNSAVED = 4000;
  const SLOW_AFTER = 1200;
  const RETRY_AFTER = [500, 1000, 2000, 3000];
  const FIELD = /^(.+)-(option|explanation|confirm|confidentiality)$/;
  const FOR_ALL = /~all$/;

  const text = document.getElementById("save-state-text");
  const showLink = document.getElementById("save-state-show");
  const signInButton = document.getElementById("save-state-sign-in");

  const waiting = new Map(); // key of an answer -> what was last known to be saved there
  const blocked = new Map(); // key -> "conflict" or "wrong": waits for the person, not for the connection
  let sent = null; // what the running request carries: key -> values
  let attempts = 0;
  let timer = null;
  let slowTimer = null;
  let isSlow = false;
  let firstUnsaved = 0;
  let stopped = ""; // "signed-out", "refused" or "gone"
  let leaving = false;

  const byId = (id) => document.getElementById(id);
  const field = (key, part) => form.elements.namedItem(`${key}-${part}`);

  function readOption(key) {
    const chosen = field(key, "option");
    if (!chosen) return "";
    return chosen instanceof RadioNodeList ? chosen.value : chosen.checked ? chosen.value : "";
  }

  // What the form would send for one answer. The version is not part of what is compared.
  function read(key) {
    const values = {};
    const option = readOption(key);
    if (option) values[`${key}-option`] = option;
    values[`${key}-explanation`] = field(key, "explanation")?.value ?? "";
    for (const part of ["confidentiality", "language"]) {
      const control = field(key, part);
      if (control) values[`${key}-${part}`] = control.value;
    }
    if (field(key, "confirm")?.checked) values[`${key}-confirm`] = "1";
    return values;
  }

  const snapshot = (key) => JSON.stringify(read(key));

  // --- what the page says ---------------------------------------------------------------------------------------

  function say(name, { time = "", extra = "" } = {}) {
    const template = state.querySelector(`template[data-says="${name}"]`);
    const words = template.content.textContent
      .replace("{time}", time)
      .replace("{count}", String(waiting.size));
    const said = (words + extra).trim();
    state.dataset.state = name;
    if (text.textContent !== said) text.textContent = said;
    signInButton.hidden = name !== "signed-out";
    const target = blockedTarget();
    showLink.hidden = !target || !["conflict", "wrong"].includes(name);
    if (target) showLink.hash = target.id;
  }

  function blockedTarget() {
    for (const [key, why] of blocked) {
      const target = why === "conflict" ? byId(`${key}-conflict`) : byId(`${key}-explanation`);
      if (target) return target;
    }
    return null;
  }

  function mark(key, name) {
    const place = byId(`${key}-saved`);
    if (!place || (place.dataset.state ?? "") === name) return;
    if (!("state" in place.dataset)) place.dataset.before = place.textContent;
    place.dataset.state = name;
    const template = state.querySelector(`template[data-says="${name}"]`);
    place.textContent = template ? template.content.textContent : place.dataset.before;
  }

  function describe() {
    if (stopped === "refused") return say("refused", { extra: ` ${byId("save-outcome")?.textContent.trim()}` });
    if (stopped) return say(stopped);
    const free = [...waiting.keys()].filter((key) => !blocked.has(key));
    if (free.length) {
      if (attempts) return say("offline");
      if (sent) return say(isSlow ? "slow" : "saving");
      return say("typing");
    }
    if (blocked.size) return say([...blocked.values()].includes("conflict") ? "conflict" : "wrong");
    const time = byId("save-outcome")?.dataset.savedAt;
    if (time) say("saved", { time });
  }

  // --- what changes ---------------------------------------------------------------------------------------------

  const baselines = new Map();

  function rememberAll() {
    for (const control of form.elements) {
      const found = FIELD.exec(control.name || "");
      if (!found || FOR_ALL.test(found[1]) || baselines.has(found[1])) continue;
      const key = found[1];
      // What a page with errors, a conflict or an offer shows is not saved yet.
      const unsaved = byId(`${key}-conflict`) || byId(`${key}-language`) || field(key, "language");
      baselines.set(key, unsaved ? "" : snapshot(key));
      if (byId(`${key}-conflict`)) block(key, "conflict");
      else if (hasErrors(key)) block(key, "wrong");
    }
  }

  function hasErrors(key) {
    return ["option", "explanation"].some((part) => byId(`${key}-${part}-error`)?.textContent.trim());
  }

  function block(key, why) {
    blocked.set(key, why);
    waiting.set(key, true);
    mark(key, "typing");
  }

  function changed(key, { atOnce }) {
    if (!baselines.has(key)) return;
    if (blocked.get(key) === "wrong") blocked.delete(key);
    if (snapshot(key) === baselines.get(key) && !sent?.has(key) && !savesOf(key).value) {
      waiting.delete(key);
      mark(key, "");
    } else {
      waiting.set(key, true);
      mark(key, "typing");
    }
    firstUnsaved ||= Date.now();
    describe();
    plan(atOnce ? 0 : Math.min(PAUSE_AFTER_TYPING, Math.max(0, firstUnsaved + LONGEST_UNSAVED - Date.now())));
  }

  form.addEventListener("input", (event) => {
    const found = FIELD.exec(event.target.name || "");
    if (!found || FOR_ALL.test(found[1])) return;
    const isText = event.target instanceof HTMLTextAreaElement;
    changed(found[1], { atOnce: !isText });
  });

  form.addEventListener("change", (event) => {
    const found = FIELD.exec(event.target.name || "");
    if (!found) return;
    if (FOR_ALL.test(found[1])) copyToAll(found[1], found[2]);
    else changed(found[1], { atOnce: true });
  });

  // "Same for all" is copied to the row of each unit, and the row for all is empty again: it would overwrite later changes.
  function copyToAll(key, part) {
    const question = key.replace(FOR_ALL, "");
    const value = part === "option" ? readOption(key) : field(key, part).value;
    if (!value.trim()) return;
    for (const other of baselines.keys()) {
      if (!other.startsWith(`${question}~`) && other !== question) continue;
      if (part === "option") byId(`${other}-is-${value}`).checked = true;
      else field(other, part).value = value;
      changed(other, { atOnce: true });
    }
    if (part === "option") byId(`${key}-is-${value}`).checked = false;
    else field(key, part).value = "";
    say("copied");
  }

  // --- sending --------------------------------------------------------------------------------------------------

  function savesOf(key) {
    let input = byId(`${key}-saves`);
    if (!input) {
      input = document.createElement("input");
      Object.assign(input, { type: "hidden", id: `${key}-saves`, name: `${key}-saves` });
      form.append(input);
    }
    return input;
  }

  function makeKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const lastSent = new Map(); // key -> the snapshot that its newest save key stands for

  function nameSave(key, values) {
    const input = savesOf(key);
    const now = JSON.stringify(values);
    if (!input.value || lastSent.get(key) !== now) {
      input.value = `${input.value} ${makeKey()}`.trim();
      lastSent.set(key, now);
    }
    return input.value;
  }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  function send() {
    if (sent || stopped || leaving) return;
    const keys = [...waiting.keys()].filter((key) => !blocked.has(key));
    if (!keys.length) return describe();
    sent = new Map();
    const values = {
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      "typed-in": form.elements["typed-in"].value,
    };
    for (const key of keys) {
      const now = read(key);
      sent.set(key, JSON.stringify(now));
      Object.assign(values, now, { [`${key}-version`]: byId(`${key}-version`).value, [`${key}-saves`]: nameSave(key, now) });
      mark(key, "saving");
    }
    describe();
    clearTimeout(slowTimer);
    isSlow = false;
    slowTimer = setTimeout(() => {
      isSlow = true;
      describe();
    }, SLOW_AFTER);
    // The page's own values alone: htmx would add the whole form if the source stood inside it.
    window.htmx.ajax("POST", location.pathname + location.search, { source: state, values, swap: "none" }).catch(() => {});
  }

  state.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    // A 403 of the portal itself (a token that is no longer right) brings a whole page, not pieces.
    if (status === 403 && !event.detail.serverResponse.includes('id="save-outcome"')) event.detail.shouldSwap = false;
  });

  let focusBefore = null;
  state.addEventListener("htmx:beforeSwap", () => {
    focusBefore = document.activeElement?.id || null;
  });

  state.addEventListener("htmx:afterRequest", (event) => finish(event.detail.xhr));

  function finish(xhr) {
    if (!sent) return;
    clearTimeout(slowTimer);
    const carried = sent;
    sent = null;
    const isOurs = (xhr.responseText || "").includes('id="save-outcome"');
    if (xhr.status === 401 || (xhr.status === 403 && !isOurs)) return stop("signed-out", carried);
    if (xhr.status === 403) return stop("refused", carried);
    if ([400, 404, 405, 413].includes(xhr.status)) return stop("gone", carried);
    if (![200, 409, 422].includes(xhr.status) || !isOurs) return tryAgain(carried);
    attempts = 0;
    firstUnsaved = 0;
    for (const [key, values] of carried) settle(key, values);
    restoreFocus(carried);
    if ([...waiting.keys()].some((key) => !blocked.has(key))) plan(PAUSE_AFTER_TYPING);
    describe();
  }

  function settle(key, values) {
    const explanation = field(key, "explanation");
    const isWrong = hasErrors(key);
    explanation?.toggleAttribute("aria-invalid", isWrong);
    if (isWrong) explanation?.setAttribute("aria-invalid", "true");
    if (byId(`${key}-conflict`)) return block(key, "conflict");
    if (isWrong && snapshot(key) === values) return block(key, "wrong");
    if (isWrong) return;
    savesOf(key).value = "";
    lastSent.delete(key);
    if (forget(key, snapshot(key)) !== forget(key, values)) return mark(key, "typing");
    baselines.set(key, snapshot(key));
    waiting.delete(key);
    mark(key, "");
  }

  // Without what goes when an answer is saved: the tick that confirms it, and the language of what was filled in.
  function forget(key, values) {
    const { [`${key}-confirm`]: _tick, [`${key}-language`]: _language, ...rest } = JSON.parse(values);
    return JSON.stringify(rest);
  }

  function restoreFocus(carried) {
    if (!focusBefore || byId(focusBefore)) return;
    const key = [...carried.keys()].find((each) => focusBefore.startsWith(each));
    if (key) (byId(`${key}-conflict`) || field(key, "explanation"))?.focus();
  }

  function tryAgain(carried) {
    for (const key of carried.keys()) mark(key, "typing");
    const delay = RETRY_AFTER[Math.min(attempts, RETRY_AFTER.length - 1)];
    attempts += 1;
    describe();
    plan(delay);
  }

  function stop(why, carried) {
    for (const key of carried.keys()) mark(key, "typing");
    stopped = why;
    describe();
    if (why === "signed-out") document.dispatchEvent(new CustomEvent("olshem:signed-out"));
  }

  document.addEventListener("olshem:signed-in", () => {
    if (stopped === "signed-out") stopped = "";
    attempts = 0;
    plan(0);
  });
  signInButton.addEventListener("click", () => document.dispatchEvent(new CustomEvent("olshem:signed-out")));

  // --- the connection -------------------------------------------------------------------------------------------

  function hurry() {
    if (!waiting.size || stopped) return;
    // A request that hangs since before the connection was lost may hang for long.
    if (sent && attempts) window.htmx.trigger(state, "htmx:abort");
    plan(0);
  }

  addEventListener("online", hurry);
  addEventListener("offline", () => {
    if (waiting.size || sent) {
      attempts ||= 1;
      describe();
    }
  });
  document.addEventListener("visibilitychange", () => waiting.size && plan(0));

  // --- a conflict is decided --------------------------------------------------------------------------------------

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=then]");
    const conflict = button?.closest(".conflict[data-option]");
    if (!conflict) return;
    event.preventDefault();
    const key = conflict.id.replace(/-conflict$/, "");
    const theirs = conflict.querySelector(".conflict__text--theirs").textContent;
    const explanation = field(key, "explanation");
    const how = button.value.split(":")[0];
    if (how === "theirs") {
      const { option, confidentiality } = conflict.dataset;
      for (const radio of form.querySelectorAll(`input[name="${CSS.escape(key)}-option"]`)) radio.checked = radio.value === option;
      explanation.value = theirs;
      field(key, "confidentiality").value = confidentiality;
    } else if (how === "merge") {
      explanation.value = merge(theirs, explanation.value);
    }
    byId(`${key}-version`).value = conflict.dataset.version;
    conflict.remove();
    blocked.delete(key);
    if (how === "theirs") {
      savesOf(key).value = "";
      baselines.set(key, snapshot(key));
    }
    explanation.focus();
    changed(key, { atOnce: how !== "merge" });
  });

  // As assessment/merging.py does without JavaScript.
  function merge(theirs, mine) {
    if (theirs.includes(mine.trim())) return theirs;
    if (mine.includes(theirs.trim())) return mine;
    return `${theirs.trimEnd()}\n\n${mine.trimStart()}`;
  }

  // --- leaving ----------------------------------------------------------------------------------------------------

  // A button sends the whole form, with the keys of saves that are still on their way.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    clearTimeout(timer);
  });

  addEventListener("beforeunload", (event) => {
    if (!leaving && waiting.size) event.preventDefault();
  });

  // Back to a page that the browser has kept: what it shows may be old, or of somebody who has signed out.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // The language changes at the question that is being answered.
  for (const button of document.querySelectorAll(".site-header button[form=answers]")) {
    button.addEventListener("click", () => {
      const question = lastQuestion();
      if (question) button.value = `at:${question.id}`;
    });
  }
  let lastFocused = null;
  form.addEventListener("focusin", (event) => {
    lastFocused = event.target.closest(".question") || lastFocused;
  });
  function lastQuestion() {
    if (lastFocused) return lastFocused;
    return [...form.querySelectorAll(".question")].find((question) => question.getBoundingClientRect().bottom > 80);
  }

  rememberAll();
  describe();
})();
