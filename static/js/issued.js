// A password that a page shows once: its login and itself are copied, its label is printed alone.
const said = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-copy-text]")) {
  button.addEventListener("click", async () => {
    const field = document.querySelector(`[data-issued="${button.dataset.copyText}"]`);
    said.textContent = (await copied(field))
      ? "Copié."
      : "Ce navigateur refuse de copier : le texte est choisi, faites Ctrl+C.";
  });
}

document.querySelector("[data-print-label]")?.addEventListener("click", () => {
  document.body.classList.add("prints-label");
  print();
  document.body.classList.remove("prints-label");
});

/** @param {PageElement} field */
async function copied(field) {
  getSelection()?.selectAllChildren(field);
  try {
    // The clipboard is only given to pages served by https, or to this machine's own.
    if (!navigator.clipboard) return document.execCommand("copy");
    await navigator.clipboard.writeText(field.textContent);
    return true;
  } catch {
    return false;
  }
}
