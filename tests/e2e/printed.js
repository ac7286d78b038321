// What somebody reads in the main region of a page: each piece of text that is drawn, folded or not, and apart from
// them what is there to be clicked.
(controls) => {
  const main = document.querySelector("main");
  const texts = { shown: [], clicked: [] };
  for (const details of main.querySelectorAll("details")) details.open = true;
  const isDrawn = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest("[hidden], .visually-hidden, svg, noscript, datalist, template");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.textContent.trim();
    const parent = node.parentElement;
    if (!text || !isDrawn(parent)) continue;
    const isClicked = parent.closest(controls) && !parent.closest("th:not(.actions, .all)");
    const style = getComputedStyle(parent);
    texts[isClicked ? "clicked" : "shown"].push(style.textTransform === "uppercase" ? text.toUpperCase() : text);
  }
  for (const field of main.querySelectorAll("textarea, select, input")) {
    if (!isDrawn(field) || !/^(text|number|email|date|time|url|tel|select|textarea)/.test(field.type)) continue;
    if (field.parentElement.closest(controls) || field.dataset.filterTable !== undefined) continue;
    const date = field.type === "date" ? field.value.split("-").reverse().join("/") : field.value;
    const chosen = field.selectedOptions && [...field.selectedOptions].map((each) => each.label).join(", ");
    if ((chosen ?? date).trim()) texts.shown.push((chosen ?? date).trim());
  }
  return texts;
};
