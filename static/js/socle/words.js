/** The words of the grids of the socle. */

/** @import { SubjectWords } from "../grid/words.js" */

const VALIDATIONS = {
  save: "Enregistrer les validations",
  forbidden: "Votre compte ne permet pas d'enregistrer ces validations.",
  blank: /** @type {[string, string]} */ (["case bleue", "cases bleues"]),
  remaining: /** @type {[string, string]} */ (["case bleue restante", "cases bleues restantes"]),
  noBlank: "Il ne reste aucune case bleue.",
  agree: true,
  complete: "Compléter les cases bleues",
};

/** @type {SubjectWords} */
export const ITEM_WORDS = {
  ...VALIDATIONS,
  whole: (section) => `tout le domaine « ${section} »`,
  goTo: "Aller à un item",
  previous: "Item précédent",
  next: "Item suivant",
  narrowing: ["domaine"],
  marked: "compétence validée",
  locked: ({ pupil, thing }) => `${pupil}, « ${thing} » : la compétence est validée, ses items sont verrouillés.`,
  lockedNote: "Verrouillé : la compétence est validée.",
  kept: {
    end: ", et reste : la compétence est validée, ses items sont verrouillés.",
    one: "case est verrouillée, sa compétence est validée : elle reste comme elle était.",
    several: "cases sont verrouillées, leur compétence est validée : elles restent comme elles étaient.",
    blank: "la compétence est validée : ses items sont verrouillés.",
  },
  details: "D'où vient le pourcentage",
};

/** @type {SubjectWords} */
export const PILIER_WORDS = {
  ...VALIDATIONS,
  whole: () => "toutes les compétences affichées",
  goTo: "Aller à une compétence",
  previous: "Compétence précédente",
  next: "Compétence suivante",
  // Several compétences are lines of their grid; one is what a grid of items is about.
  narrowing: ["domaine", "competence"],
  final: ["validation attend", "validations attendent"],
  locked: ({ pupil, thing }) =>
    `${pupil}, « ${thing} » : validée et verrouillée, la validation d'une compétence est définitive.`,
  lockedNote: "Verrouillée : une compétence validée est définitive.",
  details: "Ses items",
};
