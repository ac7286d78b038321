/** The rules of the grid, read from grille.md: each row of its tables is a test. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gridOf, ITEMS, PUPILS, SIGNS, shown, VALIDATED } from "./kit.js";

const NAMES = "AB";
const ME = { on: "2026-06-15", by: "M. MOI" };
const HER = { on: "2026-06-16", by: "Mme ELLE" };

/** A page with a grid, and what its gestures are called. */
class Page {
  constructor(stored, finalState) {
    this.model = gridOf(stored, finalState);
    this.sent = [];
  }

  cell(name) {
    return this.model.cellOf(PUPILS[NAMES.indexOf(name[0])], ITEMS[name[1] - 1].id);
  }

  place(name) {
    return { pupil: PUPILS[NAMES.indexOf(name[0])], row: ITEMS[name[1] - 1].id };
  }

  /** @param {string} gesture as grille.md writes it */
  act(gesture) {
    const words = gesture.replace("reçoit le sien", "reçoit-le-sien").split(" ");
    const act = this.gestures[words[0]];
    assert.ok(act, `« ${gesture} » is no gesture`);
    act(...words.slice(1));
  }

  gestures = {
    clic: (name) => this.model.cycle(this.cell(name)),
    pose: (name, sign) => this.model.setCell(this.cell(name), SIGNS[sign]),
    "↓": ([pupil, item]) =>
      this.model.pullArrow({
        gesture: "pupil_arrow",
        section: ITEMS[item - 1].section,
        column: NAMES.indexOf(pupil),
      }),
    "←": (item) => this.model.pullArrow({ gesture: "item_arrow", row: item - 1 }),
    "↘": (item) => this.model.pullArrow({ gesture: "domaine_arrow", section: ITEMS[item - 1].section }),
    défaire: () => this.model.undo(),
    refaire: () => this.model.redo(),
    envoie: () => {
      this.sent = this.model.unsavedGestures();
    },
    accepté: () => this.model.settle(this.sent, [], ME),
    conflit: (name, sign) =>
      this.model.settle(this.sent, [{ ...this.place(name), stored: SIGNS[sign], date: HER.on, author: HER.by }], ME),
    reçoit: (name, sign) => this.model.receive(this.cell(name), SIGNS[sign], HER, HER.by),
    "reçoit-le-sien": (name, sign) => this.model.receive(this.cell(name), SIGNS[sign], ME, null),
    tient: (name) => this.model.insist([this.cell(name)]),
    cède: (name) => this.model.giveUp([this.cell(name)]),
    retrouve: (name, base, wanted) => this.model.restore(this.cell(name), [SIGNS[base]], SIGNS[wanted]),
  };

  names(cells) {
    return [...cells]
      .map((cell) => {
        const { row, column } = this.model.positionOf(cell);
        return `${NAMES[column]}${row + 1}`;
      })
      .sort();
  }
}

function rowsOf(section) {
  const cells = section.split("\n").filter((line) => line.startsWith("| "));
  return cells.slice(1).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function listOf(text) {
  return text.split(" ").filter(Boolean).sort();
}

const text = readFileSync(new URL("grille.md", import.meta.url), "utf8");
const sections = text.split("\n## ").slice(1);

for (const [number, finalState] of [null, VALIDATED].entries()) {
  describe(sections[number].split("\n")[0], () => {
    for (const [rule, stored, gestures, display, unsaved, disputed] of rowsOf(sections[number])) {
      test(rule, () => {
        const page = new Page(stored, finalState);
        for (const gesture of gestures.split(", ")) page.act(gesture);
        assert.equal(shown(page.model), display);
        assert.deepEqual(page.names(page.model.unsaved), listOf(unsaved), "à enregistrer");
        assert.deepEqual(page.names(page.model.disputed), listOf(disputed), "attend un choix");
        assert.deepEqual(countsIn(page.model), countsOf(display), "compte de chaque état");
      });
    }
  });
}

function countsIn(model) {
  return ["R", "V", "."].map((sign) => model.totals.get(SIGNS[sign]));
}

function countsOf(display) {
  return ["R", "V", "."].map((sign) => display.split(sign).length - 1);
}

test("the tables are there, and none is empty", () => {
  assert.equal(sections.length, 2);
  assert.ok(rowsOf(sections[0]).length > 40 && rowsOf(sections[1]).length > 6);
});
