/** Passkeys: what the server asks, given to the browser; what the key answers, written as the server reads it. */
import { decode, encode } from "./base64url.js";
import { isJson, post } from "./page-token.js";

const NOT_REACHED = "Le serveur ne répond pas : vérifiez la connexion au réseau, puis réessayez.";

/** What the server answers in the place of options, in words. */
class Refused extends Error {}

/**
 * The options of the server (JSON) as the browser takes them.
 * @param {any} options
 */
export function readOptions(options) {
  const asked = { ...options.publicKey, challenge: decode(options.publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: decode(asked.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    if (asked[name])
      asked[name] = asked[name].map((/** @type {{ id: string }} */ each) => ({ ...each, id: decode(each.id) }));
  }
  return { publicKey: asked };
}

/**
 * What a key answered, as JSON.
 * @param {any} credential
 */
export function writeAnswer(credential) {
  /** @type {Record<string, string>} */
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  const id = encode(credential.rawId);
  return { id, rawId: id, type: credential.type, response, clientExtensionResults: {} };
}

/**
 * Why the browser gave nothing, in French.
 * @param {unknown} error
 */
export function refusalOf(error) {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return "Cette clé d'accès est déjà enregistrée pour votre compte.";
  if (name === "SecurityError") {
    return "Ce navigateur ne prend pas de clé d'accès à cette adresse : ouvrez SACoche par son adresse habituelle.";
  }
  if (name === "NotSupportedError") return "Cet appareil ne sait pas faire de clé d'accès : ajoutez une application.";
  return "La clé d'accès n'a pas répondu, ou vous avez annulé : recommencez, ou servez-vous d'un code.";
}

/**
 * What a key answers to what the server at this address asks.
 * @param {string} address
 * @param {string} what « create » or « get »
 */
export async function answerOfKey(address, what) {
  const asked = await post(address, { body: new FormData() });
  if (!isJson(asked)) throw new Refused(NOT_REACHED);
  const options = await asked.json();
  if (!asked.ok) throw new Refused(options.error);
  const wanted = readOptions(options);
  const { credentials } = navigator;
  return writeAnswer(what === "create" ? await credentials.create(wanted) : await credentials.get(wanted));
}

/**
 * The sentence to show when no key answered.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  if (error instanceof Refused) return error.message;
  return error instanceof TypeError ? NOT_REACHED : refusalOf(error);
}
