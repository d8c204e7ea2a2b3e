/* The theme's page: what would otherwise stand in it as a script or a handler. */
(() => {
  "use strict";
  const field = document.querySelector(".bd-search-container input");
  if (field) field.focus();
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
})();
