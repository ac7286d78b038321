// Forms of the people pages: a box that opens a field when it is unticked, a form that is sent once.
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

// A second click must not make a second account.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-send-once]");
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page brought back by the Back button can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

// The first field to fill in, or the first one to mend.
const first = document.querySelector(".has-error :is(input:not([type=checkbox], :disabled), select)");
(first ?? document.querySelector("#formulaire :is(input:not([type=hidden]), select)"))?.focus();
