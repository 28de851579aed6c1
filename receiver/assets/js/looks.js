// How the portal looks: pages of the administration site that show it while somebody changes it.

/** Upload with nothing chosen asks for a file, and sends it as soon as there is one. */
export function uploadAtOnce(form) {
  const field = form.querySelector("input[type=file]");
  let asked = false;
  // Before `onlyOnce` counts it.
  form.addEventListener("submit", (event) => {
    if (field.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = true;
    field.click();
  });
  field.addEventListener("cancel", () => { asked = false; });
  field.addEventListener("change", () => {
    if (asked && field.files.length) form.requestSubmit();
    asked = false;
  });
}

/** The preview follows what is typed. What a colour becomes, the receiver says: it sends the stylesheet. */
export function showLook(form) {
  const colours = document.querySelector("link[data-sample-colours]");
  const follow = (target) => {
    const filled = target.type === "checkbox" ? target.checked : Boolean(target.value.trim());
    document.querySelectorAll(`[data-shows="${target.name}"]`).forEach((one) => {
      one.firstElementChild.textContent = target.value.trim();
      one.hidden = !filled;
    });
    document.querySelectorAll(`[data-shown-with="${target.name}"]`).forEach((one) => { one.hidden = !filled; });
    if (target.type === "color") {
      const address = new URL(colours.href);
      address.searchParams.set("colour", target.value);
      colours.href = address.href;
    }
  };
  form.addEventListener("input", ({ target }) => follow(target));
  // What was typed before this ran, or was kept by the browser over a reload.
  [...form.elements].filter((one) => one.checked !== one.defaultChecked || typed(one)).forEach(follow);
}

function typed(field) {
  return "defaultValue" in field && field.value !== field.defaultValue;
}
