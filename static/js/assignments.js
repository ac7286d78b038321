// « Professeurs & classes »: each click is saved at once, in order; a save that fails is undone on the page.
const grid = document.querySelector("#grid");
const summaries = document.querySelector("#summaries");
const state = document.querySelector("#save-state");
const problem = document.querySelector("#save-error");
let last = Promise.resolve();
let waiting = 0;

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.dataset.save) return;
  const wanted = box.checked;
  waiting += 1;
  box.setAttribute("aria-busy", "true");
  say(state, "notice", "Enregistrement…");
  last = last.then(() => save(box, wanted)).finally(() => (waiting -= 1));
});

addEventListener("beforeunload", (event) => {
  if (waiting) event.preventDefault();
});

async function save(box, wanted) {
  try {
    const { summary } = await send(box.dataset.save, wanted);
    showSummary(summary);
    problem.replaceChildren();
    say(state, "notice notice-ok", `Enregistré : ${nameOf(box)}, ${wanted ? "oui" : "non"}.`);
  } catch (error) {
    box.checked = !wanted;
    state.replaceChildren();
    say(problem, "notice notice-no", `Non enregistré : ${nameOf(box)}. ${error.message}`);
  } finally {
    box.removeAttribute("aria-busy");
  }
}

async function send(address, isOn) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { ...JSON.parse(document.body.getAttribute("hx-headers")), Accept: "application/json" },
      body: new URLSearchParams({ is_on: isOn ? "1" : "0" }),
    });
  } catch {
    throw new Error("Le serveur ne répond pas : vérifiez la connexion, puis cliquez de nouveau.");
  }
  if (answer.ok && !answer.redirected) return answer.json();
  throw new Error(await reason(answer));
}

async function reason(answer) {
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (await answer.json()).error;
  if (answer.status === 404) return "Ce professeur ou cette classe n'existe plus : rechargez la page.";
  return "Le serveur a refusé : rechargez la page, puis recommencez.";
}

// The row of the class in the second table, as the server now sees it; the focus stays where it was.
function showSummary(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const row = holder.content.querySelector("tr");
  const old = summaries.querySelector(`tr[data-class="${row.dataset.class}"]`);
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.save : null;
  row.hidden = old.hidden;
  old.replaceWith(row);
  if (focused) row.querySelector(`[data-save="${CSS.escape(focused)}"]`)?.focus();
}

function say(place, style, text) {
  const line = document.createElement("p");
  line.className = style;
  line.textContent = text;
  place.replaceChildren(line);
}

function nameOf(box) {
  return box.getAttribute("aria-label") ?? box.closest("label").textContent.trim().replace(/\s+/g, " ");
}

// One tab stop for the whole grid; the arrows move inside.
if (grid) {
  const rows = () => [...grid.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.querySelectorAll("input")]);
  const reach = (box) => {
    for (const other of grid.querySelectorAll("input[tabindex='0']")) other.tabIndex = -1;
    box.tabIndex = 0;
  };
  for (const box of grid.querySelectorAll("input")) box.tabIndex = -1;
  const first = grid.querySelector("tbody input");
  if (first) first.tabIndex = 0;
  grid.addEventListener("focusin", (event) => event.target.matches("input") && reach(event.target));
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step || !event.target.matches("input")) return;
    event.preventDefault();
    const boxes = rows();
    const y = boxes.findIndex((row) => row.includes(event.target));
    const x = boxes[y].indexOf(event.target);
    boxes[y + step[0]]?.[x + step[1]]?.focus();
  });
}
