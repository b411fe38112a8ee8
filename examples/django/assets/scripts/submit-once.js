/** Keeps an impatient second click from uploading the same copy twice. */
export function submitOnce(document) {
  for (const form of document.querySelectorAll("form.upload")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      button.textContent = "Envoi en cours…";
    });
  }
}
