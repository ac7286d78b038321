/** The tree as the page shows it: lines, the one that has the focus, what is folded, where a line stands. */

/** @typedef {"domaine" | "theme" | "item"} Kind */
/** A place under a parent: its key, and a rank. @typedef {{parent: number, order: number}} Place */

const LEVELS = /** @type {const} */ (["domaine", "theme", "item"]);
/** The rank of the first line of each kind. */
const FIRST = { domaine: 1, theme: 1, item: 0 };

/** @param {PageElement} line @returns {Kind} */
export const kindOf = (line) => /** @type {Kind} */ (line.dataset.kind);

/** @param {PageElement} line */
export const keyOf = (line) => Number(line.id.split("-")[1]);

/** @param {Kind} kind @returns {Kind | undefined} */
export const below = (kind) => LEVELS[LEVELS.indexOf(kind) + 1];

/** @param {Kind} kind @returns {Kind | undefined} */
export const above = (kind) => LEVELS[LEVELS.indexOf(kind) - 1];

export class Tree {
  /** @param {PageElement} root */
  constructor(root) {
    this.root = root;
    this.referentiel = Number(root.dataset.root);
    this.prepare(root);
    number(root, root.children);
    const first = this.shown()[0];
    if (first) first.tabIndex = 0;
  }

  /** One tab stop for the whole tree: what stands in the lines is reached by their keys. @param {PageElement} part */
  prepare(part) {
    const lines = part.dataset.kind
      ? [part, ...part.querySelectorAll("[data-kind]")]
      : part.querySelectorAll("[data-kind]");
    for (const line of lines) {
      line.tabIndex = -1;
      const row = line.querySelector(".rt-row");
      row.querySelector("input").tabIndex = -1;
      row.querySelector("a").tabIndex = -1;
      row.prepend(handle());
    }
    for (const list of part.querySelectorAll("[role=group]")) number(list, list.children);
  }

  /** @param {string} id @returns {PageElement | null} */
  line(id) {
    return this.root.querySelector(`#${id}`);
  }

  /** The lines that can be seen, from the top down. @returns {PageElement[]} */
  shown() {
    return [...this.root.querySelectorAll("[data-kind]")].filter(
      (line) => !line.hidden && !line.parentElement?.closest("[aria-expanded=false], [data-kind][hidden]"),
    );
  }

  /** @returns {PageElement | null} */
  get current() {
    return this.root.querySelector("[data-kind][tabindex='0']");
  }

  /** @param {PageElement | null | undefined} line @param {boolean} [isFocused] */
  choose(line, isFocused = true) {
    if (!line) return;
    const before = this.current;
    if (before) before.tabIndex = -1;
    line.tabIndex = 0;
    if (!isFocused) return;
    line.focus();
    line.querySelector(".rt-row").scrollIntoView({ block: "nearest" });
  }

  /** @param {number} step */
  go(step) {
    const lines = this.shown();
    const at = lines.indexOf(/** @type {PageElement} */ (this.current));
    this.choose(lines[Math.min(Math.max(at + step, 0), lines.length - 1)]);
  }

  /** @param {PageElement} line @returns {PageElement | null} */
  parent(line) {
    return /** @type {PageElement | null} */ (line.parentElement?.closest("[data-kind]") ?? null);
  }

  /** @param {PageElement} line @param {boolean} isOpen */
  fold(line, isOpen) {
    if (kindOf(line) !== "item") line.setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {PageElement | null} parent @returns {PageElement[]} */
  children(parent) {
    const list = parent ? parent.querySelector("[role=group]") : this.root;
    const lines = /** @type {PageElement[]} */ (/** @type {unknown} */ ([...list.children]));
    return lines.filter((line) => line.dataset.kind);
  }

  /** What holds lines of this kind, the next or the one before. @param {PageElement} parent @param {number} step */
  #cousin(parent, step) {
    const all = [...this.root.querySelectorAll(`[data-kind=${kindOf(parent)}]`)];
    return all[all.indexOf(parent) + step];
  }

  /** The rank of a line under its parent. @param {PageElement} line @returns {Place} */
  place(line) {
    const parent = this.parent(line);
    return this.placeAt(parent, this.children(parent).indexOf(line), kindOf(line));
  }

  /** @param {PageElement | null} parent @param {number} rank @param {Kind} kind @returns {Place} */
  placeAt(parent, rank, kind) {
    return { parent: parent ? keyOf(parent) : this.referentiel, order: rank + FIRST[kind] };
  }

  /** Where « Alt ↑ » and « Alt ↓ » take a line: past its end, into what comes next. @param {PageElement} line @param {-1 | 1} step @returns {Place | null} */
  placeBeside(line, step) {
    const kind = kindOf(line);
    const parent = this.parent(line);
    const siblings = this.children(parent);
    const rank = siblings.indexOf(line) + step;
    if (rank >= 0 && rank < siblings.length) return this.placeAt(parent, rank, kind);
    const next = parent && this.#cousin(parent, step);
    if (!next) return null;
    return this.placeAt(next, step > 0 ? 0 : this.children(next).length, kind);
  }

  /** Show a domaine anew, or one that was not there; what was folded stays so. @param {string} key @param {string} html */
  draw(key, html) {
    const id = `domaine-${key}`;
    const old = this.line(id);
    const folded = [...this.root.querySelectorAll(`#${id}[aria-expanded=false], #${id} [aria-expanded=false]`)].map(
      (line) => line.id,
    );
    const ticked = [...this.root.querySelectorAll(`#${id} input:checked`)].map((box) => `${box.name}-${box.value}`);
    const part = document.createElement("template");
    part.innerHTML = html.trim();
    const line = /** @type {PageElement} */ (part.content.firstElementChild);
    this.prepare(line);
    if (old) old.replaceWith(line);
    else this.root.append(line);
    for (const each of folded) this.line(each)?.setAttribute("aria-expanded", "false");
    for (const each of ticked) {
      const box = this.line(each)?.querySelector("input");
      if (box) box.checked = true;
    }
  }

  /** Domaines that are gone go; the others stand in this order. @param {number[]} order */
  arrange(order) {
    const wanted = order.map((key) => `domaine-${key}`);
    for (const line of this.children(null)) if (!wanted.includes(line.id)) line.remove();
    for (const [rank, id] of wanted.entries()) {
      const line = this.line(id);
      if (!line) continue;
      if (this.root.children[rank] !== line) this.root.insertBefore(line, this.root.children[rank] ?? null);
    }
    number(this.root, this.root.children);
    if (wanted.length) this.root.setAttribute("role", "tree");
    else this.root.removeAttribute("role");
  }

  /** Lines whose name holds these words, with what holds them. @param {string} words */
  search(words) {
    const wanted = plain(words.trim());
    for (const line of this.root.querySelectorAll("[data-kind]")) line.hidden = wanted !== "";
    if (!wanted) return this.shown().length;
    let found = 0;
    for (const line of this.root.querySelectorAll("[data-kind]")) {
      if (!plain(nameOf(line)).includes(wanted)) continue;
      found += 1;
      for (let each = /** @type {PageElement | null} */ (line); each; each = this.parent(each)) {
        each.hidden = false;
        if (each !== line) this.fold(each, true);
      }
    }
    return found;
  }
}

/** @param {PageElement} line */
export function nameOf(line) {
  return line.querySelector(".rt-name").textContent ?? "";
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What the mouse takes a line by. */
function handle() {
  const grip = Object.assign(document.createElement("span"), {
    className: "rt-handle",
    textContent: "⋮⋮",
    draggable: true,
  });
  grip.setAttribute("aria-hidden", "true");
  return grip;
}

/** Level, rank and number of the lines of a list, for who does not see them. @param {PageElement} list @param {HTMLCollection} lines */
function number(list, lines) {
  const over = list.closest("[data-kind]");
  const level = over ? LEVELS.indexOf(kindOf(over)) + 2 : 1;
  for (const [rank, line] of [...lines].entries()) {
    line.setAttribute("aria-level", String(level));
    line.setAttribute("aria-posinset", String(rank + 1));
    line.setAttribute("aria-setsize", String(lines.length));
  }
}
