/* Answers that stand alone: "don't know yet", "none of these fits" and options marked exclusive clear
   what stands beside them, and the other way round; one button takes it back. The server checks again.
   Listens before autosave.js, which then finds the card as it is meant. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-alone]");
  if (!form) return;
  const words = form.dataset;
  const tick = (field) => /radio|checkbox/.test(field.type);
  const label = (field) => field.labels[0].textContent.trim();

  function standAlone(field) {
    const card = field.closest("[data-question]"), key = card?.dataset.question;
    if (!card) return;
    const other = card.querySelector('[value="-other"]');
    if (field.name === `${key}.other` && field.value && other && !other.checked) {
      other.checked = true; // whoever says what fits instead has said that none of these fits
      field = other;
    }
    if (![key, `${key}.state`].includes(field.name) || field.type === "radio") return;
    card.querySelector(".told")?.remove();
    const strict = (one) => "exclusive" in one.dataset || one.name === `${key}.state`;
    const beside = [...card.querySelectorAll(`[name="${key}"], [name="${key}.state"]`)].filter(
      (one) => one !== field && (tick(one) ? one.checked : one.value.trim()));
    const says = tick(field) ? field.checked : field.value.trim();
    const gone = says ? beside.filter((one) => strict(field) || strict(one)) : [];
    if (gone.length) clear(card, field, gone, strict(field) ? field : gone[0]);
  }

  function clear(card, field, gone, lone) {
    const before = gone.map((one) => [one, one.value]);
    for (const one of gone) {
      if (tick(one)) one.checked = false;
      else one.value = "";
    }
    const text = (lone === field ? words.alone : words.aloneOff).replace("OPTION", label(lone));
    const told = document.createElement("p"), undo = document.createElement("button");
    undo.type = "button";
    undo.className = "as-link";
    undo.textContent = words.undo;
    undo.addEventListener("click", () => {
      if (tick(field)) field.checked = false;
      else field.value = "";
      for (const [one, value] of before) {
        if (tick(one)) one.checked = true;
        else one.value = value;
      }
      told.remove();
      field.focus();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    told.className = "told";
    told.append(`${text} `, undo);
    card.querySelector(".options").after(told);
    document.getElementById("spoken").textContent = text;
  }

  form.addEventListener("input", (event) => standAlone(event.target), { capture: true });
})();

/* Keyboard shortcuts on a category's page: single letters outside of fields, with an off switch
   (WCAG 2.1.4). */
(() => {
  "use strict";
  const sheet = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const use = document.getElementById("keys-use");
  if (!sheet || !opener || !use) return;
  const KEPT = "fmassess-keys-off";
  const read = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
  const keep = (off) => { try { off ? localStorage.setItem(KEPT, "1") : localStorage.removeItem(KEPT); } catch { /* for this page only */ } };
  let off = read();
  use.checked = !off;
  use.addEventListener("change", () => { off = !use.checked; keep(off); });
  opener.hidden = false;
  opener.addEventListener("click", () => sheet.showModal());
  sheet.addEventListener("close", () => (back || opener).focus());
  let back = null;

  const cards = () => [...document.querySelectorAll(".slot:not([hidden]) [data-question]")];
  const current = () => document.activeElement?.closest("[data-question]") || nearest();
  const nearest = () => cards().find((card) => card.getBoundingClientRect().bottom > 80);
  const go = (step) => {
    const all = cards();
    const inside = document.activeElement?.closest("[data-question]");
    const at = inside ? all.indexOf(inside) + step : all.indexOf(nearest());
    const card = all[Math.min(Math.max(at, 0), all.length - 1)];
    if (!card) return;
    const field = card.querySelector("fieldset input:not([type=hidden]), fieldset textarea, fieldset select");
    card.scrollIntoView({ block: "start", behavior: "auto" });
    field?.focus({ preventScroll: true });
  };
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    f: () => current()?.querySelector(".flag")?.click(),
    n: () => {
      const extra = current()?.querySelector("details.extra");
      if (!extra) return;
      extra.open = true;
      extra.querySelector("textarea")?.focus();
    },
    "?": () => { back = document.activeElement; sheet.showModal(); },
  };
  const writes = (one) => one?.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.metaKey || event.altKey || sheet.open || writes(event.target)) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
