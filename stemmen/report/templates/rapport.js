"use strict";
(() => {
  const form = document.querySelector(".zoeken");
  const open = () => {
    let here = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const target = here;
    for (; here; here = here.parentElement) if (here.tagName === "DETAILS") here.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
  if (!form) return;

  const word = document.getElementById("zoek-woord");
  const theme = document.getElementById("zoek-thema");
  const valence = document.getElementById("zoek-waardering");
  const groups = [...form.querySelectorAll("[data-kenmerk]")];
  const outcome = document.getElementById("zoek-uitkomst");
  const nothing = document.getElementById("niets-gevonden");
  const lists = [...document.querySelectorAll(".beurten[data-thema]")].map((list) => ({
    list,
    count: list.querySelector(".aantal"),
    items: [...list.querySelectorAll(".lijst > li")].map((item) => ({
      item,
      text: item.textContent.toLowerCase(),
      codes: item.dataset.codes.split(" "),
    })),
  }));
  const total = lists.reduce((sum, { items }) => sum + items.length, 0);
  const turns = (number) => `${number} ${number === 1 ? "beurt" : "beurten"}`;

  const show = () => {
    const words = word.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = groups.map((group, place) => [`groep-${place + 1}`, group.value]).filter(([, value]) => value);
    const narrowed = words.length || chosen.length || valence.value || theme.value;
    let found = 0;
    for (const { list, count, items } of lists) {
      let shown = 0;
      for (const { item, text, codes } of items) {
        const fits =
          (!theme.value || codes.includes(theme.value)) &&
          (!valence.value || item.dataset.waardering === valence.value) &&
          chosen.every(([name, value]) => item.getAttribute(`data-${name}`) === value) &&
          words.every((part) => text.includes(part));
        item.hidden = !fits;
        shown += fits;
      }
      found += shown;
      list.hidden = !shown;
      if (narrowed && shown) list.open = true;
      count.textContent = shown === items.length ? turns(shown) : `${shown} van ${turns(items.length)}`;
    }
    nothing.hidden = found > 0;
    outcome.textContent = narrowed ? `${found} van ${turns(total)}` : turns(total);
  };

  const clear = () => {
    for (const field of form.querySelectorAll("input, select")) field.value = "";
  };
  // A count links to its list without a filter in the way; a count of a subcode sets that subcode.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#beurt"]');
    if (!link || form.hidden) return;
    if (link.closest(".beurten")) return;
    clear();
    if (link.dataset.alleen) theme.value = link.dataset.alleen.slice("code=".length);
    show();
    if (link.hash === location.hash) open();
  });
  document.getElementById("zoek-wissen").addEventListener("click", () => {
    clear();
    show();
    word.focus();
  });
  form.addEventListener("input", show);
  form.hidden = false;
  show();
})();
