// A page that holds one field per profile: « Recopier pour tous » gives its value to the others; nothing is saved yet.
document.addEventListener("click", (event) => {
  const source = document.getElementById(event.target.closest("[data-copy]")?.dataset.copy ?? "");
  if (!source) return;
  for (const field of source.form?.querySelectorAll(".by-profile :is(input, select)") ?? []) {
    if (field.value === source.value) continue;
    field.value = source.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
