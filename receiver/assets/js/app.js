// What the page can do better with JavaScript. Nothing depends on it.

import { forget, offlineSwitch } from "./offline.js";
import { showLook, uploadAtOnce } from "./looks.js";
import { popUp } from "./popup.js";
import { shrinkPhotos } from "./photos.js";
import { tickAll } from "./ticks.js";

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

/** Whoever signs out leaves nothing on the device. */
function forgetAtSignOut(form) {
  form.addEventListener("submit", () => forget(form.dataset.forget));
}

/** Copies what a field holds, and says so on the button, which is hidden in the page until this runs. */
function copyField(button) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

/** A page that answered a form becomes one that was asked for: the browser's Back shows its form again, and neither a
    warning nor an error of the browser. */
function withoutItsForm() {
  history.replaceState(history.state, "", location.href);
}

/** On a narrow screen the menu is closed until it is asked for; without JavaScript it stays open above the page. */
function closedWhereNarrow(menu) {
  const narrow = window.matchMedia("(max-width: 59.99rem)");
  const fit = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", fit);
  fit();
}

document.querySelectorAll("[data-menu]").forEach(closedWhereNarrow);
if (document.querySelector("[data-answers-form]")) withoutItsForm();
document.querySelectorAll("[data-offline-copy]").forEach(offlineSwitch);
document.querySelectorAll("form[data-forget]").forEach(forgetAtSignOut);
document.querySelectorAll("[data-photos]").forEach(shrinkPhotos);
document.querySelectorAll("form[data-upload]").forEach(uploadAtOnce);
document.querySelectorAll("form[data-look]").forEach(showLook);
document.querySelectorAll("[data-copy]").forEach(copyField);
/** A passkey is asked for, or made, when the form is sent; what the device answers goes along in a field of it. */
function withPasskey(form, act) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const fault = form.querySelector("[role=alert]");
  form.hidden = false;
  document.querySelectorAll("[data-without-passkeys]").forEach((one) => one.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await act()).toJSON());
      form.submit();
    } catch {
      fault.hidden = false;
      delete form.dataset.sent;
    }
  });
}

document.querySelectorAll("form[data-passkey-get]").forEach((form) => {
  withPasskey(form, () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.passkeyGet));
    return navigator.credentials.get({ publicKey });
  });
});
document.querySelectorAll("form[data-passkey-create]").forEach((form) => {
  withPasskey(form, () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset.passkeyCreate));
    return navigator.credentials.create({ publicKey });
  });
});
document.querySelectorAll("[data-show-password]").forEach(showPassword);
document.querySelectorAll("form[data-submit-on-change]").forEach(submitOnChange);
document.querySelectorAll("[data-tick-all]").forEach(tickAll);
document.querySelectorAll("[data-pops-up]").forEach((link) => popUp(link, (dialog) => {
  dialog.querySelectorAll("[data-show-password]").forEach(showPassword);
  dialog.querySelectorAll("form[method=post]").forEach(onlyOnce);
}));
// After a file came the page is still there, and the file can be asked for once more.
document.querySelectorAll("form[method=post]:not([data-downloads])").forEach(onlyOnce);
