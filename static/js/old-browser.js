// Only browsers that know no modules run this file: what they are told stands hidden at the top of every page.
// biome-ignore lint/complexity/useArrowFunction: such a browser knows no arrow.
document.addEventListener("DOMContentLoaded", function () {
  document.getElementById("old-browser").removeAttribute("hidden");
});
