/** What the person does on the page of a grid, and what answers it. */
import { AllBut, Paste } from "./aids.js";
import { ArrowTip } from "./arrow-tip.js";
import { hintAtWhatHides } from "./beyond.js";
import { listenToGestures, listenToPageKeys, listenToUndo } from "./gestures.js";
import { measureHeights } from "./heights.js";
import { listenToHistory } from "./history.js";
import { listenToEvidence } from "./evidence.js";
import { guardLeaving } from "./leaving.js";
import { KeyedEntry } from "./keyed.js";
import { isUnder, makeLook } from "./looking.js";
import { makePressed } from "./pressed.js";
import { listenToPress } from "./pressing.js";
import { listenToRest } from "./resting.js";
import { makeTyping } from "./typing.js";

/** @import { GridPage } from "./page.js" */

/** @param {GridPage} page */
export function listen(page) {
  const { part, table, model, saver } = page;
  const undo = () => page.travel(model.undo(), "annuler", "Annulé");
  const redo = () => page.travel(model.redo(), "rétablir", "Rétabli");
  const onChange = (/** @type {number[]} */ cells) => page.onChange(cells);
  const keyed = table.subject.isKeyed ? new KeyedEntry(page, part("palette")) : null;
  listenToGestures(page, {
    onChange,
    type: makeTyping(table, onChange, (cell, text) => page.colleagues.overtaken(cell, text)),
    keyed,
  });
  listenToUndo(undo, redo);
  listenToPageKeys(
    () => saver.save(),
    (rel) => page.turn(rel),
  );
  if (part("tip")) new ArrowTip(page, part("tip"), onChange);
  part("undo").addEventListener("click", undo);
  part("redo").addEventListener("click", redo);
  part("next-blue").addEventListener("click", () => page.goToNextUndecided());
  part("sign-in").addEventListener("click", () => saver.save());
  part("save").addEventListener("click", () => saver.save());
  page.isNarrow.addEventListener("change", () => page.chooseView());
  listenToLooks(page, keyed);
  if (page.details) listenToEvidence(page);
  listenToDialogs(page, onChange);
  listenToEdges(page);
}

/** @param {GridPage} page */
function listenToEdges({ part, frame, table }) {
  hintAtWhatHides(frame, {
    below: part("below"),
    lines: table.lines,
    beside: part("beside"),
    heads: [...table.table.querySelectorAll("thead th[data-p]")],
    columns: table.subject.pupilsAreRows ? ["colonne", "colonnes"] : ["élève", "élèves"],
  });
  const said = [part("said"), part("said").closest(".grid-line")];
  measureHeights({ "--title": [document.querySelector(".page-head")], "--said": said }, part("sheet"));
}

/**
 * What the panel follows: the focus, a mouse that rests, a finger that presses.
 * @param {GridPage} page
 * @param {KeyedEntry | null} keyed
 */
function listenToLooks(page, keyed) {
  const { table } = page.table;
  table.addEventListener("focusin", ({ target }) => {
    // A screen reader gives the focus where it likes.
    page.table.placeTabStop(target);
    page.showFocus();
  });
  for (const event of ["click", "keydown"]) table.addEventListener(event, () => page.showFocus());
  listenToRest(table, (cell) => page.showCell(page.table.cellAbout(cell, page.panel.cell)));
  const look = makeLook(page.part("look"), page.part("panel"));
  const onLift = keyed ? makePressed(page.part("pressed"), page, keyed, look) : () => isUnder.matches && look();
  listenToPress(table, { onPress: (cell) => page.table.focus(cell), onLift });
}

/** @param {GridPage} page @param {(cells: number[]) => void} onChange */
function listenToDialogs({ part, frame, table, cards, panel, saver, offline, isNarrow }, onChange) {
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
  if (part("all-but")) new AllBut(part("all-but"), part("all-but-open"), aids);
  new Paste(part("paste"), part("paste-open"), aids);
}
