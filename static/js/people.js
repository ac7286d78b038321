// Forms of the people pages: a box that opens a field when it is unticked, the focus on the first field.
for (const part of document.querySelectorAll("[data-unless]")) {
  const box = document.getElementById(part.dataset.unless);
  const field = part.querySelector("input");
  const follow = () => {
    part.hidden = box.checked;
    field.disabled = box.checked;
  };
  box.addEventListener("change", () => {
    follow();
    if (!box.checked) field.focus();
  });
  follow();
}

// The first field to fill in, or the first one to mend.
const first = document.querySelector(".has-error :is(input:not([type=checkbox], :disabled), select)");
(first ?? document.querySelector("#formulaire :is(input:not([type=hidden]), select)"))?.focus();
