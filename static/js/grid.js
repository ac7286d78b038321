/** The page of a validation grid: puts its parts together. */
import { AllBut, Paste } from "./grid/aids.js";
import { hintAtLinesBelow } from "./grid/below.js";
import { GridCards } from "./grid/cards.js";
import { Company } from "./grid/company.js";
import { ConflictList } from "./grid/conflicts.js";
import { Details } from "./grid/details.js";
import { listenToGestures, listenToUndo } from "./grid/gestures.js";
import { measureHeights } from "./grid/heights.js";
import { listenToHistory } from "./grid/history.js";
import { guardLeaving } from "./grid/leaving.js";
import { Live } from "./grid/live.js";
import { makeLook } from "./grid/looking.js";
import { randomName } from "./grid/names.js";
import { Offline } from "./grid/offline.js";
import { gestureSentence, makePanel } from "./grid/panel.js";
import { listenToPress } from "./grid/pressing.js";
import { listenToRest } from "./grid/resting.js";
import { RefusedCells } from "./grid/refused.js";
import { RestoredClicks, wholeGrid } from "./grid/restored.js";
import { Saver } from "./grid/saver.js";
import { REFUSED, RETRY, SIGN_IN, sendLetter } from "./grid/saving.js";
import { GridTable } from "./grid/table.js";
import { KEPT, disputesLeft, lockedSentence, unsavedSentence } from "./grid/words.js";
import { SignInDialog } from "./sign-in.js";

/** @import { Letter } from "./grid/saving.js" */

/** For how long what a colleague saved is shown as news. */
const NEWS = 60_000;

/** @param {string} name */
const part = (name) => document.querySelector(`[data-grid-part="${name}"]`);

const frame = part("frame");
const saveButton = part("save");
const decisions = JSON.parse(document.getElementById("grid-decisions").textContent);
const table = new GridTable(
  frame.querySelector("table"),
  decisions,
  frame.dataset.about === "pilier" ? "pilier" : "item",
);
const settings = JSON.parse(document.getElementById("grid-live").textContent);
const { model } = table;
const page = randomName();
const details = frame.dataset.itemsUrl ? new Details(table, frame.dataset.itemsUrl) : null;
const cards = new GridCards(part("cards"), table, onChange, say, details);
const panel = makePanel(part("panel"), table);
const signIn = new SignInDialog(document.getElementById("sign-in"));
const isNarrow = matchMedia("(max-width: 700px)");
/** Whether the failure shown mends itself. */
let isRetrying = false;
/** Whether the server refused a letter since the last one was asked to leave: what it said stays, whatever follows. */
let isRefused = false;
/** The last news that brought each cell. */
const lastNews = new Map();
const outcomes = { saved: part("saved"), failed: part("failed"), locked: part("locked") };

const saver = new Saver({
  model,
  send: (letter) => sendLetter(frame.dataset.saveUrl, signIn.account, letter),
  signIn: (sentence) => signIn.ask(sentence),
  catchUp: async () => live === null || live.pull(),
  onSaved,
  onFailure,
  onBusy,
});

const conflicts = new ConflictList(part("conflicts"), {
  states: table.words.states,
  me: settings.me,
  wordsOf: (cell) => table.describe(cell),
  takeMine: (wanted) => {
    model.insist(wanted.keys());
    onChange(model.setCells(wanted));
    saver.save(wanted.keys());
  },
  takeTheirs: (cells) => {
    repaint(model.giveUp(cells));
    refresh();
  },
  onSettled: (cell) => view().show(cell),
});

const restored = new RestoredClicks(
  { shown: part("restored"), hidden: part("not-shown"), lost: part("lost") },
  {
    states: table.words.states,
    onRefused: (cells) => onChange(model.setCells(new Map(cells.map((cell) => [cell, model.displayed[cell]])))),
    onForgotten: () => offline.forgetHidden(),
    onRead: (pages) => offline.forgetLost(pages),
  },
);

const refused = new RefusedCells(part("refused"), table);
const company = new Company(part("present"), part("received"));

const live =
  settings.url === ""
    ? null
    : new Live({
        settings,
        page,
        account: signIn.account,
        model,
        isSettled: () => saver.isSettled,
        settled: () => saver.settled,
        isMine: (save) => saver.sent(save),
        onCompany: (others) => company.show(others),
        onNews,
        onReached: () => offline.reach(),
        onMissed: (isCut) => offline.miss(isCut),
      });

const offline = new Offline({
  model,
  saver,
  live,
  whose: {
    owner: signIn.account,
    grid: settings.grid,
    address: wholeGrid(location.href),
    page,
    key: settings.key,
    day: settings.day,
  },
  line: part("offline"),
  say,
  wordsOf: (cell) => table.describe(cell),
  onRestored,
  onLost: (records) => restored.showLost(records),
  onHidden: (clicks) => restored.showHidden(clicks),
});

function view() {
  return isNarrow.matches ? cards : table;
}

/** @param {string} sentence */
function say(sentence) {
  part("live").textContent = sentence;
}

function refresh() {
  const unsaved = model.unsaved.size;
  saveButton.textContent = unsaved ? `Enregistrer les validations · ${unsaved}` : "Enregistrer les validations";
  part("unsaved").textContent = unsavedSentence(unsaved);
  part("undo").disabled = model.done.length === 0;
  part("redo").disabled = model.undone.length === 0;
  panel.showCounts();
  showCell(panel.cell);
  offline.note();
}

/** Wherever the mouse rested meanwhile, what the keyboard or a click acts on is what the panel shows. */
function showFocus() {
  showCell(table.cellAbout(table.current, panel.cell));
}

/** @param {number} number */
function showCell(number) {
  panel.showCell(number);
  details?.show(panel.details, number);
}

/** @param {number[]} cells */
function repaint(cells) {
  table.paint(cells);
  table.paintArrows();
  cards.paint(cells);
}

/** @param {number[]} cells @param {string} [how] what a screen reader hears first */
function onChange(cells, how = "") {
  repaint(cells);
  conflicts.forget(cells);
  offline.clicked(cells);
  if (cells.length > 0) leavePassing();
  refresh();
  const asked = view() === table ? table.numberOf(table.current) : undefined;
  if (cells.length === 0 && asked !== undefined && model.isLocked(asked)) tellLocked(asked);
  else say(`${how}${gestureSentence(table, cells)}`);
}

/** What was said of the last save goes with the next click; a failure stays until the person has dealt with it. */
function leavePassing() {
  outcomes.saved.hidden = outcomes.locked.hidden = true;
  // The line « Hors connexion » goes on saying it.
  if (isRetrying && offline.isOffline) outcomes.failed.hidden = true;
}

/** @param {number} cell */
function tellLocked(cell) {
  outcomes.locked.textContent = lockedSentence(table.describe(cell));
  showOutcome(outcomes.locked);
}

/** @param {number[]} cells @param {string} verb @param {string} past */
function travel(cells, verb, past) {
  if (cells.length === 0) say(`Rien à ${verb}.`);
  else onChange(cells, `${past} : `);
}

function goToNextUndecided() {
  const next = view().nextUndecided();
  if (next === null) say("Il ne reste aucune case bleue.");
  else view().show(next);
}

/** @param {Letter} letter @param {import("./grid/saving.js").Answer} answer */
function onSaved(letter, answer) {
  const shown = byCell(answer.conflicts);
  // A letter of a page that was closed is older than this grid: what changes is asked of the server.
  const sent = letter.isInherited ? [] : letter.gestures;
  repaint(model.settle(sent, [...shown.values()], { on: answer.date, by: answer.author }, answer.already));
  if (letter.save) {
    offline.reach();
    live?.resume();
    if (!isStillRefused()) refused.clear();
    restored.saved(model.unsaved);
  }
  outcomes.saved.textContent =
    model.disputed.size > 0 ? disputesLeft(answer.message, model.disputed.size) : answer.message;
  const isAllRefused = answer.saved === 0 && answer.conflicts.length > 0;
  outcomes.saved.classList.toggle("notice-ok", !isAllRefused);
  outcomes.saved.classList.toggle("notice-warn", isAllRefused);
  if (!isStillRefused()) showOutcome(outcomes.saved);
  conflicts.add(shown);
  refresh();
}

/** Those that this grid shows. @param {import("./grid/saving.js").Found[]} conflicts */
function byCell(conflicts) {
  const shown = new Map();
  for (const conflict of conflicts) {
    const cell = model.cellOf(conflict.pupil, conflict.row);
    if (cell !== null) shown.set(cell, conflict);
  }
  return shown;
}

/** Whether what a letter was refused for has still to be read, or to be saved again. */
function isStillRefused() {
  return isRefused && (refused.isShown || model.unsaved.size > 0);
}

/** @param {import("./grid/saving.js").SaveFailure} failure @param {Letter} letter */
function onFailure(failure, letter) {
  part("failed-words").textContent = `${failure.message} ${KEPT[failure.kind]}`;
  part("sign-in").hidden = failure.kind !== SIGN_IN;
  showOutcome(outcomes.failed);
  isRetrying = failure.kind === RETRY;
  isRefused ||= failure.kind === REFUSED;
  outcomes.failed.classList.toggle("is-retrying", isRetrying);
  if (isRetrying) offline.miss(failure.isCut);
  setAside(failure, letter);
  refresh();
}

/**
 * The cells on whose account the server refused go back to what they were, named; the others stay to be saved.
 * @param {import("./grid/saving.js").SaveFailure} failure
 * @param {Letter} letter
 */
function setAside({ pupils, rows }, letter) {
  const wanted = new Map();
  for (const [pupil, row, , state] of letter.gestures.flatMap(({ cells }) => cells)) {
    const cell = model.cellOf(pupil, row);
    if (cell !== null && (pupils.includes(pupil) || rows.includes(row))) wanted.set(cell, state);
  }
  refused.add(wanted);
  repaint(model.giveUp([...wanted.keys()]));
}

/**
 * What colleagues saved; a cell clicked here and there waits for a choice.
 * @param {import("./grid/live.js").News} news
 */
function onNews({ own, taken, disputed }) {
  repaint([...own, ...taken.keys(), ...disputed.keys()]);
  if (taken.size > 0) company.receive(taken);
  conflicts.renew(
    new Map(
      [...own.map((cell) => [cell, settings.me]), ...taken].map(([cell, author]) => [
        cell,
        { stored: model.displayed[cell], author, date: model.decisions.get(cell)?.on },
      ]),
    ),
  );
  addDisputes(disputed);
  refresh();
  for (const cell of taken.keys()) lastNews.set(cell, taken);
  // A cell that came again meanwhile is news for as long as any other.
  if (taken.size > 0) setTimeout(() => growOld([...taken.keys()].filter((cell) => lastNews.get(cell) === taken)), NEWS);
}

/** @param {number[]} cells */
function growOld(cells) {
  model.grewOld(cells);
  table.paint(cells);
  cards.paint(cells);
  showFocus();
}

/** @param {import("./grid/offline.js").Restored} news */
function onRestored(news) {
  repaint([...news.leaving, ...news.back]);
  addDisputes(news.disputed);
  restored.show(news);
  refresh();
}

/** @param {Map<number, import("./grid/disputes.js").Conflict>} disputed */
function addDisputes(disputed) {
  conflicts.add(new Map([...disputed].map(([cell, conflict]) => [cell, { ...conflict, isLive: true }])));
}

/** @param {PageElement} notice */
function showOutcome(notice) {
  for (const each of Object.values(outcomes)) each.hidden = each !== notice;
}

/** @param {boolean} isBusy */
function onBusy(isBusy) {
  if (isBusy) isRefused = false;
  saveButton.setAttribute("aria-disabled", String(isBusy));
  saveButton.setAttribute("aria-busy", String(isBusy));
}

/** The table on a wide screen, one pupil at a time on a narrow one: the same cells, the same clicks. */
function chooseView() {
  const option = part("percentages")?.closest("label");
  if (option && isNarrow.matches) part("cards").append(option);
  else if (option) part("toolbar").prepend(option);
  (isNarrow.matches ? part("cards") : part("panel").querySelector(".card-body")).append(part("past"));
  // On a phone what stays over the list is short.
  part(isNarrow.matches ? "toolbar" : "unsaved").before(part("company"));
  part("sheet").hidden = isNarrow.matches;
  part("cards").hidden = !isNarrow.matches;
  if (isNarrow.matches) cards.render();
}

const undo = () => travel(model.undo(), "défaire", "Défait");
const redo = () => travel(model.redo(), "refaire", "Refait");
listenToGestures(table, onChange, goToNextUndecided);
listenToUndo(undo, redo);
part("undo").addEventListener("click", undo);
part("redo").addEventListener("click", redo);
part("next-blue").addEventListener("click", goToNextUndecided);
part("sign-in").addEventListener("click", () => saver.save());
saveButton.addEventListener("click", () => saver.save());
part("percentages")?.addEventListener("change", (event) => {
  document.body.classList.toggle("with-percentages", event.target.checked);
});
table.table.addEventListener("focusin", ({ target }) => {
  // A screen reader gives the focus where it likes.
  table.placeTabStop(target);
  showFocus();
});
for (const event of ["click", "keydown"]) table.table.addEventListener(event, showFocus);
listenToRest(table.table, (cell) => showCell(table.cellAbout(cell, panel.cell)));
listenToPress(table.table, { onPress: (cell) => table.focus(cell), onLift: makeLook(part("look"), part("panel")) });
isNarrow.addEventListener("change", chooseView);
listenToHistory(part("history"), {
  url: frame.dataset.historyUrl,
  table,
  cards,
  button: part("history-open"),
  shownCell: () => panel.cell,
});
guardLeaving(part("leaving"), {
  hasUnsaved: () => saver.hasUnsaved,
  save: () => saver.save(),
  abandon: () => offline.abandon(),
});
const aids = { table, onChange, currentCell: () => (isNarrow.matches ? cards.place : panel.cell) };
new AllBut(part("all-but"), part("all-but-open"), aids);
new Paste(part("paste"), part("paste-open"), aids);
hintAtLinesBelow(frame, part("below"), table.lines);
measureHeights({ "--title": document.querySelector(".page-head"), "--said": part("said") });
chooseView();
refresh();
await offline.start();
live?.start();
document.documentElement.dataset.gridReady = "";
