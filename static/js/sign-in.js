/** Signing in again without leaving the page, for the person it was drawn for. */
import { isJson, post, setPageToken } from "./page-token.js";

const NOT_REACHED = "Le serveur ne répond pas : vérifiez la connexion au réseau, puis réessayez.";
const NOT_ANSWERED = "Le serveur n'a pas su répondre : rechargez la page dans un autre onglet et connectez-vous-y.";

export class SignInDialog {
  /** @param {HTMLDialogElement} dialog of accounts/sign_in_dialog.html */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.password = dialog.querySelector("[name=password]");
    this.error = dialog.querySelector("[data-sign-in=error]");
    /** The account the page was drawn for. */
    this.account = Number(dialog.dataset.account);
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.isSignedIn = false;
    /** Answers who asked. @type {((isSignedIn: boolean) => void) | null} */
    this.resolve = null;
    dialog.querySelector("[data-sign-in=later]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.#end());
    // Another tab tells the counter of this one that a session is open: through an ENT, there is no other way in.
    this.tabs = new BroadcastChannel("sacoche-session");
    this.tabs.addEventListener("message", () => this.#lookElsewhere());
  }

  /**
   * Opens the dialog under a sentence that says why.
   * @param {string} sentence
   * @returns {Promise<boolean>} true once the same person is signed in again, false when she puts it off
   */
  ask(sentence) {
    this.dialog.querySelector("[data-sign-in=reason]").textContent = sentence;
    this.#complain("");
    this.isSignedIn = false;
    this.dialog.showModal();
    this.password.focus();
    return new Promise((resolve) => (this.resolve = resolve));
  }

  #end() {
    this.password.value = "";
    this.resolve?.(this.isSignedIn);
    this.resolve = null;
  }

  /** @returns {Promise<boolean>} whether the session is open, for the person the page was drawn for */
  async isOpenElsewhere() {
    return Boolean((await this.#askSession())?.ok);
  }

  #askSession() {
    const url = document.querySelector("[data-session-url]").dataset.sessionUrl;
    return post(url, { body: new FormData(), headers: { "X-Account": String(this.account) } }).catch(() => null);
  }

  async #lookElsewhere() {
    if (!this.dialog.open) return;
    const answer = await this.#askSession();
    // Who is typing a password here goes on.
    if (!answer || !this.dialog.open || this.password.value !== "") return;
    if (answer.status === 409 && isJson(answer)) return this.#complain((await answer.json()).error);
    if (!answer.ok) return;
    this.isSignedIn = true;
    this.dialog.close();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    if (this.form.getAttribute("aria-busy") === "true") return;
    this.form.setAttribute("aria-busy", "true");
    this.#complain("");
    try {
      await this.#read(await post(this.form.action, { body: new FormData(this.form) }));
    } catch {
      this.#complain(NOT_REACHED);
    } finally {
      this.form.setAttribute("aria-busy", "false");
    }
  }

  /** @param {Response} response */
  async #read(response) {
    if (!isJson(response)) return this.#complain(NOT_ANSWERED);
    const answer = await response.json();
    if (!response.ok) return this.#complain(answer.errors.join(" "));
    setPageToken(answer.token);
    // The counter of the header listens to the other tabs: this page tells it as another tab would.
    this.tabs.postMessage(answer.seconds_left);
    if (answer.account !== this.account) return this.#complain(this.#otherPerson(answer.name));
    this.isSignedIn = true;
    this.dialog.close();
  }

  /** @param {string} name */
  #otherPerson(name) {
    return `Vous voilà connecté comme ${name}, mais cette page et ses clics sont ceux de ${this.dialog.dataset.name} : rien n'est enregistré. Reconnectez-vous avec ce compte-là.`;
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = sentence === "";
    if (sentence) this.password.select();
  }
}
