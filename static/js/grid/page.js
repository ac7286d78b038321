/** The page of a grid: its parts, in the words of its subject, and what a change of one does to the others. */
import { SignInDialog } from "../sign-in.js";
import { GridCards } from "./cards.js";
import { Block } from "./clipboard.js";
import { cellAsked, dataIfAny, dataOf } from "./asked.js";
import { Colleagues } from "./colleagues.js";
import { Comfort } from "./comfort.js";
import { Company } from "./company.js";
import { makeFigures } from "./figures.js";
import { listen } from "./listening.js";
import { makeConflicts, makeLive, makeOffline, makeRestored, makeSaver } from "./making.js";
import { Mates } from "./mates.js";
import { randomName } from "./names.js";
import { Outcomes } from "./outcomes.js";
import { gestureSentence, makePanel } from "./panel.js";
import { RefusedCells } from "./refused.js";
import { GridTable } from "./table.js";
import { makeWholes } from "./wholes.js";
import { unsavedSentence } from "./words.js";

/**
 * @import { Answer, Found, Letter, SaveFailure } from "./saving.js"
 * @import { SubjectWords } from "./words.js"
 *
 * @typedef {object} Details what helps to decide on a cell
 * @property {(element: HTMLElement, cell: number) => void} show in the panel
 * @property {(element: HTMLElement, cell: number) => unknown} fill under a line
 * @property {() => void} forget what was read
 *
 * @typedef {(table: GridTable, url: string) => Details} MakeDetails
 */

/** @param {SubjectWords} words @param {MakeDetails} [makeDetails] for a page that has details */
export async function openGrid(words, makeDetails) {
  const page = new GridPage(words, makeDetails);
  listen(page);
  page.chooseView();
  page.refresh();
  await page.offline.start();
  page.live?.start();
  const asked = cellAsked(page.model, location.hash);
  if (asked !== null) page.view.show(asked);
  document.documentElement.dataset.gridReady = "";
  return page;
}

export class GridPage {
  /** @param {SubjectWords} words @param {MakeDetails} [makeDetails] */
  constructor(words, makeDetails) {
    this.words = words;
    /** The table on a wide screen, one pupil at a time on a narrow one: the same cells, the same clicks. */
    this.isNarrow = matchMedia("(max-width: 480px), (max-width: 700px) and (orientation: portrait)");
    this.frame = this.part("frame");
    this.settings = dataOf("grid-live");
    const table = this.frame.querySelector("table");
    this.table = new GridTable(table, dataOf("grid-decisions"), dataOf("grid-subject"), words);
    this.model = this.table.model;
    this.name = randomName();
    this.signIn = new SignInDialog(document.getElementById("sign-in"));
    this.details = makeDetails ? makeDetails(this.table, this.frame.dataset.detailsUrl) : null;
    this.figures = makeFigures(this);
    this.table.figures = this.figures;
    this.cards = new GridCards(this.part("cards"), this.table, (cells) => this.onChange(cells), this.say, this.details);
    this.wholes = makeWholes(this);
    this.panel = makePanel(this.part("panel"), this.table);
    this.outcomes = new Outcomes(this.part);
    this.saver = makeSaver(this);
    this.conflicts = makeConflicts(this);
    this.restored = makeRestored(this);
    /** The block that keys and the clipboard are about. */
    this.block = new Block(this);
    this.comfort = new Comfort(this);
    this.cards.fillsOnly = () => this.comfort.fillsOnly;
    this.mates = new Mates(dataIfAny("grid-mates"), document.querySelector("[data-entry=teams]"));
    this.refused = new RefusedCells(this.part("refused"), this.table);
    this.colleagues = new Colleagues(this, new Company(this.part("present"), this.part("received")));
    this.live = this.settings.url === "" ? null : makeLive(this);
    this.offline = makeOffline(this);
  }

  /** @param {string} name */
  part(name) {
    return document.querySelector(`[data-grid-part="${name}"]`);
  }

  /** To a screen reader. @param {string} sentence */
  say(sentence) {
    document.querySelector("[data-grid-part=live]").textContent = sentence;
  }

  get view() {
    return this.isNarrow.matches ? this.cards : this.table;
  }

  refresh() {
    const unsaved = this.model.unsaved.size;
    this.part("save").textContent = unsaved ? `${this.words.save} · ${unsaved}` : this.words.save;
    this.part("unsaved").textContent = unsavedSentence(unsaved);
    this.part("undo").disabled = this.model.done.length === 0;
    this.part("redo").disabled = this.model.undone.length === 0;
    this.panel.showCounts();
    this.figures?.showCounts();
    this.wholes?.showCounts();
    this.showCell(this.panel.cell);
    this.offline.note();
  }

  /** Wherever the mouse rested meanwhile, what the keyboard or a click acts on is what the panel shows. */
  showFocus() {
    this.showCell(this.table.cellAbout(this.table.current, this.panel.cell));
  }

  /** @param {number} number */
  showCell(number) {
    this.panel.showCell(number);
    this.details?.show(this.panel.details, number);
  }

  /** @param {number[]} cells */
  repaint(cells) {
    this.table.paint(cells);
    this.table.paintArrows();
    this.cards.paint(cells);
  }

  /** @param {number[]} cells @param {string} [how] what a screen reader hears first */
  onChange(cells, how = "") {
    this.repaint(cells);
    this.conflicts.forget(cells);
    this.offline.clicked(cells);
    if (cells.length > 0) this.outcomes.leavePassing(this.offline.isOffline);
    this.refresh();
    const { asked } = this;
    const isLocked = cells.length === 0 && asked !== undefined && this.model.isLocked(asked);
    if (isLocked && this.words.locked) this.outcomes.locked(this.words.locked(this.table.describe(asked)));
    else this.say(`${how}${gestureSentence(this.table, cells)}`);
  }

  /** The cell that a gesture was about; undefined when it may have been about many. */
  get asked() {
    if (this.view === this.table) return this.table.numberOf(this.table.current);
    return this.table.subject.isKeyed ? this.cards.place : undefined;
  }

  /** @param {number[]} cells @param {string} verb @param {string} past */
  travel(cells, verb, past) {
    if (cells.length === 0) this.say(`Rien à ${verb}.`);
    else this.onChange(cells, `${past} : `);
  }

  goToNextUndecided() {
    const next = this.view.nextUndecided();
    if (next === null) this.say(this.words.noBlank);
    else this.view.show(next);
  }

  /** To the grid before this one, or after it, when there is one. @param {string} rel prev, next */
  turn(rel) {
    if (this.wholes?.go(rel)) return;
    const link = document.querySelector(`.grid-neighbours a[rel=${rel}]`);
    if (link) link.click();
    else this.say(rel === "next" ? "C'est la dernière." : "C'est la première.");
  }

  /** @param {Letter} letter @param {Answer} answer */
  onSaved(letter, answer) {
    const shown = this.#byCell(answer.conflicts);
    // A letter of a page that was closed is older than this grid: what changes is asked of the server.
    const sent = letter.isInherited ? [] : letter.gestures;
    this.repaint(this.model.settle(sent, [...shown.values()], { on: answer.date, by: answer.author }, answer.already));
    if (letter.save) {
      this.offline.reach();
      this.live?.resume();
      if (!this.#isStillRefused) this.refused.clear();
      this.restored.saved(this.model.unsaved);
    }
    this.outcomes.saved(answer, this.model.disputed.size, this.#isStillRefused);
    this.conflicts.add(shown);
    this.refresh();
  }

  /** Those that this grid shows. @param {Found[]} conflicts */
  #byCell(conflicts) {
    const shown = new Map();
    for (const conflict of conflicts) {
      const cell = this.model.cellOf(conflict.pupil, conflict.row);
      if (cell !== null) shown.set(cell, conflict);
    }
    return shown;
  }

  /** Whether what a letter was refused for has still to be read, or to be saved again. */
  get #isStillRefused() {
    return this.outcomes.isRefused && (this.refused.isShown || this.model.unsaved.size > 0);
  }

  /** @param {SaveFailure} failure @param {Letter} letter */
  onFailure(failure, letter) {
    this.outcomes.failed(failure);
    if (this.outcomes.isRetrying) this.offline.miss(failure.isCut);
    this.#setAside(failure, letter);
    this.refresh();
  }

  /**
   * The cells on whose account the server refused go back to what they were, named; the others stay to be saved.
   * @param {SaveFailure} failure
   * @param {Letter} letter
   */
  #setAside({ pupils, rows }, letter) {
    const wanted = new Map();
    for (const [pupil, row, , value] of letter.gestures.flatMap(({ cells }) => cells)) {
      const cell = this.model.cellOf(pupil, row);
      if (cell !== null && (pupils.includes(pupil) || rows.includes(row))) wanted.set(cell, value);
    }
    this.refused.add(wanted);
    this.repaint(this.model.giveUp([...wanted.keys()]));
  }

  /** @param {number[]} cells that are no longer news */
  growOld(cells) {
    this.model.grewOld(cells);
    this.table.paint(cells);
    this.cards.paint(cells);
    this.showFocus();
  }

  /** @param {boolean} isBusy */
  onBusy(isBusy) {
    if (isBusy) this.outcomes.isRefused = false;
    this.part("save").setAttribute("aria-disabled", String(isBusy));
    this.part("save").setAttribute("aria-busy", String(isBusy));
  }

  chooseView() {
    const { part } = this;
    const isNarrow = this.isNarrow.matches;
    const option = part("option");
    if (option && isNarrow) part("cards").append(option);
    else if (option) part("toolbar").prepend(option);
    (isNarrow ? part("cards") : part("panel").querySelector(".card-body")).append(part("past"));
    // On a phone what stays over the list is short.
    if (isNarrow) part("toolbar").before(part("company"));
    else part("said").append(part("company"));
    part("sheet").hidden = isNarrow;
    part("cards").hidden = !isNarrow;
    if (isNarrow) this.cards.render();
  }
}
