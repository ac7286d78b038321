/** Signing in again without leaving the page, for the person it was drawn for. */
import { isJson, post, setPageToken } from "./page-token.js";
import { answerOfKey, sentenceOf } from "./passkeys.js";

const NOT_REACHED = "Le serveur ne répond pas : vérifiez la connexion au réseau, puis réessayez.";
const NOT_ANSWERED = "Le serveur n'a pas su répondre : rechargez la page dans un autre onglet et connectez-vous-y.";

export class SignInDialog {
  /** @param {HTMLDialogElement} dialog of accounts/sign_in_dialog.html */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.password = dialog.querySelector("[name=password]");
    this.code = dialog.querySelector("[name=code]");
    this.key = dialog.querySelector("[name=cle]");
    /** Where the second factor is sent, once the password was right; and where a passkey is asked for. */
    this.factor = { address: "", key: "" };
    this.error = dialog.querySelector("[data-sign-in=error]");
    /** The account the page was drawn for. */
    this.account = Number(dialog.dataset.account);
    this.form.addEventListener("submit", (event) => this.#submit(event));
    dialog.querySelector("[data-sign-in=key] button").addEventListener("click", () => this.#useKey());
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
    this.#askFactor("", "");
    this.dialog.showModal();
    this.password.focus();
    return new Promise((resolve) => (this.resolve = resolve));
  }

  #end() {
    this.password.value = "";
    this.code.value = "";
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
    if (!answer || !this.dialog.open || this.password.value !== "" || this.code.value !== "") return;
    if (answer.status === 409 && isJson(answer)) return this.#complain((await answer.json()).error);
    if (!answer.ok) return;
    this.isSignedIn = true;
    this.dialog.close();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    await this.#send();
  }

  async #send() {
    if (this.form.getAttribute("aria-busy") === "true") return;
    this.form.setAttribute("aria-busy", "true");
    this.#complain("");
    try {
      await this.#read(await post(this.factor.address || this.form.action, { body: new FormData(this.form) }));
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
    this.key.value = "";
    if (answer.is_over) this.#askFactor("", "");
    if (!response.ok) return this.#complain(answer.errors.join(" "));
    if (answer.factor) return this.#askFactor(answer.factor, answer.passkey);
    setPageToken(answer.token);
    // The counter of the header listens to the other tabs: this page tells it as another tab would.
    this.tabs.postMessage(answer.seconds_left);
    if (answer.account !== this.account) return this.#complain(this.#otherPerson(answer.name));
    this.isSignedIn = true;
    this.dialog.close();
  }

  /**
   * The second factor in the place of the codes; without an address, the codes again.
   * @param {string} address
   * @param {string} key
   */
  #askFactor(address, key) {
    this.factor = { address, key };
    this.dialog.querySelector("[data-sign-in=codes]").hidden = address !== "";
    this.dialog.querySelector("[data-sign-in=factor]").hidden = address === "";
    this.dialog.querySelector("[data-sign-in=key]").hidden = key === "";
    this.code.value = "";
    if (address) this.code.focus();
  }

  async #useKey() {
    this.#complain("");
    try {
      this.key.value = JSON.stringify(await answerOfKey(this.factor.key, "get"));
    } catch (error) {
      return this.#complain(sentenceOf(error));
    }
    await this.#send();
  }

  /** @param {string} name */
  #otherPerson(name) {
    return `Vous voilà connecté comme ${name}, mais cette page et ses clics sont ceux de ${this.dialog.dataset.name} : rien n'est enregistré. Reconnectez-vous avec ce compte-là.`;
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = sentence === "";
    if (sentence) (this.factor.address ? this.code : this.password).select();
  }
}
