/** The French words of the grid, shared by its parts. */

export const STATE_WORDS = ["non validé", "validé", "aucune décision"];

const DATE = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" });

/** 0 and 1 are singular in French. */
export function count(number, singular, plural) {
  return `${number.toLocaleString("fr-FR")} ${number < 2 ? singular : plural}`;
}

/** "2026-06-15" → "15/06/2026". */
export function frenchDate(isoDate) {
  return DATE.format(new Date(`${isoDate}T00:00:00Z`));
}

/** "2026-06-15T12:32:00+00:00" → "15/06/2026 14:32", on the clock of the school. */
export function frenchMoment(isoMoment) {
  return MOMENT.format(new Date(isoMoment));
}

export function unsavedSentence(number) {
  if (number === 0) return "Tout est enregistré";
  return count(number, "case n'est pas enregistrée", "cases ne sont pas enregistrées");
}

/** What pulling the arrow will do next, whole: « Valider « Dire » pour FAURE Tom ». */
export function arrowName({ gesture, state, section, pupil, item }) {
  const verb = ["Mettre non validé", "Valider", "Effacer la décision"][state];
  if (gesture === "pupil_arrow") return `${verb} : tout le domaine « ${section} », pour ${pupil}`;
  if (gesture === "item_arrow") return `${verb} : « ${item} », pour tous les élèves`;
  return `${verb} : tout le domaine « ${section} », pour tous les élèves`;
}

/** The same arrow where its place already says half of it: what is read, and the rest for who does not see it. */
export function massWords({ gesture, state, section, pupil, item }) {
  const visible = ["tout non validé", "tout valider", "tout effacer"][state];
  return { visible, rest: gesture === "pupil_arrow" ? ` : « ${section} », pour ${pupil}` : ` : « ${item} », pour tous les élèves` };
}

/** Since when a cell is what it is, and by whom. */
export function decisionSentence(model, cell) {
  if (model.unsaved.has(cell)) return "Pas encore enregistré.";
  const decision = model.decisions.get(cell);
  return decision ? `le ${frenchDate(decision.on)}, par ${decision.by}` : "";
}

/** What became of clicks that a save did not bring to the server. */
export const KEPT = {
  "sign-in": "Vos clics sont gardés dans cette page.",
  retry: "Vos clics sont gardés dans cette page : l'enregistrement reprendra de lui-même.",
  refused: "Vos clics sont gardés dans cette page : vous pouvez enregistrer de nouveau.",
};
