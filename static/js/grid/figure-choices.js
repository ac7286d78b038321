/** What figures are made of, and what they may fill: two dialogs over the page. */
import { PROPOSAL } from "./cells.js";
import { changesOf, changesSentence } from "./lines.js";
import { NO_FIGURES } from "./words.js";

/** @import { Figures } from "./figures.js" */

/** @param {Figures} figures */
export function listenToChoices(figures) {
  const { part, page } = figures;
  listenToOptions(figures);
  if (part("propose") === null) return;

  part("propose-open").addEventListener("click", () => {
    const wanted = figures.proposals;
    part("propose-preview").textContent = changesSentence(changesOf(page.model, wanted), page.model.alphabet);
    part("propose-how").textContent = figures.rules;
    part("propose-apply").setAttribute("aria-disabled", String(wanted.size === 0));
    part("propose").showModal();
  });
  part("propose").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    part("propose").close();
    if (button.value === "apply") page.onChange(page.model.setCells(figures.proposals, PROPOSAL), "Proposé : ");
  });
}

/** @param {Figures} figures */
function listenToOptions(figures) {
  const { part } = figures;
  const dialog = part("options");

  part("options-open").addEventListener("click", async () => {
    const content = await read(figures.url);
    part("options-content").innerHTML = content ?? "";
    tell(content === null ? NO_FIGURES : "");
    fold();
    dialog.showModal();
  });
  dialog.addEventListener("click", ({ target }) => {
    fold();
    if (target.closest("button")?.value === "cancel") dialog.close();
  });
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(dialog.querySelector("form"))) chosen.append(name, String(value));
    const error = await figures.read(chosen);
    tell(error);
    if (error === "") dialog.close();
  });

  /** @param {string} error */
  function tell(error) {
    part("options-error").hidden = error === "";
    part("options-error").textContent = error;
  }

  /** A list shows where it is what is chosen. */
  function fold() {
    const list = dialog.querySelector("[data-figures=list]");
    if (list) list.hidden = !dialog.querySelector("[data-figures=by-list]")?.checked;
  }
}

/** @param {string} url @returns {Promise<string | null>} null when it cannot be read */
async function read(url) {
  try {
    const response = await fetch(url, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
