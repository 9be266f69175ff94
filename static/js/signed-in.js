/* Whoever is about to be signed out is asked ten minutes before, and stays by one key (WCAG 2.2.1).
   Signed out, the page keeps what was typed, and goes on once they are back (2.2.5). */
(() => {
  "use strict";
  const box = document.getElementById("signed-in-end");
  if (!box) return;
  const [title, words] = ["ends-title", "ends-words"].map((id) => document.getElementById(id));
  const button = box.querySelector("button"), link = box.querySelector("a");
  const WARN = 600, AGAIN = 30;
  let timer = 0, over = false;

  const later = (seconds) => { clearTimeout(timer); timer = setTimeout(look, Math.max(1, seconds) * 1000); };
  const key = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  /* Seconds that are left; 0 where nobody is signed in, null where nobody answers. */
  async function ask(method) {
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": key() };
      const answer = await fetch(box.dataset.stay, { method, headers, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) return 0;
      if (!answer.ok) return null;
      const said = await answer.json();
      for (const one of document.getElementsByName("csrfmiddlewaretoken")) one.value = said.key;
      return said.left;
    } catch {
      return null;
    }
  }
  function show(left) {
    over = left <= 0;
    title.textContent = over ? title.dataset.over : title.dataset.soon;
    words.textContent = over ? words.dataset.over : words.dataset.soon.replace("%(minutes)s", Math.max(1, Math.round(left / 60)));
    button.hidden = over;
    link.hidden = !over;
    if (!box.open) box.showModal();
    (over ? link : button).focus();
  }
  function heard(left) {
    if (left === null) return later(AGAIN);
    if (left > WARN) {
      over = false;
      box.close();
      return later(left - WARN);
    }
    show(left);
    return over ? undefined : later(left + 1);
  }
  async function look() { heard(await ask("GET")); }
  async function stay() { heard(await ask("POST")); }

  button.addEventListener("click", stay);
  box.addEventListener("cancel", (event) => { if (!over) { event.preventDefault(); stay(); } });
  /* After a sleep, and after signing in elsewhere. */
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("focus", () => { if (over) look(); });
  later(Number(box.dataset.left) - WARN);
})();
