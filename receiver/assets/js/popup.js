// Pages about one row of a list pop up above it. Without JavaScript they are pages, and what they answer always is one.

/** Opens the page of `link` in a dialog; `enliven` makes what came with it work. */
export function popUp(link, enliven) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const page = await fetched(link.href);
    if (!page) {
      location.assign(link.href);
    } else if (!document.querySelector("dialog[open]")) {
      show(page, enliven);
    }
  });
}

/** What is to be seen of that page; nothing where it is another one, as after the session ended. */
async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".middle");
  } catch {
    return null;
  }
}

function show(page, enliven) {
  const dialog = document.createElement("dialog");
  dialog.className = "pop-up";
  dialog.setAttribute("aria-label", page.querySelector("h1").textContent);
  dialog.append(document.adoptNode(page));
  document.body.append(dialog);
  enliven(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    if (!back) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.showModal();
}
