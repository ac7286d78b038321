/** Bytes as they travel in JSON between browsers, servers and keys (base64url, without « = »). */

/** @param {string} text @returns {ArrayBuffer} */
export function decode(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(letters.length);
  for (const [at, letter] of [...letters].entries()) bytes[at] = letter.charCodeAt(0);
  return bytes.buffer;
}

/** @param {ArrayBuffer} buffer @returns {string} */
export function encode(buffer) {
  const letters = [...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
