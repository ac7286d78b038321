// What was opened lately in this tab comes first in « Chercher ». Addresses alone are kept, and go with the session.
const KEY = "recent";
const MOST = 40;

/** Note the page that is open; forget everything once nobody is signed in. */
export function noteVisit() {
  if (!document.querySelector("#menus")) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const here = location.pathname + location.search;
  sessionStorage.setItem(KEY, JSON.stringify([here, ...visited().filter((each) => each !== here)].slice(0, MOST)));
}

/** The lines of each list of answers: those of pages opened lately, the last one first, then the others. */
export function putRecentFirst() {
  const known = visited();
  for (const list of document.querySelectorAll("[data-search-found] ul")) {
    const lines = [...list.children];
    lines.sort((one, other) => rank(one, known) - rank(other, known));
    list.append(...lines);
  }
}

/** @returns {string[]} */
function visited() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** @param {Element} line @param {string[]} known */
function rank(line, known) {
  const address = line.querySelector("a").getAttribute("href") ?? "";
  const found = known.findIndex((each) => each === address || each.startsWith(`${address}?`));
  return found < 0 ? MOST : found;
}
