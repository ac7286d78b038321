/** « Tout valider sauf… » and the paste of a column, before anything is changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { absentSentence, allBut, changesOf, changesSentence, pasted } from "../../static/js/grid/lines.js";
import { alphabetOf, gridOf, NOT_VALIDATED, UNDECIDED, VALIDATED } from "./kit.js";

const NAMES = ["FAURE Tom", "ROUX Léa", "ROUX Zoé"];
const CELLS = [10, 20, 30];
const STATES = alphabetOf();
const placesOf = (names) => names.map((name) => ({ name, isTyped: false }));
const paste = (text, names = NAMES) => pasted(text, CELLS, placesOf(names), STATES);

test("the line around a cell is its row, for every pupil, or its column, for every item", () => {
  assert.deepEqual(gridOf().lineAround(3, true), [2, 3]);
  assert.deepEqual(gridOf().lineAround(3, false), [1, 3, 5]);
});

for (const [others, expected] of [
  ["left", undefined],
  ["undecided", UNDECIDED],
  ["refused", NOT_VALIDATED],
]) {
  test(`everybody is validated but the excepted ones, who are ${others}`, () => {
    const wanted = allBut(CELLS, new Set([1]), VALIDATED, expected);
    assert.deepEqual([wanted.get(10), wanted.get(20), wanted.get(30)], [VALIDATED, expected, VALIDATED]);
    assert.equal(wanted.has(20), expected !== undefined);
  });
}

test("what would change is counted by state; what is so already, or locked, is not", () => {
  const model = gridOf("V. R. ..", VALIDATED);
  const wanted = new Map([
    [0, NOT_VALIDATED],
    [1, VALIDATED],
    [2, UNDECIDED],
    [3, UNDECIDED],
    [4, NOT_VALIDATED],
  ]);
  const { states, texts } = changesOf(model, wanted);
  assert.deepEqual([states.get(NOT_VALIDATED), states.get(VALIDATED), states.get(UNDECIDED), texts], [1, 1, 1, 0]);
});

test("the preview says how many cells, and how", () => {
  const said = (refused, validated, erased, texts = 0) => {
    const states = new Map([
      [NOT_VALIDATED, refused],
      [VALIDATED, validated],
      [UNDECIDED, erased],
    ]);
    return changesSentence({ states, texts }, STATES);
  };
  assert.equal(said(0, 0, 0), "Aucune case ne changerait.");
  assert.match(said(0, 1, 0), /^1 case changera : 1 à valider, 0 à mettre non validé, 0 à effacer\./);
  assert.match(said(2, 1, 3), /^6 cases changeront : 1 à valider, 2 à mettre non validé, 3 à effacer\./);
  assert.match(said(0, 0, 0, 2), /^2 cases changeront : 2 textes\./);
});

test("a column without names is given in order", () => {
  const { wanted, problems, absent } = paste("V\nR\n\n");
  assert.deepEqual(
    [...wanted],
    [
      [10, VALIDATED],
      [20, NOT_VALIDATED],
      [30, UNDECIDED],
    ],
  );
  assert.deepEqual([problems, absent], [[], 0]);
});

for (const [word, state] of [
  ["v", VALIDATED],
  ["Validé", VALIDATED],
  ["VALIDÉE", VALIDATED],
  ["1", VALIDATED],
  ["oui", VALIDATED],
  ["✓", VALIDATED],
  ["r", NOT_VALIDATED],
  ["Non validée", NOT_VALIDATED],
  ["0", NOT_VALIDATED],
  ["faux", NOT_VALIDATED],
  ["✗", NOT_VALIDATED],
  ["vide", UNDECIDED],
  ["Aucune décision", UNDECIDED],
  ["  ", UNDECIDED],
]) {
  test(`« ${word} » is understood`, () => {
    assert.deepEqual([...paste(`FAURE Tom\t${word}`).wanted], [[10, state]]);
  });
}

test("names may come in any order, in one cell or two, without accents; those left out stay as they are", () => {
  const { wanted, absent } = paste("roux\tLEA\tV\ntom faure\tR");
  assert.deepEqual(
    [...wanted],
    [
      [20, VALIDATED],
      [10, NOT_VALIDATED],
    ],
  );
  assert.equal(absent, 1);
  assert.equal(absentSentence(absent), " 1 ligne absente du collage, laissée comme avant.");
  assert.equal(absentSentence(2), " 2 lignes absentes du collage, laissées comme avant.");
  assert.equal(absentSentence(0), "");
});

for (const [what, text, names, expected] of [
  ["a word that is none", "V\nR\npeut-être", NAMES, /^Ligne 3 : « peut-être » n'est pas compris/],
  ["too few lines", "V\nR", NAMES, /^2 lignes collées pour 3 attendues/],
  ["too many lines", "V\nR\nV\nR", NAMES, /^4 lignes collées pour 3 attendues/],
  ["a name that is not there", "PETIT Ali\tV", NAMES, /^Ligne 1 : « PETIT Ali » n'est pas dans cette grille\./],
  ["a name that two share", "ROUX Léa\tV", ["ROUX Léa", "LEA Roux", "X"], /« ROUX Léa » désigne plusieurs lignes/],
  ["the same name twice", "ROUX Léa\tV\nROUX Léa\tR", NAMES, /^Ligne 2 : « ROUX Léa » est déjà plus haut\./],
  ["more columns", "ROUX Léa\tV\tR", NAMES, /^Ligne 1 : plus de colonnes que le nom et la valeur\./],
]) {
  test(`nothing is pasted of a text with ${what}, and its line is named`, () => {
    const { wanted, problems } = paste(text, names);
    assert.equal(wanted.size, 0);
    assert.match(problems[0], expected);
  });
}

test("eight problems are named, the others counted", () => {
  const { problems } = paste("?\t?\n".repeat(10));
  assert.equal(problems.length, 9);
  assert.equal(problems.at(-1), "et 2 autres lignes.");
});

test("an empty text changes nothing and complains of nothing", () => {
  assert.deepEqual(paste(""), { wanted: new Map(), problems: [], absent: 0 });
});
