// Ticks of a list.

/** The tick in the head of a list sets all of its page. It is hidden in the page until this runs. */
export function tickAll(head) {
  const ticks = [...head.form.querySelectorAll("[data-tick]")];
  head.hidden = false;
  head.addEventListener("change", () => ticks.forEach((one) => { one.checked = head.checked; }));
  head.form.addEventListener("change", () => {
    const on = ticks.filter((one) => one.checked).length;
    head.checked = on === ticks.length;
    head.indeterminate = on > 0 && on < ticks.length;
  });
}
