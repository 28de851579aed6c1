// What the page can do better with JavaScript. Nothing depends on it.

import { forget, offlineSwitch } from "./offline.js";

/** Lets a person see the password that is being typed. The button is hidden in the page until this runs. */
function showPassword(button) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    field.focus();
  });
  // A password must leave the page as a password, so that the browser neither offers nor remembers it as text.
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
}

/** A choice takes effect at once; without JavaScript the form's own button does it. */
function submitOnChange(form) {
  form.addEventListener("change", () => form.requestSubmit());
}

/** One press, one request: a second press while the first is under way does nothing. */
function onlyOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // A page that comes back from the browser's cache starts afresh.
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

/** Copies what a field holds. The button is hidden in the page until this runs. */
function copyField(button) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  });
}

/** Whoever signs out leaves nothing on the device. */
function forgetAtSignOut(form) {
  form.addEventListener("submit", () => forget(form.dataset.forget));
}

document.querySelectorAll("[data-copy]").forEach(copyField);
document.querySelectorAll("[data-offline-copy]").forEach(offlineSwitch);
document.querySelectorAll("form[data-forget]").forEach(forgetAtSignOut);

const PHOTO_PIXELS = 1600;

/** Makes photos as small as the office needs them before they travel: a phone's own are slow to send. What can't be
    drawn here is sent as it is. */
function shrinkPhotos(field) {
  let shrinking = Promise.resolve();
  let ready = true;
  field.addEventListener("change", () => {
    ready = false;
    shrinking = Promise.all([...field.files].map(shrunk)).then((files) => {
      const held = new DataTransfer();
      files.forEach((file) => held.items.add(file));
      field.files = held.files;
    }).catch(() => {}).then(() => { ready = true; });
  });
  // Before `onlyOnce` counts it: a form that is sent meanwhile waits until its photos are ready.
  field.form.addEventListener("submit", (event) => {
    if (ready) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    shrinking.then(() => field.form.requestSubmit());
  });
}

async function shrunk(file) {
  const image = await createImageBitmap(file).catch(() => null);
  const scale = image ? PHOTO_PIXELS / Math.max(image.width, image.height) : 1;
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
  return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }) : file;
}

document.querySelectorAll("[data-photos]").forEach(shrinkPhotos);
document.querySelectorAll("[data-show-password]").forEach(showPassword);
document.querySelectorAll("form[data-submit-on-change]").forEach(submitOnChange);
document.querySelectorAll("form[method=post]").forEach(onlyOnce);
