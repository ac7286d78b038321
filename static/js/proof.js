// « C'est bien vous ? »: when what was asked for is a file, the browser downloads it and stays on this page.
const SECONDS_OF_A_PAGE = 3;
const question = document.querySelector("[data-proof]");
question
  .querySelector("form")
  ?.addEventListener("submit", () => setTimeout(sayThatFileComes, SECONDS_OF_A_PAGE * 1000));

// A page would have taken the place of this one; if it is only slow, it will.
function sayThatFileComes() {
  for (const element of question.querySelectorAll(":scope > *")) element.hidden = true;
  question.querySelector("[data-file-comes]").hidden = false;
}
