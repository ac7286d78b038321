/** Clicks of grids closed before they were saved, still kept on this device: said where a grid is chosen, and where it matters. */
import { keptOf } from "./grid/kept.js";
import { count, frenchDate } from "./grid/words.js";

const notice = document.querySelector("[data-kept-of]");
// Where the browser keeps nothing, or not without https, there is nothing to say.
if (notice) show(notice).catch(() => {});

/** @param {PageElement} notice */
async function show({ dataset }) {
  const grids = await keptOf(Number(dataset.keptOf), dataset.today);
  notice.replaceChildren(...grids.map((grid) => lineOf(grid, dataset.keptWarning)));
}

/** @param {{address: string, grid: string, day: string, count: number}} kept @param {string | undefined} warning */
function lineOf({ address, grid, day, count: number }, warning) {
  const line = document.createElement("p");
  line.className = "notice notice-warn";
  if (grid.startsWith("textes:")) return textsLine(line, { address, day, count: number }, warning);
  const cells = count(number, "case cochée le", "cases cochées le");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = `ouvrir ${number < 2 ? "sa" : "leur"} grille`;
  line.append(
    `${cells} ${frenchDate(day)} et pas encore ${number < 2 ? "enregistrée est gardée" : "enregistrées sont gardées"} sur cet appareil : `,
    link,
    warning ? `. ${warning}` : ".",
  );
  return line;
}

/** @param {HTMLElement} line @param {{address: string, day: string, count: number}} kept @param {string | undefined} warning */
function textsLine(line, { address, day, count: number }, warning) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "ouvrir la page";
  const texts = count(number, "texte écrit le", "textes écrits le");
  const kept = number < 2 ? "enregistré est gardé" : "enregistrés sont gardés";
  line.append(
    `${texts} ${frenchDate(day)} et pas encore ${kept} sur cet appareil : `,
    link,
    warning ? `. ${warning}` : ".",
  );
  return line;
}
