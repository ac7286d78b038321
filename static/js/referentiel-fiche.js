/** The page of one domaine, thème or item. */
import { listenToSocle } from "./referentiel/panel.js";

listenToSocle(document);
