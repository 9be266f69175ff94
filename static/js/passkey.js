/* Says on the page when the browser made or read no passkey; allauth's own script only logs it. */
(() => {
  "use strict";
  const told = document.getElementById("passkey-failed");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    told.hidden = true; // shown anew, so that it is read out each time
    requestAnimationFrame(() => { told.hidden = false; });
  });
})();
