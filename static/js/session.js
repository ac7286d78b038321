/** The time that the session still has: shown, warned of, and what becomes of the page when it is over.
 *
 * The server decides when a session closes; the counter only shows it, and tells when somebody is really there.
 * A page that holds something not yet saved listens to « session-over » and prevents it, so as to stay as it is.
 */

const MINUTE = 60_000;
const WARNED = 5;
// Minutes between two questions of a page that nobody touches.
const LISTENED_EVERY = 5;

export function setUpSessionCounter() {
  const badge = document.querySelector("[data-session-url]");
  if (!badge) return;
  const words = document.querySelector("[data-session-words]");
  const tabs = new BroadcastChannel("sacoche-session");
  const limit = Number(badge.dataset.minutes) * 60;
  let endsAt = Date.now() + limit * 1000;
  let wasActive = false;
  let isOver = false;
  /** @param {number} seconds */
  const restart = (seconds) => {
    endsAt = Date.now() + seconds * 1000;
    show();
  };
  tabs.onmessage = (event) => restart(event.data);
  tabs.postMessage(limit);
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, () => (wasActive = true), { passive: true });
  }
  document.addEventListener("htmx:afterRequest", () => restart(limit));

  async function keepOpen() {
    wasActive = false;
    const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const answer = await fetch(badge.dataset.sessionUrl, {
      method: "POST",
      headers: { ...token, Accept: "application/json" },
    });
    if (!answer.ok) return;
    const { seconds_left: seconds, notice: told } = await answer.json();
    restart(seconds);
    tabs.postMessage(seconds);
    announce(told);
  }

  function show() {
    const minutes = Math.max(0, Math.ceil((endsAt - Date.now()) / MINUTE));
    badge.querySelector("[data-time-left]").textContent = minutes ? `${minutes} min` : "session fermée";
    badge.classList.toggle("is-short", minutes <= WARNED);
    if (minutes > WARNED) words.replaceChildren();
    else if (minutes) warn(minutes);
    else if (!isOver) end();
    isOver = minutes === 0;
  }

  /** @param {number} minutes */
  function warn(minutes) {
    const line = notice(`Sans activité de votre part, votre session se ferme dans ${minutes} min. `);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = "Rester connecté";
    button.addEventListener("click", () => keepOpen().catch(show));
    line.append(button);
    if (!words.hasChildNodes()) ringIfWanted();
    words.replaceChildren(line);
  }

  // Whoever passes by must read nothing more here; but what somebody typed is not thrown away.
  function end() {
    const mayLeave = document.dispatchEvent(new CustomEvent("session-over", { cancelable: true }));
    if (mayLeave && !isBeingFilled()) return location.replace(location.href);
    words.replaceChildren(notice("Votre session est fermée. Ce que vous avez saisi reste dans cette page."));
  }

  let minutes = 0;
  setInterval(() => {
    minutes += 1;
    if (wasActive && endsAt > Date.now()) keepOpen().catch(() => (wasActive = true));
    else {
      show();
      if (minutes % LISTENED_EVERY === 0 && endsAt > Date.now()) listen().catch(show);
    }
  }, MINUTE);
}

/** Asked by the page itself, of nobody's session: what the operator is about to do. */
async function listen() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-announced-url]"));
  if (!place) return;
  const answer = await fetch(place.dataset.announcedUrl ?? "", { headers: { Accept: "application/json" } });
  if (answer.ok) announce((await answer.json()).notice);
}

/** What the operator is about to do to the whole server, above everything else.
 *
 * @param {string | undefined} told
 */
function announce(told) {
  const place = document.querySelector("[data-maintenance-words]");
  if (!place || place.textContent.trim() === (told ?? "")) return;
  const line = document.createElement("p");
  line.className = "notice notice-warn";
  line.setAttribute("role", "alert");
  line.textContent = told ?? "";
  place.replaceChildren(...(told ? [line] : []));
}

const SOUND = "sacoche-sound";

/** Whether whoever uses this browser wants to hear that the session is about to end. */
export function wantsSound() {
  return localStorage.getItem(SOUND) === "yes";
}

/** @param {boolean} isWanted */
export function chooseSound(isWanted) {
  if (isWanted) localStorage.setItem(SOUND, "yes");
  else localStorage.removeItem(SOUND);
}

function ringIfWanted() {
  if (wantsSound()) ring();
}

/** Two short notes; a browser that lets no page make a sound unasked stays silent. */
export function ring() {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0.2;
  volume.connect(context.destination);
  for (const [number, pitch] of [660, 880].entries()) {
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(context.currentTime + number * 0.3);
    note.stop(context.currentTime + number * 0.3 + 0.25);
    if (number === 1) note.onended = () => context.close();
  }
}

/** @param {string} text */
function notice(text) {
  const line = document.createElement("p");
  line.className = "notice notice-warn";
  line.setAttribute("role", "alert");
  line.append(text);
  return line;
}

/** Whether somebody typed, ticked or chose something that is not sent yet. What pages save at each click is in no form. */
export function isBeingFilled() {
  const texts = document.querySelectorAll(
    "main :is(input:not([type=checkbox], [type=radio], [type=hidden]), textarea)",
  );
  const boxes = document.querySelectorAll("main form[method=post] input:is([type=checkbox], [type=radio])[name]");
  const lists = document.querySelectorAll("main form[method=post] select[name]:not([multiple])");
  // A page that came back refused shows what was sent, which is saved nowhere.
  const isRefused = document.querySelector("main form[data-refused]") !== null;
  return (
    isRefused ||
    [...texts].some((field) => field.value !== field.defaultValue) ||
    [...boxes].some((box) => box.checked !== box.defaultChecked) ||
    [...lists].some(isChosenAnew)
  );
}

/** @param {PageElement} list */
function isChosenAnew(list) {
  const options = [...list.options];
  return list.value !== ((options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "");
}
