// « Sessions en cours »: whether this browser rings before the session ends, and what it sounds like.
import { chooseSound, ring, wantsSound } from "./session.js";

const box = document.querySelector("[data-sound-box]");
box.checked = wantsSound();
box.addEventListener("change", () => chooseSound(box.checked));
document.querySelector("[data-sound-try]").addEventListener("click", () => ring());
