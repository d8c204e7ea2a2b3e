/* Claims: a tap opens and closes a sign's note, Escape closes it, and a note keeps inside the window. */
(() => {
  "use strict";
  const signOf = (event) => event.target instanceof Element ? event.target.closest(".cb-claim") : null;

  function place(claim) {
    const note = claim.querySelector(".cb-claim-note");
    note.style.transform = "";
    const box = note.getBoundingClientRect();
    if (getComputedStyle(note).position !== "absolute" || !box.width) return;
    const over = box.right - document.documentElement.clientWidth + 12;
    if (over > 0) note.style.transform = `translateX(${-Math.min(over, box.left - 12)}px)`;
  }

  function close(claims) {
    for (const claim of claims) claim.classList.remove("cb-open");
  }

  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => {
    const claim = signOf(event);
    if (claim) place(claim);
  });
  document.addEventListener("click", (event) => {
    const claim = signOf(event);
    const sign = event.target instanceof Element ? event.target.closest(".cb-claim-sign") : null;
    close([...document.querySelectorAll(".cb-claim.cb-open")].filter((open) => open !== claim));
    if (!sign) return;
    const open = !claim.classList.contains("cb-open");
    claim.classList.toggle("cb-open", open);
    claim.classList.toggle("cb-shut", !open);
    if (open) place(claim);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const claim of document.querySelectorAll(".cb-claim:hover, .cb-claim:focus-within, .cb-claim.cb-open")) {
      claim.classList.remove("cb-open");
      claim.classList.add("cb-shut");
    }
  });
  for (const kind of ["pointerout", "focusout"]) document.addEventListener(kind, (event) => {
    const claim = signOf(event);
    if (claim && !claim.contains(event.relatedTarget)) claim.classList.remove("cb-shut");
  });
})();
