/* Saves each question as it is answered. The unit is the card. An edit leaves the queue only when
   the server echoed that very edit (its id), so nothing else is ever called saved. What is not saved
   yet lives in this page and nowhere else. Without this script the form's buttons save the page. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const words = form.dataset;
  const queue = new Map(); // question -> its edits in order: one that may have arrived, then the newest
  const bases = new Map(); // question -> the version its next edit is made on; outlives a hidden card
  const saved = new Map(); // question -> version and edit that the server has
  const held = new Set(); // questions whose text stands here only: refused, or a choice to make
  const TYPING = 400, TIMEOUT = 10000, LONGEST = 30000, KEEPALIVE_BYTES = 60000, SPEAK_EVERY = 5000, PAUSE = 2000;
  const now = () => performance.now(); // a day that is put right meanwhile makes no edit wait for it
  let flying = null, timer = 0, failures = 0, backoff = 0, asked = 0, onward = null;
  let behind = false, leaving = false;

  // ------------------------------------------------------------ cards
  const cardOf = (node) => node.closest?.("[data-question]");
  const find = (key) => form.querySelector(`[data-question="${key}"]`);
  const hidden = (key) => form.elements.namedItem(`${key}.base`);
  const part = (key, name) => (name === key ? "value" : name.slice(key.length + 1));
  const fields = (card) => [...card.querySelectorAll("input:not([type=hidden]), textarea")];
  const tick = (field) => /radio|checkbox/.test(field.type);
  const given = (card) => fields(card).filter((one) => (tick(one) ? one.checked : one.value));
  const unsaved = () => queue.size > 0 || [...held].some(find);

  /* What a card says, as the pairs that the server reads. */
  function read(card) {
    const key = card.dataset.question;
    return JSON.stringify(given(card).map((one) => [part(key, one.name), one.value]));
  }
  /* What a field would hold if the card said what the server has: ticked or not, or its text. */
  function theirs(field, told) {
    const name = part(cardOf(field).dataset.question, field.name);
    if (tick(field)) return name === "claim" ? told.claim === field.value : [...told.value, ...told.state].includes(field.value);
    return (name === "value" ? told.value[0] : told[name]) || "";
  }
  const differs = (card, told) => fields(card).some((one) => (tick(one) ? one.checked : one.value) !== theirs(one, told));
  function fill(card, told) {
    for (const one of fields(card)) one[tick(one) ? "checked" : "value"] = theirs(one, told);
  }

  // ------------------------------------------------------------ what is said
  /* The server's moment, on the reader's own clock. */
  const clock = (moment) => new Date(moment).toTimeString().slice(0, 5);
  const savedAt = (moment) => `✓ ${words.saved.replace("TIME", clock(moment))}`;
  function status(key, text, waiting) {
    const line = document.getElementById(`status-${key}`);
    if (!line) return;
    line.className = waiting ? "saved waiting" : "saved";
    line.textContent = text;
  }
  function problem(key, text) {
    const card = find(key), line = document.getElementById(`problem-${key}`);
    if (!line) return;
    delete card.dataset.later;
    line.textContent = text;
    clearTimeout(later.get(key));
    for (const field of card.querySelectorAll("fieldset:first-of-type .form-control")) {
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  /* Stored, but not an answer yet: said when the founder leaves the card or stops typing for a
     while, never while typing; what stands there already is brought up to date at once. */
  const later = new Map();
  function problemLater(key, text) {
    const card = find(key), line = document.getElementById(`problem-${key}`);
    clearTimeout(later.get(key));
    if (!card || !text || line?.textContent || !card.contains(document.activeElement)) return problem(key, text);
    card.dataset.later = text;
    later.set(key, setTimeout(() => "later" in card.dataset && problem(key, text), PAUSE));
  }
  /* One polite voice for the page, at most one sentence in five seconds; the last one wins. */
  const speak = (() => {
    const voice = document.getElementById("spoken");
    let next = "", last = -SPEAK_EVERY, later = 0;
    function say() {
      later = 0;
      if (voice.textContent === next) return;
      voice.textContent = next;
      last = now();
    }
    return (text) => {
      next = text;
      if (!later) later = setTimeout(say, Math.max(0, last + SPEAK_EVERY - now()));
    };
  })();

  // ------------------------------------------------------------ the queue
  const uuid = () => crypto.randomUUID?.() || ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16)); // plain http

  function note(card, delay) {
    if (card.querySelector(".conflict")) return; // the choice in the box decides what is sent
    const key = card.dataset.question, text = read(card), edits = queue.get(key) || [], newest = edits.at(-1);
    const due = now() + delay;
    held.delete(key);
    leaving = false;
    if (!newest) bases.set(key, Number(hidden(key).value));
    if (newest?.text === text) newest.due = Math.min(newest.due, due);
    else if (!newest && saved.get(key) === bases.get(key) + text) return;
    else {
      // An edit that was sent may have arrived, so it is settled first; one that was not is replaced.
      const kept = edits.filter((one) => one.sent);
      queue.set(key, [...kept, { text, mutation: uuid(), due, sent: false }]);
      status(key, words.saving, true);
    }
    pump();
  }
  function pump() {
    clearTimeout(timer);
    if (flying) return;
    if (!queue.size) return goOn();
    const [key, [edit]] = [...queue].reduce((a, b) => (b[1][0].due < a[1][0].due ? b : a));
    const wait = Math.max(edit.due, backoff, asked) - now();
    if (wait > 0) timer = setTimeout(pump, wait);
    else send(key, edit);
  }
  function hurry() {
    for (const edits of queue.values()) for (const edit of edits) edit.due = 0;
    backoff = 0;
    pump();
  }
  function post(key, edit, base, signal) {
    const body = new URLSearchParams([["mutation", edit.mutation], ["base", base], ...JSON.parse(edit.text)]).toString();
    edit.sent = true;
    return fetch(words.save.replace("QUESTION", key), {
      method: "POST", body, signal, credentials: "same-origin", redirect: "error",
      keepalive: body.length < KEEPALIVE_BYTES, // what is on its way arrives even if the page goes
      headers: {
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json",
      },
    });
  }
  async function send(key, edit) {
    flying = edit;
    const before = edit.sent; // whether it may have arrived already
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const reply = await post(key, edit, bases.get(key), stop.signal);
      await settle(key, edit, reply, await reply.json().catch(() => ({})), stop.signal, before);
    } catch {
      again(words.waiting);
    } finally {
      clearTimeout(clock);
      flying = null;
    }
    pump();
  }
  async function settle(key, edit, reply, told, signal, before) {
    const mine = told.mutation === edit.mutation, code = reply.status;
    if (code === 200 && mine && told.version) return accept(key, edit, told);
    if (code === 409 && mine) return clash(key, edit, told);
    if ([400, 413, 422].includes(code) && told.problem) return refuse(key, edit, told.problem);
    if ([401, 403, 404, 429].includes(code)) edit.sent = before; // this time it surely was not stored
    const seconds = Number(reply.headers.get("Retry-After")) || 0;
    asked = now() + 1000 * Math.min(seconds, 300);
    const lost = code === 401 || code === 404 || (code === 403 && !(await freshToken(signal)));
    again(lost ? words.noKey : words.waiting);
    if (lost) tellNoKey(key);
  }
  function drop(key, edit) {
    const left = (queue.get(key) || []).filter((one) => one !== edit);
    if (left.length) queue.set(key, left);
    else queue.delete(key);
    return left.length > 0;
  }
  function accept(key, edit, told) {
    const field = hidden(key), more = drop(key, edit);
    const line = told.problem ? words.kept : told.said ? `${savedAt(told.saved)}: ${told.said}` : savedAt(told.saved);
    bases.set(key, told.version);
    if (field) field.value = told.version;
    saved.set(key, told.version + edit.text);
    if (!more) {
      status(key, line, Boolean(told.problem));
      problemLater(key, told.problem);
    }
    for (const each of queue.keys()) status(each, words.saving, true);
    if (!queue.size) {
      speak(behind ? words.caughtUp : line);
      behind = false;
    }
    failures = 0;
    document.getElementById("keyless").hidden = true;
    changed();
  }
  /* Not saved: the text stays, and the same edit is sent again later. */
  function again(text) {
    failures += 1;
    behind = true;
    onward = null;
    backoff = now() + Math.min(LONGEST, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
    for (const key of queue.keys()) status(key, `↻ ${text}`, true);
    speak(text);
  }
  function refuse(key, edit, text) {
    if (drop(key, edit)) return;
    held.add(key);
    status(key, words.notSaved, true);
    problem(key, text);
    speak(`${words.notSaved} ${text}`);
  }
  /* Said at the card, where the founder is; the link opens beside this page, which keeps the text. */
  function tellNoKey(key) {
    const box = document.getElementById("keyless");
    if (box.hidden) (find(key) || form).prepend(box);
    box.hidden = false;
  }
  /* The token changes when somebody signs in elsewhere; a fresh copy of this page has the new one. */
  async function freshToken(signal) {
    const page = await (await fetch(words.page, { credentials: "same-origin", signal })).text();
    const made = new DOMParser().parseFromString(page, "text/html").querySelector("#answers [name=csrfmiddlewaretoken]");
    if (made) form.elements.csrfmiddlewaretoken.value = made.value;
    return Boolean(made); // without a key there is no such page
  }
  const changed = (() => {
    let later = 0;
    return () => {
      clearTimeout(later);
      later = setTimeout(() => document.body.dispatchEvent(new CustomEvent("answers-saved", { bubbles: true })), 300);
    };
  })();

  // ------------------------------------------------------------ two people, one answer
  /* When both said the same there is nothing to choose. */
  function clash(key, edit, told) {
    const card = find(key);
    if (card && !differs(card, told.fields)) return accept(key, edit, { version: told.version, saved: told.theirs.saved, problem: "" });
    queue.delete(key);
    if (card) conflict(card, key, told);
  }
  /* The part below shows both answers and asks; until then this card sends nothing. */
  function conflict(card, key, told) {
    held.add(key);
    status(key, words.notSaved, true);
    speak(`${words.conflict}. ${told.problem}`);
    function choose(mine) {
      held.delete(key);
      hidden(key).value = told.version;
      if (mine) return note(card, 0);
      fill(card, told.fields);
      saved.set(key, told.version + read(card));
      status(key, savedAt(told.theirs.saved), false);
      problem(key, "");
      changed();
    }
    card.dispatchEvent(new CustomEvent("answer-conflict", { bubbles: true, detail: { told, choose } }));
  }

  // ------------------------------------------------------------ listening
  form.addEventListener("input", ({ target }) => {
    if (cardOf(target)) note(cardOf(target), tick(target) ? 0 : TYPING);
  });
  form.addEventListener("change", ({ target }) => cardOf(target) && note(cardOf(target), 0));
  /* What was answered before this script ran is an answer too. Browsers restore nothing here
     (autocomplete is off), so whatever differs from the page was given by hand. */
  const byHand = (one) => (tick(one) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue);
  for (const card of form.querySelectorAll("[data-question]")) if (fields(card).some(byHand)) note(card, 0);
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const card = cardOf(target);
    if (card && "later" in card.dataset && !card.contains(relatedTarget)) problem(card.dataset.question, card.dataset.later);
  });

  // ------------------------------------------------------------ leaving
  for (const time of form.querySelectorAll(".saved time")) {
    const moment = new Date(time.dateTime);
    if (Date.now() - moment < 12 * 3600 * 1000) time.textContent = clock(moment);
  }
  for (const card of form.querySelectorAll("[data-unsaved]")) held.add(card.dataset.question); // refused by the server
  function goOn() {
    const go = onward;
    onward = null;
    if (go) go();
  }
  /* Whoever goes on waits until what was typed has arrived; if it does not arrive, one stays. */
  function waitThen(event, act) {
    const box = form.querySelector(".conflict h2");
    if (!queue.size && !flying && !box) return;
    event.preventDefault();
    if (box) return box.focus();
    onward = () => { leaving = true; act(); };
    hurry();
  }
  form.addEventListener("submit", (event) => leaving || waitThen(event, () => form.requestSubmit(event.submitter)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || link.target || link.hash || failures || held.size) return; // then the browser asks
    waitThen(event, () => { location.href = link.href; });
  });
  /* As the page goes: the newest edit of each card once more. Its id keeps it from counting twice, and it
     is offered on every version that an earlier edit of unknown fate may have left. */
  addEventListener("pagehide", () => {
    for (const [key, edits] of queue) {
      const newest = edits.at(-1);
      if (newest === flying) continue;
      for (const offset of edits.keys()) post(key, newest, bases.get(key) + edits.length - 1 - offset).catch(() => {});
    }
  });
  document.addEventListener("visibilitychange", hurry);
  addEventListener("online", hurry);
  addEventListener("pageshow", (event) => event.persisted && !unsaved() && location.reload());
  addEventListener("beforeunload", (event) => {
    if (leaving || !unsaved()) return;
    hurry();
    event.preventDefault();
  });
})();

/* Two people, one answer: shows both in the card and lets the founder choose. The part above tells of
   it by an "answer-conflict" event, whose detail says what the server has and takes the choice. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const words = form.dataset;

  function make(tag, className, ...children) {
    const node = document.createElement(tag);
    node.className = className;
    node.append(...children);
    return node;
  }
  function button(text, act) {
    const node = make("button", "btn btn-plain", text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }
  const line = (term, text) => make("div", "", make("dt", "", term), make("dd", "", text || "–"));

  /* What the card says now, in the words of its labels. */
  function inWords(card) {
    return [...card.querySelectorAll("input:not([type=hidden]), textarea")].map((field) => {
      if (!/radio|checkbox/.test(field.type)) return field.value;
      return field.checked ? field.labels[0].textContent.trim() : "";
    }).filter(Boolean).join("; ");
  }

  form.addEventListener("answer-conflict", ({ target: card, detail: { told, choose } }) => {
    const title = make("h2", "h3", words.conflict), at = document.activeElement;
    const theirs = [told.theirs.said, told.fields.note, told.fields.evidence].filter(Boolean).join("; ");
    const { lang } = document.documentElement; // bare "en" would be the American order
    const when = new Date(told.theirs.saved).toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "medium", timeStyle: "short" });
    const decide = (mine) => () => {
      box.remove();
      choose(mine);
      (card.querySelector("fieldset :checked") || card.querySelector("fieldset input, fieldset textarea")).focus();
    };
    const box = make("div", "conflict", title, make("p", "", told.problem),
      make("dl", "", line(`${words.theirs} (${when})`, theirs), line(words.yours, inWords(card))),
      make("div", "actions", button(words.keep, decide(false)), button(words.mine, decide(true))));
    title.tabIndex = -1;
    card.prepend(box);
    // Whoever types in another card is not pulled away; the page's voice tells of it.
    if (!at.closest("[data-question]") || card.contains(at)) title.focus();
  });
})();
