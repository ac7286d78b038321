/** A name that nobody else has drawn: 32 hexadecimal digits. Also where pages are served without https. */
export function randomName() {
  return hexadecimal(crypto.getRandomValues(new Uint8Array(16)));
}

/** @param {Uint8Array} bytes */
function hexadecimal(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
