// The switch on the schedule page that keeps a copy of it on this device. Without JavaScript, or where the browser keeps
// nothing, the switch stays hidden. `worker.js` does the keeping.

const kept = (scope) => `porchlight-kept ${scope}`;

/** Shows the switch as it stands, and turns it. */
export async function offlineSwitch(card) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  const { scope, worker } = card.dataset;
  const show = async () => {
    card.dataset.on = String(await caches.has(kept(scope)));
    card.hidden = false;
  };
  card.querySelector("[data-keep]").addEventListener("click", async () => {
    await navigator.serviceWorker.register(worker, { scope });
    const { active } = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = show;
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
    active.postMessage({ keep: [location.pathname, ...files] }, [channel.port2]);
  });
  card.querySelector("[data-drop]").addEventListener("click", async () => {
    await forget(scope);
    await show();
  });
  await show();
}

/** Removes the copy from this device, and what kept it. */
export async function forget(scope) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await caches.delete(kept(scope));
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await registration?.unregister();
}
