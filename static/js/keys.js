// Keyboard shortcuts on a category's page: single letters outside of fields, with an off switch (WCAG 2.1.4).
"use strict";
(() => {
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
