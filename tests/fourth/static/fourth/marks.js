/** The fourth grid: the words of its subject. */
import { openGrid } from "../js/grid/page.js";

await openGrid({
  save: "Enregistrer les observations",
  forbidden: "Votre compte ne permet pas d'observer.",
  blank: ["case vide", "cases vides"],
  remaining: ["case vide restante", "cases vides restantes"],
  noBlank: "Il ne reste aucune case vide.",
  whole: () => "toute la classe",
  goTo: "Aller à un critère",
  previous: "Critère précédent",
  next: "Critère suivant",
  narrowing: [],
});
