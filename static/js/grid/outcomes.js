/** What the page says of its saves: done, failed, or why a click did nothing. One at a time. */
import { KEPT, disputesLeft } from "./words.js";
import { REFUSED, RETRY, SIGN_IN } from "./saving.js";

/** @import { Answer, SaveFailure } from "./saving.js" */

export class Outcomes {
  /** Whether the failure shown mends itself. */
  isRetrying = false;
  /** Whether the server refused a letter since the last one was asked to leave: what it said stays, whatever follows. */
  isRefused = false;

  /** @param {(name: string) => PageElement} part of the page */
  constructor(part) {
    this.notices = { saved: part("saved"), failed: part("failed"), locked: part("locked") };
    this.failedWords = part("failed-words");
    this.signIn = part("sign-in");
  }

  /** @param {Answer} answer @param {number} disputed cells that wait for a choice @param {boolean} isSilent */
  saved(answer, disputed, isSilent) {
    const { saved } = this.notices;
    saved.textContent = disputed > 0 ? disputesLeft(answer.message, disputed) : answer.message;
    const isAllRefused = answer.saved === 0 && answer.conflicts.length > 0;
    saved.classList.toggle("notice-ok", !isAllRefused);
    saved.classList.toggle("notice-warn", isAllRefused);
    if (!isSilent) this.#show(saved);
  }

  /** @param {SaveFailure} failure */
  failed(failure) {
    this.failedWords.textContent = `${failure.message} ${KEPT[failure.kind]}`;
    this.signIn.hidden = failure.kind !== SIGN_IN;
    this.#show(this.notices.failed);
    this.isRetrying = failure.kind === RETRY;
    this.isRefused ||= failure.kind === REFUSED;
    this.notices.failed.classList.toggle("is-retrying", this.isRetrying);
  }

  /** Why a click, or a box, did nothing. @param {string} sentence */
  locked(sentence) {
    this.notices.locked.textContent = sentence;
    this.#show(this.notices.locked);
  }

  /**
   * What was said of the last save goes with the next click; a failure stays until the person has dealt with it.
   * @param {boolean} isOffline
   */
  leavePassing(isOffline) {
    const { saved, locked, failed } = this.notices;
    saved.hidden = locked.hidden = true;
    // The line « Hors connexion » goes on saying it.
    if (this.isRetrying && isOffline) failed.hidden = true;
  }

  /** @param {PageElement} notice */
  #show(notice) {
    for (const each of Object.values(this.notices)) each.hidden = each !== notice;
  }
}
