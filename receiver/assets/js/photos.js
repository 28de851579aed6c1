// Photos that are chosen in a form.

const PHOTO_PIXELS = 1600;

/** Makes photos as small as the office needs them before they travel: a phone's own are slow to send. What can't be
    drawn here is sent as it is. */
export function shrinkPhotos(field) {
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
