/* Two people, one answer: shows both in the card and lets the founder choose. autosave.js tells of it
   by an "answer-conflict" event, whose detail says what the server has and takes the choice. */
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
    const decide = (mine) => () => {
      box.remove();
      choose(mine);
      (card.querySelector("fieldset :checked") || card.querySelector("fieldset input, fieldset textarea")).focus();
    };
    const box = make("div", "conflict", title, make("p", "", told.problem),
      make("dl", "", line(`${words.theirs} (${told.theirs.saved})`, theirs), line(words.yours, inWords(card))),
      make("div", "actions", button(words.keep, decide(false)), button(words.mine, decide(true))));
    title.tabIndex = -1;
    card.prepend(box);
    // Whoever types in another card is not pulled away; the page's voice tells of it.
    if (!at.closest("[data-question]") || card.contains(at)) title.focus();
  });
})();
