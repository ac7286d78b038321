/** « Saisir les acquisitions »: the words of the grid of an évaluation. */
import { FileDialog } from "./entry/file.js";
import { openHeadings } from "./entry/headings.js";
import { saveQuietly } from "./entry/quiet.js";
import { Standing } from "./entry/standing.js";
import { openGrid } from "./grid/page.js";

const hasStates = document.querySelector("[data-details-url]") !== null;

const page = await openGrid(
  {
    save: "Enregistrer",
    forbidden: "Votre compte ne permet pas, ou plus, de saisir dans cette évaluation.",
    blank: ["case vide", "cases vides"],
    locked: ({ pupil, note }) => `${pupil} (${note}) : ses résultats se lisent ici, et ne se changent plus.`,
    remaining: ["case vide", "cases vides"],
    noBlank: "Il ne reste aucune case vide.",
    whole: () => "tous les items",
    goTo: "Aller à un item",
    previous: "Item précédent",
    next: "Item suivant",
    narrowing: [],
    progress: ["case saisie", "cases saisies"],
    kept: {
      end: " : seuls son auteur et le propriétaire de l'évaluation peuvent le vider.",
      one: "résultat d'un collègue n'a pas été vidé.",
      several: "résultats de collègues n'ont pas été vidés.",
    },
    details: "Acquisition",
  },
  hasStates ? (table, url) => new Standing(table, url) : undefined,
);

saveQuietly(page.saver, page.part("quiet"));
openHeadings(page.table.table, page.part("heading"));
new FileDialog(page, page.part("file"), page.part("file-open"));
