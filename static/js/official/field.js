/** A field of an official document: its text, what its state is called, and the choice between two texts. */
import { lengthOf, Text } from "./text.js";

/** @import { Stored } from "./text.js" */

export class Field {
  /**
   * @param {HTMLElement} box of bilans/officiels/drawing.py
   * @param {object} page
   * @param {(field: Field, text: string, version: number, key: number) => Promise<Stored>} page.send
   * @param {(sentence: string) => Promise<boolean>} page.signIn
   * @param {(field: Field) => void} page.onChange
   * @param {(sentence: string) => void} page.say
   */
  constructor(box, page) {
    this.box = box;
    this.page = page;
    this.area = box.querySelector("textarea");
    this.pupil = Number(box.dataset.pupil);
    this.matiere = Number(box.dataset.matiere);
    this.isColleagues = box.dataset.colleague !== undefined;
    this.name = this.area?.id ?? "";
    const stored = {
      key: Number(box.dataset.key),
      version: Number(box.dataset.version),
      text: this.area?.defaultValue ?? "",
      author: "",
      at: "",
    };
    this.text = new Text(stored, Number(box.dataset.limit), {
      send: (text, version, key) => page.send(this, text, version, key),
      signIn: page.signIn,
      onChange: () => this.#show(),
    });
    if (this.area) this.#listen(this.area);
  }

  get key() {
    return this.text.stored.key;
  }

  /** @param {PageElement} area */
  #listen(area) {
    area.addEventListener("beforeinput", (event) => this.#guard(/** @type {InputEvent} */ (event)));
    area.addEventListener("input", () => this.text.type(area.value));
    area.addEventListener("blur", () => {
      if (this.text.state === "typing") this.text.save();
    });
  }

  /** A key too many is refused at once; what is pasted stays whole, to be shortened by hand. @param {InputEvent} event */
  #guard(event) {
    if (event.inputType !== "insertText" || !this.text.isFull) return;
    const isReplaced = this.area.selectionStart !== this.area.selectionEnd;
    if (isReplaced) return;
    event.preventDefault();
    this.page.say(`${this.text.limit} signes au plus.`);
    this.box.classList.add("is-full");
  }

  /** Opens a colleague's text to be corrected. */
  correct() {
    this.area.hidden = false;
    this.box.querySelector("[data-count]").hidden = false;
    this.box.querySelector("[data-said]").hidden = true;
    this.area.focus();
  }

  /** Starts from the model of the configuration. */
  useModel() {
    this.area.value = this.box.dataset.model ?? "";
    this.area.focus();
    this.text.type(this.area.value);
  }

  /** @param {Stored} stored what stands once a change was undone */
  replace(stored) {
    if (this.area) this.area.value = stored.text;
    this.text.replace(stored);
    const said = this.box.querySelector("[data-said]");
    if (said) said.textContent = stored.text;
  }

  /** @param {string} text @param {number} version kept on this device */
  restore(text, version) {
    this.area.value = text;
    this.text.restore(text, version);
  }

  #show() {
    const { text, box } = this;
    box.dataset.state = text.state;
    const history = box.querySelector("[data-act=history]");
    if (history) history.hidden = text.stored.key === 0;
    const model = box.querySelector("[data-act=model]");
    if (model) model.hidden = text.typed !== "";
    box.querySelector("[data-state]").textContent = this.#words();
    box.classList.toggle("is-full", text.length >= text.limit);
    const counted = box.querySelector("[data-count]");
    if (counted) counted.textContent = `${lengthOf(text.typed)} / ${text.limit}`;
    this.#showConflict();
    if (text.state === "saved") for (const fault of box.querySelectorAll(".off-fault")) fault.remove();
    this.page.onChange(this);
  }

  #words() {
    const { text } = this;
    const words = {
      typing: "● en cours",
      sending: "● envoi…",
      "too-long": `trop long de ${text.length - text.limit} : rien n'est enregistré`,
      waiting: "gardé ici, part dès que le serveur répond",
      conflict: "⚠ deux textes : choisissez",
      refused: `✖ ${text.refusal}`,
      saved: text.stored.text ? `✓ enregistré${text.stored.at ? ` à ${text.stored.at}` : ""}` : "à écrire",
    };
    return words[text.state];
  }

  #showConflict() {
    const place = this.box.querySelector("[data-conflict]");
    const { other } = this.text;
    place.hidden = other === null;
    if (other === null) return place.replaceChildren();
    const told = document.createElement("p");
    const whose = other.author ? `${other.author}, à ${other.at}` : "Entre-temps";
    told.textContent = `${whose} : « ${other.text || "vide"} »`;
    place.className = "notice notice-warn";
    return place.replaceChildren(
      told,
      choice("Garder le mien", () => this.text.keepMine()),
      choice("Prendre l'autre", () => {
        this.area.value = other.text;
        this.text.takeTheirs();
      }),
    );
  }
}

/** @param {string} label @param {() => void} act */
function choice(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-small";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}
