/** The page of a validation grid: puts its parts together. */
import { hintAtLinesBelow } from "./grid/below.js";
import { GridCards } from "./grid/cards.js";
import { ConflictList } from "./grid/conflicts.js";
import { listenToGestures, listenToUndo } from "./grid/gestures.js";
import { guardLeaving } from "./grid/leaving.js";
import { gestureSentence, makePanel } from "./grid/panel.js";
import { Saver } from "./grid/saver.js";
import { SIGN_IN, sendGestures } from "./grid/saving.js";
import { GridTable } from "./grid/table.js";
import { KEPT, unsavedSentence } from "./grid/words.js";
import { SignInDialog } from "./sign-in.js";

const part = (name) => document.querySelector(`[data-grid-part="${name}"]`);

const frame = part("frame");
const saveButton = part("save");
const decisions = JSON.parse(document.getElementById("grid-decisions").textContent);
const table = new GridTable(frame.querySelector("table"), decisions);
const { model } = table;
const cards = new GridCards(part("cards"), table, onChange, say);
const panel = makePanel(part("panel"), table);
const signIn = new SignInDialog(document.getElementById("sign-in"));
const isNarrow = matchMedia("(max-width: 700px)");
const outcomes = { saved: part("saved"), failed: part("failed") };

const saver = new Saver({
  model,
  send: (gestures) => sendGestures(frame.dataset.saveUrl, signIn.account, gestures),
  signIn: (sentence) => signIn.ask(sentence),
  onSaved,
  onFailure,
  onBusy,
});

const conflicts = new ConflictList(part("conflicts"), {
  wordsOf: (cell) => table.describe(cell),
  takeMine: (wanted) => {
    onChange(model.setCells(wanted));
    saver.save(wanted.keys());
  },
  onSettled: (cell) => view().show(cell),
});

function view() {
  return isNarrow.matches ? cards : table;
}

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
  showFocus();
}

function showFocus() {
  const number = table.numberOf(table.current);
  if (number !== undefined) panel.showCell(number);
}

function repaint(cells) {
  table.paint(cells);
  table.paintArrows();
  cards.paint(cells);
}

function onChange(cells) {
  repaint(cells);
  conflicts.forget(cells);
  if (cells.length > 0) outcomes.saved.hidden = true;
  refresh();
  say(gestureSentence(table, cells));
}

function travel(cells, verb) {
  onChange(cells);
  if (cells.length === 0) say(`Rien à ${verb}.`);
}

function goToNextUndecided() {
  const next = view().nextUndecided();
  if (next === null) say("Il ne reste aucune case bleue.");
  else view().show(next);
}

function onSaved(gestures, answer) {
  repaint(model.settle(gestures, answer.conflicts, { on: answer.date, by: answer.author }));
  outcomes.saved.textContent = answer.message;
  showOutcome(outcomes.saved);
  conflicts.add(new Map(answer.conflicts.map((conflict) => [model.cellOf(conflict.pupil, conflict.item), conflict])));
  refresh();
}

function onFailure({ kind, message }) {
  part("failed-words").textContent = `${message} ${KEPT[kind]}`;
  part("sign-in").hidden = kind !== SIGN_IN;
  showOutcome(outcomes.failed);
}

function showOutcome(notice) {
  for (const each of Object.values(outcomes)) each.hidden = each !== notice;
}

function onBusy(isBusy) {
  saveButton.setAttribute("aria-disabled", String(isBusy));
  saveButton.setAttribute("aria-busy", String(isBusy));
}

/** The table on a wide screen, one pupil at a time on a narrow one: the same cells, the same clicks. */
function chooseView() {
  const option = part("percentages").closest("label");
  if (isNarrow.matches) part("cards").append(option);
  else part("toolbar").prepend(option);
  part("sheet").hidden = isNarrow.matches;
  part("cards").hidden = !isNarrow.matches;
  if (isNarrow.matches) cards.render();
}

const undo = () => travel(model.undo(), "défaire");
const redo = () => travel(model.redo(), "refaire");
listenToGestures(table, onChange, goToNextUndecided);
listenToUndo(undo, redo);
part("undo").addEventListener("click", undo);
part("redo").addEventListener("click", redo);
part("next-blue").addEventListener("click", goToNextUndecided);
part("sign-in").addEventListener("click", () => saver.save());
saveButton.addEventListener("click", () => saver.save());
part("percentages").addEventListener("change", (event) => {
  document.body.classList.toggle("with-percentages", event.target.checked);
});
table.table.addEventListener("focusin", showFocus);
isNarrow.addEventListener("change", chooseView);
guardLeaving(part("leaving"), () => saver.hasUnsaved, () => saver.save());
hintAtLinesBelow(frame, part("below"), table.lines);
chooseView();
refresh();
document.documentElement.dataset.gridReady = "";
