"use strict";
/* Language and post take effect at once; everything else is HTML. */
document.addEventListener("change", (event) => {
  if (event.target.id === "post") event.target.form.requestSubmit();
});
