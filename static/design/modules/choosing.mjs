// Nothing of the uploader is loaded before somebody has chosen a file.
export function watchFiles() {
  const box = document.querySelector("[data-uploads]");
  if (!box) return;
  const form = box.closest("form");
  box.hidden = false;
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", async () => {
      const { choose } = await import(box.dataset.script);
      choose(box, input);
    });
  }
}
