/** The mean of a pupil: typed, removed, or given back to the results. */

const SIGNS = { computed: "=", copied: "⇠", typed: "✎", removed: "×", frozen: "‖" };

/** @typedef {{shown: string, computed: string, origin: keyof typeof SIGNS, word: string, author: string, version: number, conflict: boolean}} Mean */

export class MeanField {
  /**
   * @param {HTMLElement} box of bilans/officiels/drawing.py
   * @param {(data: object) => Promise<Mean | null>} send null when it could not be: it was said
   */
  constructor(box, send) {
    this.box = box;
    this.send = send;
    this.version = Number(box.dataset.version);
    this.origin = box.dataset.origin ?? "computed";
    this.field = box.querySelector("[data-mean-field]");
    if (!this.field) return;
    this.shown = this.field.defaultValue;
    this.field.addEventListener("change", () => this.#typed());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey) this.#typed();
    });
    for (const name of ["remove", "compute"]) {
      box.querySelector(`[data-act=${name}]`).addEventListener("click", () => this.#act(name));
    }
  }

  /** Whether what is typed is not saved. */
  get isUnsaved() {
    return this.field !== null && this.field.value.trim() !== this.shown;
  }

  #typed() {
    if (!this.isUnsaved) return undefined;
    const typed = this.field.value.trim();
    return typed === "" ? this.#act("remove") : this.#save("typed", typed);
  }

  /** @param {string} name */
  #act(name) {
    return this.#save(name === "remove" ? "removed" : "computed", "");
  }

  /** @param {string} origin @param {string} typed */
  async #save(origin, typed) {
    const { pupil, matiere } = this.box.dataset;
    const said = this.box.querySelector("[data-mean-said]");
    said.textContent = "● envoi…";
    const wanted = { pupil: Number(pupil), matiere: Number(matiere), origin, typed, version: this.version };
    const answer = await this.send(wanted);
    if (answer === null) {
      said.textContent = "✖ pas enregistrée";
      this.field.setAttribute("aria-invalid", "true");
      return;
    }
    this.#show(answer, typed);
  }

  /** @param {Mean} mean @param {string} typed */
  #show(mean, typed) {
    this.version = mean.version;
    this.shown = mean.shown;
    this.field.removeAttribute("aria-invalid");
    const said = this.box.querySelector("[data-mean-said]");
    const author = mean.author ? ` (${mean.author})` : "";
    if (mean.conflict) {
      said.textContent = `⚠ changée entre-temps : ${mean.shown || "retirée"}${author}. Validez de nouveau pour garder ${typed || "votre choix"}.`;
      return;
    }
    this.field.value = mean.shown;
    said.textContent = `${SIGNS[mean.origin]} ${mean.word}${author}`;
    this.box.querySelector("[data-act=remove]").hidden = mean.origin === "removed";
    const compute = this.box.querySelector("[data-act=compute]");
    compute.hidden = mean.origin === "computed";
    compute.textContent = `recalculer${mean.computed ? ` (${mean.computed})` : ""}`;
  }
}
