/* Saves a review's draft while it is written, on the version that the page was made from. What the
   server refuses stays in the page, and the page says so; its buttons save as without this script. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = form.querySelector(".draft-state"), words = form.dataset;
  const WAIT = 1500, AGAIN = 5000;
  let timer = 0, flying = false, dirty = false, stopped = false, leaving = false;

  function say(text, bad) {
    state.textContent = text;
    state.classList.toggle("bad", Boolean(bad));
  }
  async function save() {
    clearTimeout(timer);
    if (flying || stopped || leaving) return;
    flying = true;
    dirty = false;
    say(words.saving);
    const body = new FormData(form);
    body.set("do", "draft");
    let wait = 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) {
        form.elements.namedItem("base").value = (await answer.json()).version;
        if (!dirty) say(words.saved);
      } else if (answer.status === 409) {
        stopped = dirty = true;
        say(words.conflict, true);
      } else {
        dirty = true;
        say(answer.status === 422 ? words.refused : words.failed, true);
        wait = answer.status >= 500 || answer.status === 429 ? AGAIN : 0;
      }
    } catch {
      dirty = true;
      say(words.failed, true);
      wait = AGAIN;
    }
    flying = false;
    if (dirty && wait) timer = setTimeout(save, wait);
    else if (dirty && !stopped && state.classList.contains("bad") === false) timer = setTimeout(save, WAIT);
  }
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(timer);
    if (!flying) return;
    event.preventDefault(); // the save on its way says on which version this one is made
    const button = event.submitter;
    const wait = setInterval(() => {
      if (flying) return;
      clearInterval(wait);
      form.requestSubmit(button);
    }, 50);
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
})();
