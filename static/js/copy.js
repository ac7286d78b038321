// Buttons that copy the field named by `data-copy`; hidden without a script, since one can still select by hand.
const said = document.querySelector("[data-copied]");

/** @param {PageElement} field */
const copy = async (field) => {
  field.select();
  // The clipboard is only given to pages served by https, or to this machine's own.
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy");
};

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(document.getElementById(button.dataset.copy));
      said.textContent = "Adresse copiée.";
    } catch {
      said.textContent = "Ce navigateur refuse de copier : l'adresse est sélectionnée, faites Ctrl+C.";
    }
  });
}
