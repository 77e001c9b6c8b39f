// Brings a part of the page up to date by itself: data-live names where it is fetched, data-every the seconds between.
"use strict";
for (const part of document.querySelectorAll("[data-live]")) {
  const again = async () => {
    if (!document.hidden && !part.contains(document.activeElement)) {
      try {
        const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } });
        if (answer.ok) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
          if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
          if (fresh && fresh.dataset.done !== undefined) return;
        }
      } catch { /* the server is away: the next time */ }
    }
    setTimeout(again, 1000 * part.dataset.every);
  };
  if (part.dataset.done === undefined) setTimeout(again, 1000 * part.dataset.every);
}
