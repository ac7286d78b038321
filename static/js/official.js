/** Official documents: texts saved as they are typed, means, faults, history. */
import { randomName } from "./grid/names.js";
import { deliver, RETRY, SIGN_IN } from "./grid/saving.js";
import { Drafts } from "./official/drafts.js";
import { Field } from "./official/field.js";
import { MeanField } from "./official/mean.js";
import { showSome, walkByKeyboard } from "./official/walking.js";
import { SignInDialog } from "./sign-in.js";

const FORBIDDEN = "Votre compte ne permet pas, ou plus, d'écrire ici.";
const settings = JSON.parse(document.getElementById("texts-settings").textContent ?? "{}");
const signIn = new SignInDialog(document.getElementById("sign-in"));
const live = document.querySelector("[data-live]");
const offlineLine = document.querySelector("[data-offline]");
const dialog = document.querySelector("[data-dialog]");

/** Only one question at a time, however many texts wait for the answer. @type {Promise<boolean> | null} */
let asking = null;
let isKept = true;

/** @param {string} sentence */
function say(sentence) {
  live.textContent = sentence;
}

/** @param {string} sentence */
function signInOnce(sentence) {
  asking ??= signIn.ask(sentence).finally(() => {
    asking = null;
  });
  return asking;
}

/** @param {Element} box @returns {DOMStringMap} the addresses of its class */
function addressesOf(box) {
  return /** @type {HTMLElement} */ (box.closest("[data-save]")).dataset;
}

/** @param {string} url @param {object} data @returns {Promise<any>} */
async function send(url, data) {
  try {
    const answer = await deliver(url, signIn.account, data, FORBIDDEN);
    offlineLine.hidden = true;
    return answer;
  } catch (failure) {
    const { kind, isCut } = /** @type {import("./grid/saving.js").SaveFailure} */ (failure);
    if (kind === RETRY && isCut) offlineLine.hidden = false;
    throw failure;
  }
}

/**
 * The same for a click: what goes wrong is said, and a session that ended is opened again.
 * @param {string} url @param {object} data @returns {Promise<any>} null when nothing was done
 */
async function act(url, data) {
  try {
    return await send(url, data);
  } catch (error) {
    const failure = /** @type {import("./grid/saving.js").SaveFailure} */ (error);
    if (failure.kind === SIGN_IN && (await signInOnce(failure.message))) return act(url, data);
    showRefusal(failure.message);
    return null;
  }
}

/** @param {string} sentence */
function showRefusal(sentence) {
  const line = document.createElement("p");
  line.className = "notice notice-no";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  document.querySelector("[data-restored]").replaceChildren(line);
}

const fields = [...document.querySelectorAll("[data-text]")].map(
  (box) =>
    new Field(box, {
      send: (field, text, version, key) => {
        const { pupil, matiere } = field;
        const about = { pupil, matiere, text, version, key: field.isColleagues ? key : 0 };
        return send(addressesOf(box).save ?? "", about);
      },
      signIn: signInOnce,
      say,
      onChange: (field) => onChange(field),
    }),
);
const written = fields.filter(({ area }) => area !== null);
const means = [...document.querySelectorAll("[data-mean]")].map(
  (box) => new MeanField(box, (wanted) => act(addressesOf(box).meanSave ?? "", wanted)),
);

const drafts = await Drafts.open({
  owner: signIn.account,
  grid: settings.grid,
  address: location.pathname,
  page: randomName(),
  key: settings.key,
  day: settings.day,
});

/** @param {Field} field */
async function onChange(field) {
  if (field.text.state === "refused" || field.text.state === "conflict") {
    say(field.box.querySelector("[data-state]").textContent ?? "");
  }
  showProgress();
  await keepUnsaved();
}

async function keepUnsaved() {
  const unsaved = written.filter(({ text }) => text.isUnsaved);
  const texts = unsaved.map(({ name, text }) => ({ name, text: text.typed, version: text.stored.version }));
  isKept = (await drafts.keep(texts)) || unsaved.length === 0;
}

function showProgress() {
  const counter = document.querySelector("[data-written]");
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!counter || rows.length === 0) return;
  const done = rows.filter((row) => hasText(row)).length;
  counter.textContent = String(done);
  const meter = document.querySelector("[data-progress] meter");
  if (meter) meter.value = String(done);
  const left = document.querySelector("[data-to-write]");
  if (left) left.textContent = String(rows.length - done);
}

/** @param {HTMLElement} row */
function hasText(row) {
  const own = fields.filter(({ box }) => row.contains(box));
  return own.some(({ area, text, box }) => (area ? text.typed.trim() : box.querySelector(".off-said .muted") === null));
}

/** What pages that closed left comes back: saved at once where nothing changed, shown beside what changed. @param {import("./official/drafts.js").Draft[]} texts */
function takeBack(texts) {
  let count = 0;
  for (const { name, text, version } of texts) {
    const field = written.find((each) => each.name === name);
    if (!field || field.text.stored.text === text.trim()) continue;
    field.restore(text, version);
    count += 1;
  }
  if (count === 0) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.textContent = `${count === 1 ? "Un texte gardé sur cet appareil est revenu" : `${count} textes gardés sur cet appareil sont revenus`} dans la page.`;
  document.querySelector("[data-restored]").replaceChildren(line);
}

// --- History, faults ---

/** @type {Field | null} */
let current = null;

/** @param {Field} field */
async function openHistory(field) {
  current = field;
  const url = (addressesOf(field.box).history ?? "").replace(/\/0\/$/, `/${field.key}/`);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return showRefusal("L'histoire de ce texte n'a pas pu être lue : réessayez.");
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const undo = parsed.querySelector("[data-act=undo]");
  if (undo && !field.area) undo.remove();
  dialog.querySelector("[data-dialog-body]").replaceChildren(...parsed.body.children);
  return dialog.showModal();
}

/** @param {Field} field @param {number} key */
async function undo(field, key) {
  const answer = await act(addressesOf(field.box).undo ?? "", { key, version: field.text.stored.version });
  dialog.close();
  if (answer?.conflict) showRefusal("Ce texte a changé entre-temps : rechargez la page.");
  else if (answer) field.replace(answer);
}

/** @param {Field} field */
function tellFault(field) {
  const form = document.querySelector("[data-fault-dialog]");
  const message = document.getElementById("fault-message");
  message.value = "";
  form.returnValue = "";
  form.showModal();
  form.addEventListener(
    "close",
    async () => {
      if (form.returnValue !== "send") return;
      const answer = await act(addressesOf(field.box).fault ?? "", { key: field.key, message: message.value });
      if (answer) field.box.querySelector("[data-state]").textContent = `signalé à ${answer.told}`;
    },
    { once: true },
  );
}

/** @param {Field} field */
async function dismiss(field) {
  const answer = await act(addressesOf(field.box).fault ?? "", { key: field.key, dismiss: true });
  if (answer) for (const fault of field.box.querySelectorAll(".off-fault")) fault.remove();
}

document.addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLButtonElement | null} */ (target.closest("[data-act]"));
  if (!button) return;
  const name = button.dataset.act;
  if (name === "undo" && current) undo(current, Number(button.value));
  const field = fields.find(({ box }) => box.contains(button));
  if (!field) return;
  if (name === "correct") field.correct();
  if (name === "model") field.useModel();
  if (name === "history") openHistory(field);
  if (name === "fault") tellFault(field);
  if (name === "dismiss") dismiss(field);
});

// --- Leaving, coming back ---

const hasUnsaved = () => written.some(({ text }) => text.isUnsaved) || means.some(({ isUnsaved }) => isUnsaved);
addEventListener("beforeunload", (event) => {
  if (hasUnsaved() && !isKept) event.preventDefault();
});
document.addEventListener("session-over", (event) => {
  if (hasUnsaved()) event.preventDefault();
});
addEventListener("online", () => {
  offlineLine.hidden = true;
  for (const { text } of written) text.wake();
});
addEventListener("offline", () => {
  offlineLine.hidden = false;
});
walkByKeyboard(written);
showSome();
await drafts.giveBack(takeBack).catch(() => {});
document.documentElement.dataset.textsReady = "true";
