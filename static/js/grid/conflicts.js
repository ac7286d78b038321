/** Cells a colleague changed meanwhile: both values, who and when, one click to settle each. */
import { STATE_WORDS, count, frenchDate, frenchMoment } from "./words.js";

export class ConflictList {
  /** The conflicts that wait for an answer, by cell. */
  #waiting = new Map();

  /**
   * @param {HTMLElement} notice with a title, a list, and buttons to settle them all
   * @param {(cell: number) => {pupil: string, item: string}} wordsOf
   * @param {(wanted: Map<number, number>) => void} takeMine the state to give back to each cell
   * @param {(cell: number) => void} onSettled the cell to go back to once nothing is left
   */
  constructor(notice, { wordsOf, takeMine, onSettled }) {
    this.notice = notice;
    this.part = (name) => notice.querySelector(`[data-conflicts="${name}"]`);
    Object.assign(this, { wordsOf, takeMine, onSettled });
    this.part("all-mine").addEventListener("click", () => this.#settle([...this.#waiting.keys()], true));
    this.part("all-theirs").addEventListener("click", () => this.#settle([...this.#waiting.keys()], false));
  }

  /** @param {Map<number, object>} conflicts of the server's answer, by cell */
  add(conflicts) {
    if (conflicts.size === 0) return;
    for (const [cell, conflict] of conflicts) this.#waiting.set(cell, conflict);
    this.#show();
    this.notice.scrollIntoView({ block: "nearest" });
  }

  /** Cells that got another decision by hand need no answer any more. */
  forget(cells) {
    if (cells.filter((cell) => this.#waiting.delete(cell)).length > 0) this.#show();
  }

  #settle(cells, isMine) {
    const wanted = new Map(cells.map((cell) => [cell, this.#waiting.get(cell).wanted]));
    this.forget(cells);
    if (isMine) this.takeMine(wanted);
    const next = this.part("list").querySelector("button");
    if (next) next.focus();
    else this.onSettled(cells[0]);
  }

  #show() {
    const number = this.#waiting.size;
    this.notice.hidden = number === 0;
    this.part("title").textContent =
      `${count(number, "case a été changée", "cases ont été changées")} par quelqu'un d'autre pendant votre saisie : sa décision est gardée, le reste est enregistré.`;
    this.part("all").hidden = number < 2;
    this.part("list").replaceChildren(...[...this.#waiting].map(([cell, conflict]) => this.#line(cell, conflict)));
  }

  #line(cell, conflict) {
    const { pupil, item } = this.wordsOf(cell);
    const line = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = `${pupil}, « ${item} » : vous aviez mis « ${STATE_WORDS[conflict.wanted]} », ${theirs(conflict)}`;
    line.append(
      text,
      this.#button(`Remettre « ${STATE_WORDS[conflict.wanted]} »`, cell, true),
      this.#button(`Garder « ${STATE_WORDS[conflict.stored]} »`, cell, false),
    );
    return line;
  }

  #button(label, cell, isMine) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = label;
    const { pupil, item } = this.wordsOf(cell);
    button.setAttribute("aria-label", `${label} : ${pupil}, ${item}`);
    button.addEventListener("click", () => this.#settle([cell], isMine));
    return button;
  }
}

function theirs({ stored, author, date, at }) {
  const who = author ? ` par ${author}` : "";
  const when = at ? ` le ${frenchMoment(at)}` : date ? ` le ${frenchDate(date)}` : "";
  return stored === 2 ? `la décision a été effacée${who}${when}.` : `« ${STATE_WORDS[stored]} » a été enregistré${who}${when}.`;
}
