/** A comment spoken to a pupil: recorded by the browser, sent as soon as it stops, listened to from the server. */
import { isJson, post } from "./page-token.js";

// Speech, not music: two minutes are half a megabyte.
const QUALITY = { audioBitsPerSecond: 32_000 };
const NO_MICROPHONE =
  "Aucun micro : branchez-en un, ou autorisez-le pour ce site dans votre navigateur. Le commentaire écrit reste possible.";
const NOT_SENT = "L'enregistrement n'est pas parti. Vérifiez le réseau, puis recommencez.";

for (const block of document.querySelectorAll("[data-voice-of]")) listen(block);

/** @param {PageElement} block */
function listen(block) {
  /** @param {string} name */
  const part = (name) => block.querySelector(`[data-voice="${name}"]`);
  const audio = block.querySelector("audio");
  /** @type {MediaRecorder | null} */
  let recorder = null;

  part("record").addEventListener("click", async () => {
    part("said").textContent = "";
    const stream = await openMicrophone();
    if (stream === null) {
      part("said").textContent = NO_MICROPHONE;
      return;
    }
    recorder = new MediaRecorder(stream, QUALITY);
    record(recorder, stream);
  });
  part("stop").addEventListener("click", () => recorder?.stop());

  /** @param {MediaRecorder} open @param {MediaStream} stream */
  function record(open, stream) {
    /** @type {Blob[]} */
    const pieces = [];
    const began = performance.now();
    const longest = Number(block.dataset.longest);
    const seconds = () => Math.min(Math.round((performance.now() - began) / 1000), longest);
    const clock = setInterval(() => {
      part("time").textContent = `${seconds()} s sur ${longest}`;
      if (seconds() >= longest && open.state === "recording") open.stop();
    }, 250);
    open.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    open.addEventListener("stop", () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop();
      show(false);
      send(new Blob(pieces, { type: open.mimeType }), Math.max(seconds(), 1));
    });
    open.start();
    show(true);
    part("stop").focus();
  }

  /** @param {boolean} isRecording */
  function show(isRecording) {
    part("record").hidden = isRecording;
    part("stop").hidden = !isRecording;
    if (!isRecording) part("record").focus();
  }

  /** @param {Blob} sound @param {number} seconds */
  async function send(sound, seconds) {
    const body = new FormData();
    body.append("voix", sound, "voix");
    body.append("secondes", String(seconds));
    part("said").textContent = "Envoi…";
    const answer = await post(block.dataset.voiceOf, { body }).catch(() => null);
    const said = answer && isJson(answer) ? await answer.json() : { error: NOT_SENT };
    part("said").textContent = said.message ?? said.error;
    if (!answer?.ok || !said.address) return;
    // Another address for the browser, which kept the one before.
    audio.setAttribute("src", `${said.address}?${Date.now()}`);
    audio.hidden = false;
    part("erase").hidden = false;
  }
}

/** The microphone, null when there is none, or when it is not allowed. */
async function openMicrophone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return null;
  }
}
