/* The editors' desk: whoever leaves a page with changes is asked first, also who moves a row on it.
   Everything else on the desk is htmx, and works without either. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-changed], #content-main > form");
  if (!form) return;
  const ticked = (one) => /radio|checkbox/.test(one.type) && one.checked !== one.defaultChecked;
  const typed = (one) => /text|number|url|email/.test(one.type) && one.value !== one.defaultValue;
  const changed = () => [...form.elements].some((one) => ticked(one) || typed(one));
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed()) event.preventDefault();
  });
})();
