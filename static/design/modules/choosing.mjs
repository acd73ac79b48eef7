// Nothing of the uploader is loaded before somebody has chosen a file.
export function watchFiles() {
  const box = document.querySelector("[data-uploads]");
  if (!box) return;
  const form = box.closest("form");
  const folder = box.querySelector("template");
  folder.replaceWith(folder.content.cloneNode(true)); // a field that only a script can read
  box.querySelector("input").webkitdirectory = true;
  box.hidden = false;
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", async () => {
      const { choose } = await import(box.dataset.script);
      choose(box, input);
    });
  }
}
