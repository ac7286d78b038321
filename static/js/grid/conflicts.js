/**
 * Cells a colleague changed meanwhile: both values, who and when, one click to settle each.
 *
 * Those that a save found show what is stored. Those that came while both were at work (`isLive`) still show
 * what was clicked here, and are not sent before the choice.
 */
import { count, frenchDate, frenchMoment } from "./words.js";

export class ConflictList {
  /** The conflicts that wait for an answer, by cell. */
  #waiting = new Map();

  /**
   * @param {HTMLElement} notice with a title, a list, and buttons to settle them all
   * @param {string[]} states the words of each
   * @param {string} me how decisions of this person are signed
   * @param {(cell: number) => {pupil: string, item: string}} wordsOf
   * @param {(wanted: Map<number, number>) => void} takeMine the state to give back to each cell
   * @param {(cells: number[]) => void} takeTheirs
   * @param {(cell: number) => void} onSettled the cell to go back to once nothing is left
   */
  constructor(notice, { states, me, wordsOf, takeMine, takeTheirs, onSettled }) {
    this.notice = notice;
    this.part = (name) => notice.querySelector(`[data-conflicts="${name}"]`);
    Object.assign(this, { states, me, wordsOf, takeMine, takeTheirs, onSettled });
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

  /**
   * What is stored changed again before the answer: a line says what is stored now, or goes when nothing is to choose.
   * @param {Map<number, {stored: number, author: string, date?: string}>} changed
   */
  renew(changed) {
    const known = [...changed].filter(([cell]) => this.#waiting.has(cell));
    for (const [cell, now] of known) {
      const conflict = { ...this.#waiting.get(cell), ...now, at: null };
      if (conflict.wanted === conflict.stored) this.#waiting.delete(cell);
      else this.#waiting.set(cell, conflict);
    }
    if (known.length > 0) this.#show();
  }

  #settle(cells, isMine) {
    const open = cells.filter((cell) => !this.#waiting.get(cell).final);
    const wanted = new Map(open.map((cell) => [cell, this.#waiting.get(cell).wanted]));
    this.forget(cells);
    if (!isMine) this.takeTheirs(cells);
    else if (wanted.size > 0) this.takeMine(wanted);
    const next = this.part("list").querySelector("button");
    if (next) next.focus();
    else this.onSettled(cells[0]);
  }

  #show() {
    const number = this.#waiting.size;
    this.notice.hidden = number === 0;
    this.part("title").textContent = title([...this.#waiting.values()], this.me);
    this.part("all").hidden = number < 2;
    this.part("list").replaceChildren(...[...this.#waiting].map(([cell, conflict]) => this.#line(cell, conflict)));
  }

  #line(cell, conflict) {
    const { pupil, item } = this.wordsOf(cell);
    const line = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = `${pupil}, « ${item} » : vous aviez mis « ${this.states[conflict.wanted]} »${this.#against(conflict)}`;
    const [mine, other] = conflict.isLive ? ["Enregistrer", "Prendre"] : ["Remettre", "Garder"];
    line.append(text);
    const wishes = conflict.final ? [] : [conflict.wanted, conflict.rival].filter((state) => state !== undefined);
    for (const wanted of wishes) line.append(this.#button(`${mine} « ${this.states[wanted]} »`, cell, true, wanted));
    line.append(
      this.#button(conflict.final ? "D'accord" : `${other} « ${this.states[conflict.stored]} »`, cell, false),
    );
    return line;
  }

  #button(label, cell, isMine, wanted) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = label;
    const { pupil, item } = this.wordsOf(cell);
    button.setAttribute("aria-label", `${label} : ${pupil}, ${item}`);
    button.addEventListener("click", () => {
      if (isMine) this.#waiting.get(cell).wanted = wanted;
      this.#settle([cell], isMine);
    });
    return button;
  }

  /** What stands against a click: a decision, or another click of the same person in a page that closed too. */
  #against(conflict) {
    if (conflict.rival === undefined) return `, ${this.#theirs(conflict)}`;
    return ` dans une page et « ${this.states[conflict.rival]} » dans une autre, fermées toutes deux.`;
  }

  #theirs({ stored, author, date, at, final }) {
    const who = author ? ` par ${author}` : "";
    const when = at ? ` le ${frenchMoment(at)}` : date ? ` le ${frenchDate(date)}` : "";
    if (stored === 2) return `la décision a été effacée${who}${when}.`;
    const end = final ? " : c'est définitif." : ".";
    return `« ${this.states[stored]} » a été enregistré${who}${when}${end}`;
  }
}

function title(conflicts, me) {
  const rivals = conflicts.filter(({ rival }) => rival !== undefined);
  const live = conflicts.filter(({ isLive, rival }) => isLive && rival === undefined);
  const found = conflicts.filter(({ isLive }) => !isLive);
  const sentences = [];
  if (found.length > 0) {
    const cells = count(found.length, "case a été changée", "cases ont été changées");
    sentences.push(
      `${cells} ${byWhom(found, me)} pendant votre saisie : la décision enregistrée est gardée, le reste est enregistré.`,
    );
  }
  if (live.length > 0) {
    const cells = count(
      live.length,
      "case que vous avez changée vient de l'être",
      "cases que vous avez changées viennent de l'être",
    );
    sentences.push(`${cells} aussi ${byWhom(live, me)} : choisissez, vos clics n'y sont pas enregistrés d'ici là.`);
  }
  if (rivals.length > 0) {
    const cells = count(rivals.length, "case gardée sur cet appareil y a", "cases gardées sur cet appareil y ont");
    sentences.push(`${cells} deux réponses de vous : choisissez, rien n'y est enregistré d'ici là.`);
  }
  return sentences.join(" ");
}

/** The same person may work in two windows, or on two devices. */
function byWhom(conflicts, me) {
  return conflicts.every(({ author }) => author === me)
    ? "par vous ailleurs (autre fenêtre, autre appareil)"
    : "par quelqu'un d'autre";
}
