/* Saves each question as it is answered. The unit is the card. An edit leaves the queue only when
   the server echoed that very edit (its id), so nothing else is ever called saved. What is not saved
   yet lives in this page and nowhere else. Without this script the form's buttons save the page. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-save]");
  if (!form) return;
  const words = form.dataset;
  const queue = new Map(); // question -> {edit, mutation, tries, due}
  const saved = new Map(); // question -> the edit that the server has
  const refused = new Set(); // questions whose text stands here only, until it is changed
  const TYPING = 400, TIMEOUT = 10000, LONGEST = 30000, KEEPALIVE_BYTES = 60000, SPEAK_EVERY = 5000;
  let flying = null, timer = 0, behind = false, leaving = false;

  // ------------------------------------------------------------ cards
  const cardOf = (node) => node.closest("[data-question]");
  const find = (key) => form.querySelector(`[data-question="${key}"]`);
  const base = (key) => form.elements.namedItem(`${key}.base`);
  const part = (key, name) => (name === key ? "value" : name.slice(key.length + 1));

  /* What a card says, as the pairs that the server reads. */
  function read(card) {
    const key = card.dataset.question, pairs = [];
    for (const field of card.querySelectorAll("input, textarea")) {
      if (field.name === "shown" || field.name === `${key}.base`) continue;
      if (/radio|checkbox/.test(field.type) && !field.checked) continue;
      pairs.push([part(key, field.name), field.value]);
    }
    return JSON.stringify(pairs);
  }

  /* Fill a card with what the server has. */
  function fill(card, fields) {
    const key = card.dataset.question, ticked = new Set([...fields.value, ...fields.state, fields.claim]);
    for (const field of card.querySelectorAll("input, textarea")) {
      if (field.type === "hidden") continue;
      if (/radio|checkbox/.test(field.type)) field.checked = ticked.has(field.value);
      else field.value = part(key, field.name) === "value" ? fields.value[0] || "" : fields[part(key, field.name)] || "";
    }
  }

  // ------------------------------------------------------------ what is said
  function status(key, text, waiting) {
    const line = document.getElementById(`status-${key}`);
    if (!line) return;
    line.className = waiting ? "saved waiting" : "saved";
    line.textContent = text;
  }
  function problem(key, text) {
    const line = document.getElementById(`problem-${key}`);
    if (line) line.textContent = text;
    for (const field of find(key)?.querySelectorAll(".form-control") || []) {
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  /* One polite voice for the page, at most one sentence in five seconds; the last one wins. */
  const speak = (() => {
    const voice = document.getElementById("spoken");
    let next = "", last = 0, later = 0;
    const say = () => { voice.textContent = next; last = Date.now(); later = 0; };
    return (text) => {
      next = text;
      if (!later) later = setTimeout(say, Math.max(0, last + SPEAK_EVERY - Date.now()));
    };
  })();

  // ------------------------------------------------------------ the queue
  function note(card, delay) {
    const key = card.dataset.question, edit = read(card), held = queue.get(key), due = Date.now() + delay;
    refused.delete(key);
    if (held && held.edit === edit) held.due = Math.min(held.due, due);
    else if (!held && saved.get(key) === edit) return;
    else {
      queue.set(key, { edit, mutation: crypto.randomUUID(), tries: 0, due });
      status(key, words.saving, true);
    }
    pump();
  }
  function pump() {
    clearTimeout(timer);
    if (flying || !queue.size) return;
    const [key, entry] = [...queue].reduce((a, b) => (b[1].due < a[1].due ? b : a));
    const wait = entry.due - Date.now();
    if (wait > 0) timer = setTimeout(pump, wait);
    else send(key, entry);
  }
  function request(key, entry, more) {
    const body = new URLSearchParams([["mutation", entry.mutation], ["base", base(key).value], ...JSON.parse(entry.edit)]);
    return fetch(words.save.replace("QUESTION", key), {
      method: "POST", body, credentials: "same-origin", redirect: "error",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" }, ...more,
    });
  }
  async function send(key, entry) {
    flying = key;
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const reply = await request(key, entry, { signal: stop.signal });
      await settle(key, entry, reply, await reply.json());
    } catch {
      again(key, entry, words.waiting);
    } finally {
      clearTimeout(clock);
      flying = null;
    }
    pump();
    if (!queue.size) form.dispatchEvent(new Event("drained"));
  }
  async function settle(key, entry, reply, told) {
    const mine = told.mutation === entry.mutation;
    if (reply.status === 200 && mine) return accept(key, entry, told);
    if (reply.status === 409 && mine) return conflict(key, entry, told);
    if ([400, 413, 422].includes(reply.status)) return refuse(key, entry, told.problem);
    if (reply.status === 403) await freshToken();
    const lost = reply.status === 401 || reply.status === 404;
    again(key, entry, lost ? words.noKey : words.waiting, Number(reply.headers.get("Retry-After")));
  }
  function done(key, entry) {
    if (queue.get(key) === entry) queue.delete(key);
  }
  function accept(key, entry, told) {
    const line = `✓ ${words.saved.replace("TIME", told.saved)}`;
    base(key).value = told.version;
    saved.set(key, entry.edit);
    done(key, entry);
    if (!queue.has(key)) status(key, line, false);
    if (!told.problem) problem(key, "");
    if (!queue.size) speak(behind ? words.caughtUp : line);
    if (!queue.size) behind = false;
    changed();
  }
  /* Not saved: the text stays, and the same edit is sent again later. */
  function again(key, entry, text, seconds) {
    entry.tries += 1;
    behind = true;
    const wait = seconds > 0 ? 1000 * seconds : Math.min(LONGEST, 500 * 2 ** entry.tries);
    for (const one of queue.values()) one.due = Math.max(one.due, Date.now() + wait * (0.5 + Math.random() / 2));
    for (const one of queue.keys()) status(one, `↻ ${text}`, true);
    speak(text);
  }
  function refuse(key, entry, text) {
    done(key, entry);
    refused.add(key);
    status(key, words.notSaved, true);
    problem(key, text);
    speak(`${words.notSaved} ${text}`);
  }
  /* The token changes when somebody signs in elsewhere; the page's own form has the new one. */
  async function freshToken() {
    const page = await (await fetch(words.page, { credentials: "same-origin" })).text();
    const made = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (made) form.elements.csrfmiddlewaretoken.value = made.value;
  }
  const changed = (() => {
    let later = 0;
    return () => {
      clearTimeout(later);
      later = setTimeout(() => document.body.dispatchEvent(new CustomEvent("answers-saved", { bubbles: true })), 300);
    };
  })();

  // ------------------------------------------------------------ two people, one answer
  function conflict(key, entry, told) {
    done(key, entry);
    refused.add(key);
    status(key, words.notSaved, true);
    const card = find(key), box = document.createElement("div");
    card.querySelector(".conflict")?.remove();
    box.className = "notice bad conflict";
    box.setAttribute("role", "group");
    box.tabIndex = -1;
    const title = document.createElement("h3"), text = document.createElement("p"), row = document.createElement("div");
    title.textContent = words.conflict;
    text.textContent = told.problem;
    row.className = "actions";
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-plain";
      button.textContent = label;
      button.addEventListener("click", () => {
        base(key).value = told.version;
        refused.delete(key);
        box.remove();
        card.querySelector("fieldset input, fieldset textarea").focus();
        act();
      });
      row.append(button);
    };
    choose(words.keep, () => {
      fill(card, told.fields);
      queue.delete(key);
      saved.set(key, read(card));
      status(key, `✓ ${words.saved.replace("TIME", told.theirs.saved)}`, false);
      changed();
    });
    choose(words.mine, () => note(card, 0));
    box.append(title, text, row);
    card.prepend(box);
    box.focus();
    speak(`${words.conflict}. ${told.problem}`);
  }

  // ------------------------------------------------------------ answers that stand alone
  function alone(field) {
    const card = cardOf(field), key = card.dataset.question;
    if (field.name === `${key}.other` && field.value) {
      const other = card.querySelector('[value="-other"]');
      if (other && !other.checked) { other.checked = true; alone(other); }
      return;
    }
    if (field.name === key && field.matches(".form-control") && field.value) {
      for (const one of card.querySelectorAll(`[name="${key}.state"]`)) one.checked = false;
    }
    if (field.type !== "checkbox" || field.name !== key || !field.checked) return;
    const strict = field.hasAttribute("data-exclusive");
    const gone = [...card.querySelectorAll(`[name="${key}"]:checked`)].filter(
      (one) => one !== field && (strict || one.hasAttribute("data-exclusive")));
    for (const one of gone) one.checked = false;
    if (gone.length && strict) tellAlone(card, field, gone);
  }
  function tellAlone(card, field, gone) {
    const line = card.querySelector(".problem"), undo = document.createElement("button");
    line.textContent = `${words.alone.replace("OPTION", field.labels[0].textContent.trim())} `;
    undo.type = "button";
    undo.className = "as-link";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => {
      field.checked = false;
      for (const one of gone) one.checked = true;
      line.textContent = "";
      field.focus();
      note(card, 0);
    });
    line.append(undo);
    speak(line.textContent);
  }

  // ------------------------------------------------------------ listening
  form.addEventListener("input", (event) => {
    if (!cardOf(event.target)) return;
    alone(event.target);
    note(cardOf(event.target), event.target.matches(".form-control") ? TYPING : 0);
  });
  form.addEventListener("change", (event) => cardOf(event.target) && note(cardOf(event.target), 0));
  addEventListener("online", () => {
    for (const one of queue.values()) one.due = 0;
    pump();
  });
  /* The form saves the whole page; what is in flight lands first, so that it cannot conflict with itself. */
  form.addEventListener("submit", (event) => {
    if (leaving || (!queue.size && !flying)) { leaving = true; return; }
    event.preventDefault();
    const go = () => { leaving = true; form.requestSubmit(event.submitter); };
    const late = setTimeout(go, 4000);
    form.addEventListener("drained", () => { clearTimeout(late); if (!leaving) go(); }, { once: true });
    for (const one of queue.values()) one.due = 0;
    pump();
  });
  /* Every edit that waits goes out once more as the page goes; its id keeps it from counting twice. */
  function flush() {
    for (const [key, entry] of queue) {
      if (entry.edit.length < KEEPALIVE_BYTES) request(key, entry, { keepalive: true }).catch(() => {});
    }
  }
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  addEventListener("beforeunload", (event) => {
    if (leaving || !(queue.size || refused.size)) return;
    flush();
    event.preventDefault();
  });
})();
