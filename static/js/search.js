// « Chercher »: « / » or Ctrl+K opens the page of the search over the one that is open; arrows go through its answers.

/** @type {HTMLDialogElement | null} */
let box = null;

export function setUpSearch() {
  document.addEventListener("keydown", goThrough);
  document.addEventListener("submit", openFirst);
  const link = document.querySelector("a[data-search]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    // A tab of its own is asked for with these.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (!isAskedBy(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open(link);
  });
}

/** @param {On<KeyboardEvent>} event */
function isAskedBy(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) return event.key.toLowerCase() === "k";
  // A grid has its own keys, and a code of notation may be « / ».
  return event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable], [role=grid]");
}

/** @param {PageElement} link */
async function open(link) {
  const here = document.querySelector("main [data-search-form] input");
  if (here) {
    here.select();
    return;
  }
  if (!box) {
    box = document.createElement("dialog");
    box.className = "dialog search-dialog";
    box.setAttribute("aria-label", "Chercher");
    // The frame alone is outside of what it holds: a click there closes.
    box.addEventListener("click", (event) => event.target === box && box?.close());
    // A browser would first empty the field.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      box?.close();
    });
    document.body.append(box);
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "search-box" } }).catch(
      () => null,
    );
    if (!answer?.ok || answer.redirected) {
      location.assign(link.href);
      return;
    }
    box.innerHTML = await answer.text();
    htmx.process(box);
  }
  box.showModal();
  box.querySelector("input").select();
}

/** @param {On<KeyboardEvent>} event */
function goThrough(event) {
  const around = event.target.closest?.("dialog, main");
  const found = around?.querySelector("[data-search-found]");
  const field = around?.querySelector("[data-search-form] input");
  if (!found || !field || (event.target !== field && !found.contains(event.target))) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [field, ...found.querySelectorAll("li a")];
  stops[(stops.indexOf(event.target) + step + stops.length) % stops.length]?.focus();
}

// Enter opens the first line, once it answers to what is typed; before that, it asks the page.
/** @param {On<SubmitEvent>} event */
function openFirst(event) {
  if (event.target.dataset.searchForm === undefined || !event.target.closest("dialog")) return;
  const first = event.target.closest("dialog")?.querySelector("[data-search-found] li a");
  if (!first || event.target.querySelector("input")?.value.trim() !== first.closest("[data-typed]")?.dataset.typed)
    return;
  event.preventDefault();
  first.click();
}
