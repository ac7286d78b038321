/** The page of a validation grid: puts its parts together. */
import { hintAtLinesBelow } from "./grid/below.js";
import { showConflicts } from "./grid/conflicts.js";
import { listenToGestures } from "./grid/gestures.js";
import { guardLeaving } from "./grid/leaving.js";
import { gestureSentence, makePanel } from "./grid/panel.js";
import { SIGNED_OUT, sendGestures } from "./grid/saving.js";
import { GridTable } from "./grid/table.js";
import { count, unsavedSentence } from "./grid/words.js";

const part = (name) => document.querySelector(`[data-grid-part="${name}"]`);

const frame = part("frame");
const saveButton = part("save");
const decisions = JSON.parse(document.getElementById("grid-decisions").textContent);
const grid = new GridTable(frame.querySelector("table"), decisions);
const { model } = grid;
const panel = makePanel(part("panel"), grid);
const notices = { ok: part("saved"), no: part("failed"), signedOut: part("signed-out"), conflicts: part("conflicts") };
let isSaving = false;

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
  const number = grid.numberOf(grid.current);
  if (number !== undefined) panel.showCell(number);
}

function onChange(cells) {
  grid.paint(cells);
  grid.paintArrows();
  if (cells.length > 0) notices.ok.hidden = true;
  refresh();
  say(gestureSentence(grid, cells));
}

function showOnly(notice) {
  for (const each of Object.values(notices)) each.hidden = each !== notice;
}

/** @returns {Promise<boolean>} whether everything is saved */
async function save() {
  if (isSaving) return false;
  const gestures = model.unsavedGestures();
  if (gestures.length === 0) return succeed({ message: "Aucun changement à enregistrer.", conflicts: [] });
  setSaving(true);
  try {
    const answer = await sendGestures(frame.dataset.saveUrl, gestures);
    grid.paint(model.settle(gestures, answer.conflicts, { on: answer.date, by: answer.author }));
    return succeed(answer);
  } catch (failure) {
    return fail(failure);
  } finally {
    setSaving(false);
    refresh();
  }
}

function setSaving(state) {
  isSaving = state;
  saveButton.setAttribute("aria-disabled", String(state));
  saveButton.setAttribute("aria-busy", String(state));
}

function succeed(answer) {
  notices.ok.textContent = answer.message;
  showOnly(notices.ok);
  if (answer.conflicts.length > 0) reportConflicts(answer.conflicts);
  return answer.conflicts.length === 0 && model.unsaved.size === 0;
}

function reportConflicts(conflicts) {
  part("conflicts-title").textContent =
    `${count(conflicts.length, "case a été changée", "cases ont été changées")} par quelqu'un d'autre pendant votre saisie : sa décision est gardée.`;
  const wordsOf = (pupil, item) => grid.describe(model.cellOf(pupil, item));
  showConflicts(part("conflicts-list"), conflicts, wordsOf, ({ pupil, item, wanted }) => {
    const cell = model.cellOf(pupil, item);
    onChange(model.setCell(cell, wanted));
    grid.focus(grid.cells[cell]);
    notices.conflicts.hidden = part("conflicts-list").children.length <= 1;
  });
  notices.conflicts.hidden = false;
}

function fail(failure) {
  if (failure.kind === SIGNED_OUT) {
    showOnly(notices.signedOut);
  } else {
    part("failed-words").textContent = failure.message;
    showOnly(notices.no);
  }
  return false;
}

const gestures = listenToGestures(grid, onChange, say);
part("undo").addEventListener("click", gestures.undo);
part("redo").addEventListener("click", gestures.redo);
part("next-blue").addEventListener("click", gestures.goToNextUndecided);
saveButton.addEventListener("click", save);
part("percentages").addEventListener("change", (event) => {
  frame.classList.toggle("with-percentages", event.target.checked);
});
grid.table.addEventListener("focusin", showFocus);
guardLeaving(part("leaving"), () => model.unsaved.size > 0, save);
hintAtLinesBelow(frame, part("below"), grid.lines);
refresh();
document.documentElement.dataset.gridReady = "";
