// From one pupil to the other with the arrows of the keyboard, or the two keys of a remote control for slides.

/** @type {Record<string, string>} */
const LINKS = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next" };

document.addEventListener("keydown", (event) => {
  const rel = LINKS[event.key];
  if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Arrows move inside a list of choices.
  if (event.target.matches("select, input, textarea")) return;
  const link = document.querySelector(`[data-council] a[rel=${rel}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
