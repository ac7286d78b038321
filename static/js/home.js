// Blocks of the home page that fold, and stay folded at the next visit.
import { post } from "./page-token.js";

for (const block of document.querySelectorAll("[data-fold]")) {
  let wasOpen = block.open;
  block.addEventListener("toggle", () => {
    // A block that comes open with the page says so too: only a change of the reader's is kept.
    if (block.open === wasOpen) return;
    wasOpen = block.open;
    keep(block);
  });
}

/** @param {PageElement} block */
function keep(block) {
  const body = new FormData();
  body.set("block", block.dataset.fold);
  body.set("version", block.dataset.foldVersion);
  if (!block.open) body.set("is_folded", "on");
  // Without the server the block folds all the same, for this time.
  post(block.dataset.foldUrl, { body }).catch(() => {});
}
