/**
 * Loads the page again while a listed copy waits for its mark, so that the mark appears by itself.
 * Stands back while somebody fills in the form: a reload would lose the input.
 */
export function refreshWhilePending(document) {
  const table = document.querySelector("table[data-refresh]");
  if (!table) return;
  const seconds = Number(table.dataset.refresh);
  setInterval(() => {
    if (!document.hidden && !formInUse(document)) document.location.assign(document.location.href);
  }, seconds * 1000);
}

function formInUse(document) {
  if (document.activeElement?.closest("form.upload")) return true;
  return [...document.querySelectorAll("form.upload input:not([type=hidden])")].some(
    (input) => input.value !== "",
  );
}
