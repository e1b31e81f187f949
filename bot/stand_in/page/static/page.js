// Keeps the page current without losing what is typed, where the focus is and how far one has read.
// Everything works without this file too; then the page changes only when it is loaded again.
"use strict";

const root = document.documentElement;
root.classList.add("scripted");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// --- changing the page in place -------------------------------------------------------------------

const OWN = new Set(["open"]); // the reader's own state of details and dialogs

function morph(from, to) {
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE || from.isEqualNode(to)) return;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !OWN.has(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) {
    if (!OWN.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  if (from.localName !== "iframe") morphChildren(from, to);
}

function morphChildren(from, to) {
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const match = matching(here, wanted);
    if (!match) {
      const added = document.importNode(wanted, true);
      if (added.classList?.contains("line")) added.classList.add("fresh");
      from.insertBefore(added, here);
      continue;
    }
    while (here !== match) here = discard(here);
    here = match.nextSibling;
    morph(match, wanted);
  }
  while (here) here = discard(here);
}

function matching(here, wanted) {
  if (!wanted.id) return here && !here.id && here.nodeName === wanted.nodeName ? here : null;
  for (let each = here; each; each = each.nextSibling) if (each.id === wanted.id && each.nodeName === wanted.nodeName) return each;
  return null;
}

function discard(node) {
  const next = node.nextSibling;
  if (node.localName === "dialog" && node.open) node.close(); // gives the focus back to where it came from
  node.remove();
  return next;
}

function show(html, address) {
  const wanted = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement, trail = [];
  for (let each = focused; each && each !== document.body; each = each.parentElement) if (each.id) trail.push(each.id);
  if (address && address !== location.href) {
    const moved = new URL(address).search !== location.search;
    history.pushState(null, "", address);
    shown = place();
    if (moved) document.getElementById("places")?.hidePopover?.();
    if (moved) requestAnimationFrame(arrive);
  }
  document.title = wanted.title;
  for (const { name, value } of wanted.body.attributes) document.body.setAttribute(name, value);
  const pages = new Map([...document.querySelectorAll("dialog.sheet")].map((each) => [each.id, begins(each)]));
  morphChildren(document.body, wanted.body);
  raise();
  for (const each of document.querySelectorAll("dialog.sheet")) {
    if (pages.has(each.id) && pages.get(each.id) !== begins(each)) each.querySelector(".body").scrollTop = 0;
  }
  if (!document.contains(focused) && document.activeElement === document.body) {
    const title = [...document.querySelectorAll("dialog.sheet h2")].at(-1); // below a form nothing takes the focus
    for (const near of [...trail.map((id) => document.getElementById(id)), title, document.getElementById("main")]) {
      near?.focus({ preventScroll: true }); // most take none
      if (document.activeElement !== document.body) return;
    }
  }
}

// --- modals: the server draws them open, so that they work without scripts; here they become modal ---

function raise() {
  for (const dialog of document.querySelectorAll("dialog.sheet:not(:modal)")) {
    dialog.removeAttribute("open");
    dialog.showModal();
    if (!dialog.querySelector("[autofocus]")) firstField(dialog)?.focus();
    dialog.querySelector(".body").scrollTop = 0;
    dialog.oncancel = (event) => {
      event.preventDefault();
      press(document.getElementById(dialog.dataset.close));
    };
  }
  for (const frame of document.querySelectorAll("iframe.letter")) {
    fit(frame);
    frame.onload = () => fit(frame);
  }
}

// How a form begins: when that changes it shows another page, to be read from its top.
const begins = (dialog) => dialog.querySelector("h2").textContent + dialog.querySelector(".body > .block")?.textContent;

const firstField = (dialog) =>
  dialog.querySelector("[aria-invalid=true]") ??
  dialog.querySelector(".body :is(input:not([type=hidden]), select, textarea)") ??
  dialog.querySelector("h2[tabindex]");

function fit(frame) {
  const height = frame.contentDocument?.documentElement?.getBoundingClientRect().height;
  if (height) frame.height = Math.ceil(height) + 4;
}

// A conversation opens at its newest line; if that is longer than the screen, at its beginning.
function arrive() {
  const talk = document.querySelector(".talk");
  const last = [...document.querySelectorAll(".talk .lines > .line")].at(-1);
  if (last && last.offsetHeight > talk.clientHeight) last.scrollIntoView({ block: "start" });
}

// --- acting ----------------------------------------------------------------------------------------

const busy = new Set();
let acted = 0; // how often the reader has: what was fetched before that shows what they have left
const press = (button) => button?.form.requestSubmit(button);

async function send(form, submitter) {
  if (busy.has(form)) return;
  busy.add(form);
  acted += 1;
  submitter?.setAttribute("aria-busy", "true");
  const invalidBefore = document.querySelectorAll("dialog [aria-invalid=true]").length;
  try {
    const body = new FormData(form, submitter?.name ? submitter : undefined);
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    const answer = await fetch(action, { method: "POST", body });
    if (!answer.redirected && !answer.ok) return location.reload();
    show(await answer.text(), answer.url);
    const taken = !document.getElementById("notice"); // else what was typed stays, to be mended
    for (const each of form.querySelectorAll(`input[type=file]${taken ? ", textarea[data-sends]" : ""}`)) each.value = "";
    const invalid = document.querySelector("dialog [aria-invalid=true]");
    if (invalid && (submitter?.classList.contains("primary") || !invalidBefore)) invalid.focus();
    offline(false);
  } catch {
    offline(true);
  } finally {
    busy.delete(form);
    submitter?.removeAttribute("aria-busy");
    raise(); // a second Escape closes a form whatever we say, also one that could not be given up
  }
}

document.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return;
  event.preventDefault();
  event.submitter?.closest("details.menu")?.removeAttribute("open");
  send(event.target, event.submitter);
});

document.addEventListener("change", (event) => {
  const button = event.target.dataset.dispatch;
  if (button && !event.target.matches("input[type=text], textarea")) press(document.getElementById(button));
});

let typing;
document.addEventListener("input", (event) => {
  if (!("typing" in event.target.dataset)) return;
  clearTimeout(typing);
  typing = setTimeout(() => press(document.getElementById(event.target.dataset.dispatch)), 400);
});

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key === "Enter" && !event.isComposing && !event.shiftKey) {
    if ("sends" in target.dataset) {
      event.preventDefault();
      target.form.requestSubmit();
    } else if (target.matches("input[type=text][data-dispatch]")) {
      event.preventDefault();
      press(document.getElementById(target.dataset.dispatch));
    }
  }
  if (event.key === "Escape") {
    const menu = target.closest("details.menu[open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

const place = () => location.pathname + location.search;
let shown = place();
addEventListener("popstate", () => place() !== shown && location.reload()); // not for the link that skips to the content

// --- staying current -------------------------------------------------------------------------------

function offline(is) {
  document.getElementById("offline").hidden = !is;
}

async function current() {
  const since = encodeURIComponent(document.body.dataset.version);
  const hidden = document.visibilityState === "hidden"; // browsers allow few connections; a hidden tab holds none
  const answer = await fetch(`/page/version?since=${since}${hidden ? "&now=1" : ""}`);
  const { version } = await answer.json();
  offline(false);
  if (version !== document.body.dataset.version && !busy.size) {
    const before = acted;
    const page = await fetch(location.href);
    const html = await page.text();
    if (page.status >= 500) await pause(1500);
    else if (acted === before) show(html);
  } else if (hidden) {
    await pause(3000);
  }
}

async function watch() {
  for (;;) {
    try {
      await current();
    } catch {
      offline(true);
      await pause(1500);
    }
    await pause(60);
  }
}

raise();
arrive();
watch();
