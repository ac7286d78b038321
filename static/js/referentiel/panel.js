/** The panel of one line, beside the tree; the same page opens by itself where there is no room. */

import { post } from "../page-token.js";

/** Entries of the socle whose words are typed; the chosen ones always. @param {Document | PageElement} root */
export function listenToSocle(root) {
  root.addEventListener("input", (event) => {
    const search = /** @type {PageElement} */ (event.target);
    if (!search.matches("[data-socle-search]")) return;
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const fieldset = search.closest("fieldset");
    let found = 0;
    for (const label of fieldset?.querySelectorAll(".rt-entries label") ?? []) {
      const isFound = words.every((word) => plain(label.textContent ?? "").includes(word));
      found += Number(isFound);
      label.hidden = !isFound && !label.querySelector("input").checked;
    }
    for (const part of fieldset?.querySelectorAll("[data-socle-part]") ?? []) showPart(part, words.length > 0);
    const none = fieldset?.querySelector("[data-socle-none]");
    if (none) none.hidden = found > 0;
  });
}

/** A part of the socle opens on what was found in it; nothing is named there that holds nothing any more.
 * @param {PageElement} part @param {boolean} isSearched */
function showPart(part, isSearched) {
  const shown = [...part.querySelectorAll("label")].filter((label) => !label.hidden);
  part.hidden = shown.length === 0;
  if (isSearched) part.open = shown.length > 0;
  for (const path of part.querySelectorAll(".rt-path")) path.hidden = isSearched;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Panel {
  /** @param {PageElement} root @param {{onClosed: () => void, onSaved: () => void}} events */
  constructor(root, { onClosed, onSaved }) {
    this.root = root;
    this.onSaved = onSaved;
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#keep(/** @type {HTMLFormElement} */ (/** @type {unknown} */ (event.target)));
    });
    listenToSocle(root);
    root.addEventListener("click", (event) => {
      if (/** @type {PageElement} */ (event.target).closest("[data-panel-close]")) this.close(onClosed);
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(onClosed);
    });
  }

  /** @param {string} url */
  async open(url) {
    if (matchMedia("(width < 900px)").matches) {
      location.assign(url);
      return;
    }
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) {
      location.assign(url);
      return;
    }
    this.root.innerHTML = await answer.text();
    this.root.hidden = false;
    this.root.querySelector("textarea, input:not([type=hidden])")?.focus();
  }

  /** Keep what the form says; what the server refuses comes back with its words. @param {HTMLFormElement} form */
  async #keep(form) {
    let answer;
    try {
      answer = await post(form.action, { body: new FormData(form), headers: { "HX-Request": "true" } });
    } catch {
      form.prepend(words("Le serveur ne répond pas : vérifiez la connexion, puis recommencez."));
      return;
    }
    if (!answer.ok && answer.status !== 422) {
      form.prepend(words("Le serveur a refusé : rechargez la page, puis recommencez."));
      return;
    }
    this.root.innerHTML = await answer.text();
    this.root.querySelector("[role=alert], [role=status], .error")?.scrollIntoView({ block: "nearest" });
    if (answer.ok) this.onSaved();
  }

  /** @param {() => void} then */
  close(then) {
    this.root.hidden = true;
    this.root.replaceChildren();
    then();
  }
}

/** @param {string} sentence */
function words(sentence) {
  return Object.assign(document.createElement("p"), { className: "notice notice-no", textContent: sentence });
}
