/** The history of a cell, in a dialog: by a key on the table, by a button of the panel or of a line on a phone. */

const LOADING = "Lecture de l'histoire…";
const NOT_REACHED = "Le serveur ne répond pas : vérifiez la connexion au réseau, puis réessayez.";
const SESSION_OVER = "Votre session est terminée : enregistrez, ou rechargez la page, pour vous reconnecter.";
const REFUSED = "Votre compte ne permet pas, ou plus, de voir l'histoire de cette case.";
const PATIENCE = 15_000;

/**
 * @param {HTMLDialogElement} dialog
 * @param {object} page
 * @param {string} page.url that gives the history of `?eleve=…&ligne=…` as a piece of page
 * @param {import("./table.js").GridTable} page.table
 * @param {import("./cards.js").GridCards} page.cards
 * @param {HTMLButtonElement} page.button that shows the cell of the panel
 * @param {() => number} page.shownCell the cell of the panel
 */
export function listenToHistory(dialog, { url, table, cards, button, shownCell }) {
  const words = dialog.querySelector("[data-history=words]");
  /** The answers come in any order: the last asked for is shown. */
  let asked = 0;

  onKey(table.table, () => open(shownCell()));
  onKey(cards.root, (target) => open(cardOf(target)));
  button.addEventListener("click", () => open(shownCell()));
  cards.root.addEventListener("click", (event) => {
    if (event.target.closest(".cards-history")) open(cardOf(event.target));
  });
  dialog.querySelector("[data-history=close]").addEventListener("click", () => dialog.close());

  /** @param {number | undefined} cell */
  async function open(cell) {
    if (cell === undefined) return;
    asked += 1;
    const number = asked;
    words.textContent = LOADING;
    dialog.showModal();
    dialog.querySelector("h2").focus();
    const answer = await read(addressOf(cell));
    if (number !== asked) return;
    if (answer.html) words.innerHTML = answer.html;
    else words.textContent = answer.sentence ?? "";
    if (table.model.unsaved.has(cell))
      words.prepend(note("Votre dernier clic sur cette case n'est pas encore enregistré."));
  }

  /** @param {number} cell */
  function addressOf(cell) {
    const [pupil, thing] = table.model.keyOf(cell);
    return `${url}?${new URLSearchParams({ eleve: String(pupil), ligne: String(thing) })}`;
  }
}

/** @param {HTMLElement} view @param {(target: PageElement) => void} act */
function onKey(view, act) {
  view.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "h" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("select, textarea, input[type=date], input[type=text]")) return;
    event.preventDefault();
    act(event.target);
  });
}

/** The cell of a line on a phone, if `element` is in one. @param {PageElement} element */
function cardOf(element) {
  const line = element.closest("[data-cell]");
  return line ? Number(line.dataset.cell) : undefined;
}

/** @param {string} address */
async function read(address) {
  try {
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (response.ok) return { html: await response.text() };
    if (response.status === 401 || response.type === "opaqueredirect") return { sentence: SESSION_OVER };
    if (response.status === 403 || response.status === 404) return { sentence: REFUSED };
    return { sentence: `Le serveur n'a pas su répondre (code ${response.status}).` };
  } catch {
    return { sentence: NOT_REACHED };
  }
}

/** @param {string} sentence */
function note(sentence) {
  const paragraph = document.createElement("p");
  paragraph.className = "notice notice-warn";
  paragraph.textContent = sentence;
  return paragraph;
}
