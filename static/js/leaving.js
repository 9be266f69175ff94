/* Whoever leaves a page with changes is asked first: on the editors' desk, also who moves a row on
   it, and where a founder writes what no autosave keeps. A page may begin with changes, where it
   shows what somebody typed or read in and nothing is saved yet. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-changed], #content-main > form");
  if (!form) return;
  const ticked = (one) => /radio|checkbox/.test(one.type) && one.checked !== one.defaultChecked;
  const typed = (one) => /text|number|url|email|date/.test(one.type) && one.value !== one.defaultValue;
  const first = (one) => Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
  const chosen = (one) => one.type === "select-one" && one.selectedIndex !== first(one);
  const changed = () => form.dataset.changed === "unsaved"
    || [...form.elements].some((one) => ticked(one) || typed(one) || chosen(one));
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  form.addEventListener("click", (event) => { leaving ||= Boolean(event.target.closest("[data-let-go]")); });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed()) event.preventDefault();
  });
})();
