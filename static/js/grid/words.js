/** The French words of the grid, shared by its parts. */

/**
 * @import { Alphabet, Value } from "./alphabet.js"
 * @import { GridModel } from "./model.js"
 */

/**
 * What a subject gives the engine to say. Two words are those of one and of several.
 * @typedef {object} SubjectWords
 * @property {string} save of the button that saves
 * @property {string} forbidden to an account that may not save
 * @property {(section: string) => string} whole everything that a part of the grid holds
 * @property {string} goTo to another thing
 * @property {string} previous
 * @property {string} next
 * @property {[string, string]} blank cells without a decision
 * @property {[string, string]} remaining the same, of the whole grid
 * @property {string} noBlank that none is left
 * @property {string[]} narrowing what an address may ask of a part of the grid, beside some pupils
 * @property {[string, string]} [final] decisions that would be final, and wait
 * @property {(cell: {pupil: string, thing: string, note?: string}) => string} [locked] why a click did nothing
 * @property {string} [lockedNote] the same, under a cell
 * @property {string} [marked] why a column is marked
 * @property {{end: string, one: string, several: string, blank?: string}} [kept] why a cell stayed, whatever was displayed: after what is
 *   stored, and of one or of several
 * @property {[string, string]} [progress] of one cell that is decided, of several
 * @property {string} [details] what opens the details of a cell
 * @property {boolean} [agree] whether the words of the states are adjectives: « 3 non validés »
 * @property {string} [complete] what gives the undecided cells alone what an arrow says
 */

const DATE = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" });

/** 0 and 1 are singular in French. @param {number} number @param {string} singular @param {string} plural */
export function count(number, singular, plural) {
  return `${number.toLocaleString("fr-FR")} ${number < 2 ? singular : plural}`;
}

/** "2026-06-15" → "15/06/2026". @param {string} isoDate */
export function frenchDate(isoDate) {
  return DATE.format(new Date(`${isoDate}T00:00:00Z`));
}

/** "2026-06-15T12:32:00+00:00" → "15/06/2026 14:32", on the clock of the school. @param {string} isoMoment */
export function frenchMoment(isoMoment) {
  return MOMENT.format(new Date(isoMoment));
}

/** @param {number} number */
export function unsavedSentence(number) {
  if (number === 0) return "Tout est enregistré";
  return count(number, "case n'est pas enregistrée", "cases ne sont pas enregistrées");
}

/** A save that left out the cells that wait for a choice. @param {string} message @param {number} number */
export function disputesLeft(message, number) {
  return `${message} ${count(number, "case attend", "cases attendent")} votre choix ci-dessous.`;
}

/** Clicks that this device kept and that nobody can read any more. @param {{day: string, count: number}[]} records */
export function lostSentence(records) {
  const number = records.reduce((sum, { count: more }) => sum + more, 0);
  const days = [...new Set(records.map(({ day }) => day))].sort().map(frenchDate).join(", ");
  const cells = count(number, "case cochée", "cases cochées");
  const verb = number < 2 ? "était gardée" : "étaient gardées";
  const end = number < 2 ? "ne peut plus être reprise" : "ne peuvent plus être reprises";
  const again = number < 2 ? "Vérifiez-la, et recochez-la" : "Vérifiez-les, et recochez-les";
  return `${cells} dans cette grille (${days}) ${verb} sur cet appareil et ${end} : votre mot de passe a changé depuis. ${again} au besoin.`;
}

/**
 * Clicks of a page that was closed are there again: some leave by themselves, others wait for the person.
 * @param {number} leaving
 * @param {number} back
 */
export function restoredSentence(leaving, back) {
  const sentences = [];
  if (leaving > 0)
    sentences.push(`${returned(leaving)} : ${leaving < 2 ? "elle part" : "elles partent"} à l'enregistrement.`);
  if (back > 0)
    sentences.push(
      `${returned(back)}, sans avoir été ${back < 2 ? "enregistrée" : "enregistrées"} : vérifiez, puis enregistrez.`,
    );
  return sentences.join(" ");
}

/** @param {number} number */
function returned(number) {
  return count(number, "case gardée sur cet appareil est revenue", "cases gardées sur cet appareil sont revenues");
}

/**
 * Kept clicks that this page does not show; `isWhole` when the grid shows all that it can.
 * @param {number} number
 * @param {boolean} isWhole
 */
export function hiddenSentence(number, isWhole) {
  const cells = count(
    number,
    "case gardée sur cet appareil, pas encore enregistrée,",
    "cases gardées sur cet appareil, pas encore enregistrées,",
  );
  if (!isWhole) return `${cells} ${number < 2 ? "n'est pas montrée" : "ne sont pas montrées"} ici :`;
  return `${cells} ${number < 2 ? "n'est plus" : "ne sont plus"} dans cette grille :`;
}

/** Where the clicks are while the network is away. @param {number} number @param {boolean} isOnDevice */
export function keptSentence(number, isOnDevice) {
  const where = isOnDevice ? "sur cet appareil" : "dans cette page, ne la fermez pas";
  if (number === 0) return `vous pouvez continuer, vos clics seront gardés ${where}.`;
  return `${count(number, "case gardée", "cases gardées")} ${where}.`;
}

/**
 * What becomes of them when it is back: some leave by themselves, others wait for the person.
 * @param {number} leaving
 * @param {number} staying
 */
export function leavingSentence(leaving, staying) {
  if (leaving > 0 && staying > 0) {
    const first = count(leaving, "sera enregistrée", "seront enregistrées");
    return `${first} au retour du réseau, ${count(staying, "attendra votre « Enregistrer »", "attendront votre « Enregistrer »")}.`;
  }
  if (leaving > 0) return `${leaving < 2 ? "Elle sera enregistrée" : "Elles seront enregistrées"} au retour du réseau.`;
  return staying > 0
    ? `Au retour du réseau, ${staying < 2 ? "elle attendra" : "elles attendront"} votre « Enregistrer ».`
    : "";
}

/**
 * The network is back, and left these cells for the person to save.
 * @param {GridModel} model
 * @param {number[]} cells
 * @param {[string, string]} [ofFinal] the words of those that would be final
 */
export function backSentence(model, cells, ofFinal) {
  const number = cells.length;
  if (number === 0) return "";
  const areFinal = cells.every((cell) => model.wouldBeFinal(cell));
  const waiting = count(number, ...(areFinal && ofFinal ? ofFinal : WAITING));
  return `La connexion est revenue. ${waiting} : cliquez sur « Enregistrer » quand vous ${number < 2 ? "l'aurez vérifiée" : "les aurez vérifiées"}.`;
}

/** @type {[string, string]} */
const WAITING = ["case attend", "cases attendent"];

/**
 * What pulling the arrow will do next, whole: « Valider : tout « Dire », pour FAURE Tom ».
 * @param {{verb: string, whole: string, pupil?: string, thing?: string}} arrow of a pupil, of a thing, or of neither
 */
export function arrowName({ verb, whole, pupil, thing }) {
  if (pupil !== undefined) return `${verb} : ${whole}, pour ${pupil}`;
  if (thing !== undefined) return `${verb} : « ${thing} », pour tous les élèves`;
  return `${verb} : ${whole}, pour tous les élèves`;
}

/**
 * The same arrow where its place already says half of it: the rest, for who does not see it.
 * @param {{section: string, pupil?: string, thing?: string}} arrow
 */
export function massRest({ section, pupil, thing }) {
  return pupil !== undefined ? ` : « ${section} », pour ${pupil}` : ` : « ${thing} », pour tous les élèves`;
}

/** What a cell says of itself while it is not saved. @param {GridModel} model @param {number} cell */
export function pendingWords(model, cell) {
  if (!model.unsaved.has(cell)) return "";
  return model.proposed.has(cell) ? ", proposé, pas encore enregistré" : ", pas encore enregistré";
}

/** Since when a cell is what it is, and by whom. @param {GridModel} model @param {number} cell */
export function decisionSentence(model, cell) {
  if (model.proposed.has(cell)) return "Proposé d'après le pourcentage, pas encore enregistré.";
  if (model.unsaved.has(cell)) return "Pas encore enregistré.";
  const decision = model.decisions.get(cell);
  const fresh = model.received.has(cell) ? " (reçu à l'instant)" : "";
  if (decision) return `${decision.on ? `le ${frenchDate(decision.on)}, ` : ""}par ${decision.by}${fresh}`;
  return fresh ? `décision effacée par ${model.received.get(cell) || "quelqu'un d'autre"}${fresh}` : "";
}

/** Figures that could not be read. */
export const NO_FIGURES = "Les pourcentages n'ont pas pu être lus : vérifiez la connexion au réseau.";

/** What became of clicks that a save did not bring to the server. */
export const KEPT = {
  "sign-in": "Vos clics sont gardés dans cette page.",
  retry: "Vos clics sont gardés : l'enregistrement reprendra de lui-même.",
  refused: "Vos clics sont gardés dans cette page : vous pouvez enregistrer de nouveau.",
};

/**
 * What an arrow would do, before it is pulled: « 28 cases changeraient, dont 3 non validés deviendraient validés. »
 * @param {Map<Value, number>} changes how many, by what they hold now
 * @param {Value} given
 * @param {Alphabet} alphabet
 * @param {boolean} [agree] whether its words are adjectives
 */
export function arrowSentence(changes, given, alphabet, agree = false) {
  const all = [...changes.values()].reduce((sum, number) => sum + number, 0);
  if (all === 0) return "Aucune case ne changerait.";
  const decided = [...changes].filter(([value]) => value !== alphabet.blank);
  const parts = decided.map(([value, number]) =>
    becoming(number, alphabet.word(value), wordOf(given, alphabet), agree),
  );
  const total = count(all, "case changerait", "cases changeraient");
  return parts.length > 0 ? `${total}, dont ${parts.join(" et ")}.` : `${total}, aucune n'était décidée.`;
}

/** @param {Value} value @param {Alphabet} alphabet */
function wordOf(value, alphabet) {
  return value === alphabet.blank ? "" : alphabet.word(value);
}

/** @param {number} number @param {string} before @param {string} after empty for no decision @param {boolean} agree */
function becoming(number, before, after, agree) {
  const [verb, lost] = number < 2 ? ["deviendrait", "serait"] : ["deviendraient", "seraient"];
  const end = after === "" ? `${lost} sans décision` : `${verb} ${inNumber(number, after, agree)}`;
  return `${number.toLocaleString("fr-FR")} ${inNumber(number, before, agree)} ${end}`;
}

/** @param {number} number @param {string} word @param {boolean} agree */
function inNumber(number, word, agree) {
  if (!agree) return `« ${word} »`;
  return number < 2 ? word : `${word}s`;
}
