/**
 * The search of a school as a combobox: what is typed opens the schools that the server finds, the arrows and Enter
 * choose one. Without this script the field is a search whose results are a page.
 */
const PAUSE = 120;

class SchoolSearch {
  /** @param {HTMLElement} field of accounts/sign_in.html; its data-combobox is the address that finds schools */
  constructor(field) {
    this.url = field.dataset.combobox;
    this.input = field.querySelector("input");
    this.list = field.querySelector("[role=listbox]");
    this.words = field.querySelector("[role=status]");
    this.active = -1;
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.#wait());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("focus", () => this.#open());
    // The field keeps the focus while the mouse chooses: losing it would close the list under the pointer.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #wait() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.#search(), PAUSE);
  }

  async #search() {
    this.request?.abort();
    this.request = new AbortController();
    const typed = this.input.value;
    const query = new URLSearchParams({ q: typed, next: this.input.form?.querySelector("[name=next]")?.value ?? "" });
    try {
      const response = await fetch(`${this.url}?${query}`, { signal: this.request.signal });
      if (response.ok) this.#show(await response.text(), typed);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.#close();
    }
  }

  /** @param {string} text @param {string} typed */
  #show(text, typed) {
    this.shownFor = typed;
    const found = new DOMParser().parseFromString(text, "text/html");
    this.list.replaceChildren(...found.querySelectorAll("[role=option]"));
    this.words.textContent = found.querySelector("p").textContent;
    this.#mark(-1);
    this.#open();
  }

  #open() {
    const isOpen = this.list.children.length > 0 && document.activeElement === this.input;
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  /** Makes an option the one that Enter chooses; -1 for none: Enter then sends the search. @param {number} index */
  #mark(index) {
    this.active = index;
    for (const [rank, option] of this.options.entries()) {
      option.setAttribute("aria-selected", String(rank === index));
    }
    const option = this.options[index];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.options.length;
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From nothing, down goes to the first and up to the last.
      this.#mark(this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count);
    } else if (event.key === "Enter" && !this.list.hidden && this.#chosen) {
      event.preventDefault();
      this.#choose(this.#chosen);
    }
  }

  /** The option marked, or the only one when the list is that of what is typed now. */
  get #chosen() {
    const isAlone = this.options.length === 1 && this.shownFor === this.input.value;
    return this.options[isAlone ? 0 : this.active];
  }

  /** @param {PageElement | null} option */
  #choose(option) {
    if (option) location.assign(option.dataset.href);
  }
}

for (const field of document.querySelectorAll("[data-combobox]")) new SchoolSearch(field);
