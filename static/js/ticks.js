/** The page of a tick grid: each gesture shows at once and is saved in order; one that fails is taken back and said. */
import { tellEarlyClicks } from "./early-clicks.js";
import { listenToUndo } from "./grid/gestures.js";
import { count } from "./grid/words.js";
import { Board } from "./ticks/board.js";
import { listenToTicks } from "./ticks/gestures.js";
import { sendCells } from "./ticks/saving.js";

/** @import { Cell } from "./ticks/board.js" */

/** @typedef {{cells: Cell[], words: string}} Gesture */

const root = document.querySelector("#ticks");
if (root) start(new Board(root));

/** @param {Board} board */
function start(board) {
  /** @type {Gesture[]} */
  const done = [];
  /** @type {Gesture[]} */
  const undone = [];
  const undoButton = root.querySelector("[data-ticks=undo]");
  let last = Promise.resolve();
  let waiting = 0;

  listenToTicks(board, (cells) => run({ cells, words: wordsOf(board, cells) }, "to"));
  listenToUndo(
    () => turn(done, "from"),
    () => turn(undone, "to"),
  );
  undoButton.addEventListener("click", () => turn(done, "from"));
  addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
  // Until now a click on the name of a line would have done nothing.
  for (const name of root.querySelectorAll(".line-name")) name.disabled = false;
  tellEarlyClicks(root, "td input");

  /** @param {Gesture[]} stack @param {"from" | "to"} side */
  function turn(stack, side) {
    const gesture = stack.pop();
    if (gesture) run(gesture, side);
    refresh();
  }

  /**
   * @param {Gesture} gesture
   * @param {"from" | "to"} side what the boxes become: « to » when the gesture is made, « from » when it is undone
   */
  function run(gesture, side) {
    const stack = side === "to" ? done : undone;
    stack.push(gesture);
    board.paint(gesture.cells, side);
    board.setBusy(gesture.cells, true);
    waiting += 1;
    say("save-state", "notice", "Enregistrement…");
    refresh();
    last = last
      .then(() => save(gesture, side))
      .catch((error) => {
        stack.splice(stack.indexOf(gesture), 1);
        if (side === "from") done.push(gesture);
        board.paint(gesture.cells, side === "to" ? "from" : "to");
        say("save-state");
        say("save-error", "notice notice-no", `Non enregistré : ${gesture.words}. ${error.message}`);
      })
      .finally(() => {
        waiting -= 1;
        board.setBusy(gesture.cells, false);
        refresh();
      });
  }

  /** @param {Gesture} gesture @param {"from" | "to"} side */
  async function save(gesture, side) {
    const answer = await sendCells(
      root.dataset.url,
      root.dataset.account,
      gesture.cells.map((cell) => cell[side]),
    );
    board.showAnswer(answer);
    say("save-error");
    say("save-state", "notice notice-ok", `${side === "to" ? "Enregistré" : "Annulé"} : ${gesture.words}.`);
  }

  function refresh() {
    undoButton.disabled = done.length === 0;
  }
}

/** @param {Board} board @param {Cell[]} cells */
function wordsOf(board, cells) {
  if (cells.length > 1) return count(cells.length, "case", "cases");
  return board.describe(cells[0]);
}

/** @param {string} place @param {string} [style] @param {string} [text] */
function say(place, style, text) {
  const line = document.createElement("p");
  line.className = style ?? "";
  line.textContent = text ?? "";
  document.getElementById(place).replaceChildren(...(text ? [line] : []));
}
