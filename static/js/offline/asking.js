// « Garder mes dernières pages sur cet appareil » : asked on each device, for one account; off until then.
const AGREED = "sacoche-accord";
const KEPT = ["sacoche-pages", "sacoche-fichiers", AGREED];

const block = document.querySelector("[data-kept-pages]");
const scope = new URL(block.dataset.scope, location.href).href;

/** Whether this device keeps the pages of this account. */
const isAgreed = async () => {
  if (!(await caches.has(AGREED))) return false;
  const found = await (await caches.open(AGREED)).match(scope);
  return found !== undefined && (await found.text()) === block.dataset.key;
};

const show = async () => {
  const is = await isAgreed();
  for (const part of block.querySelectorAll("[data-kept-when]")) part.hidden = (part.dataset.keptWhen === "yes") !== is;
  block.hidden = false;
};

const agree = async () => {
  await caches.delete("sacoche-pages");
  await (await caches.open(AGREED)).put(scope, new Response(block.dataset.key));
  await navigator.serviceWorker.register(block.dataset.worker, { scope });
  await navigator.serviceWorker.ready;
  // Loaded again, this page and what draws it are the first ones that are kept.
  location.reload();
};

const forget = async () => {
  for (const name of KEPT) await caches.delete(name);
  const found = await navigator.serviceWorker.getRegistration(scope);
  await found?.unregister();
  await show();
};

// Browsers give neither to pages that came without https: then nothing is offered.
if ("serviceWorker" in navigator && "caches" in window) {
  block.querySelector("[data-kept-agree]").addEventListener("click", agree);
  block.querySelector("[data-kept-forget]").addEventListener("click", forget);
  await show();
}
