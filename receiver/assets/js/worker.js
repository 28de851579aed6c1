// Keeps the schedule of one company on this device, where somebody switched that on there (B14). Its scope is the
// company's part of the address, so that it never sees another company's pages. The copy goes as soon as nobody is
// signed in any more: at sign-out, and when a page answers that the session has ended; and as soon as the schedule is
// not for this user to see.

const scope = new URL(self.registration.scope).pathname;
const KEPT = `porchlight-kept ${scope}`;
const SCHEDULE = `${scope}schedule`;
const SIGN_IN = `${scope}sign-in`;
const SIGN_OUT = `${scope}sign-out`;
/** What an administrator sees as a customer is nobody's copy. */
const NOT_KEPT = "Porchlight-Not-Kept";
/** On every page of a user from whom the office hides the schedule. */
const NO_SCHEDULE = "Porchlight-No-Schedule";
/** The session has ended; it leads to no account any more. */
const NO_ACCOUNT = [401, 403];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const keep = async () => {
    const copy = await caches.open(KEPT);
    await copy.addAll(event.data.keep);
    event.ports[0].postMessage("kept");
  };
  event.waitUntil(keep());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT) event.waitUntil(caches.delete(KEPT));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(request, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

/** A page from the office's portal; where that can't be reached, the copy of the schedule. */
async function page(request, url) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (fault) {
    const copy = await stored(SCHEDULE);
    if (!copy) throw fault;
    const text = (await copy.text()).replace("data-offline hidden", "data-offline");
    return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  const whole = url.pathname === SCHEDULE && !url.search;
  if (takenAway(answer, whole) || (url.pathname === SIGN_IN && answer.ok)) await caches.delete(KEPT);
  else if (whole && answer.ok && !answer.headers.has(NOT_KEPT) && (await caches.has(KEPT))) {
    const copy = await caches.open(KEPT);
    await copy.put(SCHEDULE, answer.clone());
  }
  return answer;
}

/** Whether an answer says that the schedule is not to be seen here any more. */
function takenAway(answer, whole) {
  return NO_ACCOUNT.includes(answer.status) || answer.headers.has(NO_SCHEDULE) || (whole && answer.status === 404);
}

/** Stylesheet and script: their names change with their content. */
async function file(request) {
  return (await stored(request)) ?? fetch(request);
}

async function stored(what) {
  return (await caches.has(KEPT)) ? (await caches.open(KEPT)).match(what) : undefined;
}
