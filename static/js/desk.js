/* The editors' desk: whoever leaves a page of texts with changes is asked first. Everything else on
   the desk is htmx, and works without either. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-changed]");
  if (!form) return;
  const changed = () => [...form.elements].some((one) => one.type === "textarea" && one.value !== one.defaultValue);
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed()) event.preventDefault();
  });
})();
