// Keeps each answer the moment it is given. Without this script the form's own buttons do the same, a page at a time.
(() => {
  "use strict";
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });
  if (document.querySelector("[data-clear]")) localStorage.clear();
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  const form = document.querySelector("[data-assessment]");
  if (!form) return;
  const { assessment, ratings, kept, waiting, elsewhere, gone, offline } = form.dataset;
  const spoken = document.getElementById("spoken");
  const busy = new Set();
  let pause = 2000;
  let timer = 0;

  // What the server has not acknowledged yet: skill → {level, revision, fresh}. It survives a closed tab;
  // each answer has its own place, so that tabs never erase each other's.
  const queue = {};
  const place = (skill) => `answers.${assessment}.${skill}`;
  const isAnswer = ({ level, revision }) => Number.isInteger(revision) && (level === null || [0, 1, 2, 3, 4].includes(level));
  const recall = () => {
    try {
      for (const key of Object.keys(localStorage)) {
        const skill = key.slice(place("").length);
        if (!key.startsWith(place("")) || queue[skill]) continue;
        const held = JSON.parse(localStorage.getItem(key));
        if (isAnswer(held)) queue[skill] = { ...held, fresh: false };
      }
    } catch { /* storage is switched off: the page's memory serves */ }
  };
  recall();

  const store = (skill, settled) => {
    try {
      const held = JSON.parse(localStorage.getItem(place(skill)));
      if (queue[skill]) localStorage.setItem(place(skill), JSON.stringify(queue[skill]));
      else if (held && held.revision <= settled) localStorage.removeItem(place(skill));
    } catch { /* as above */ }
  };

  // What each question held: " python.3.7 sql..0".
  const { bases } = form.elements;
  const base = (skill) => bases.value.split(" ").find((each) => each.startsWith(`${skill}.`));
  const rebase = (skill, held) => { bases.value = bases.value.replace(` ${base(skill)}`, ` ${skill}.${held}`); };
  const shown = (skill) => Number(base(skill)?.split(".")[2] ?? Infinity);
  const revision = (skill) => Math.max(shown(skill), queue[skill]?.revision || 0);
  const radio = (skill, level) => form.querySelector(`[name="${skill}"][value="${level ?? "skip"}"]`);
  const chosen = (skill) => form.querySelector(`[name="${skill}"]:checked`);
  const isNewer = (skill) => queue[skill].revision > shown(skill);

  // The numbers of the areas and of the review, and the review's line on a question, say what is chosen now.
  const put = (name, value) => document.querySelectorAll(`[data-${name}]`).forEach((place) => { place.textContent = value; });
  const count = () => {
    document.querySelectorAll("[data-area]").forEach((part) => {
      const { area } = part.dataset;
      const done = part.querySelectorAll("[type=radio]:checked").length;
      const open = part.querySelectorAll("fieldset").length - done;
      const control = document.querySelector(`.course [value="${area}"]`);
      put(`done="${area}"`, done);
      put(`open="${area}"`, open);
      control.parentElement.classList.toggle("done", !open);
    });
    const skipped = form.querySelectorAll("[value=skip]:checked").length;
    const answered = form.querySelectorAll("[type=radio]:checked").length - skipped;
    put('total="answered"', answered);
    put('total="skipped"', skipped);
    put('total="open"', form.querySelectorAll("fieldset").length - answered - skipped);
    const few = document.querySelector("[data-needed]");
    if (!few) return;
    const items = [...few.querySelectorAll("[data-any-of]")];
    items.forEach((item) => {
      item.hidden = item.dataset.anyOf.split(" ").some((skill) => ![undefined, "skip"].includes(chosen(skill)?.value));
    });
    few.hidden = items.every((item) => item.hidden);
  };
  // In the short form the higher levels are folded: they open for whom they may concern.
  const unfold = (option) => option.closest("fieldset").querySelector(".more")?.setAttribute("open", "");
  const show = (skill, level) => {
    const option = radio(skill, level);
    if (!option) return;
    option.checked = true;
    if (level >= 2) unfold(option);
    const line = option.closest("li");
    if (line) {
      const [mark, text] = option.parentElement.querySelectorAll("span");
      line.classList.remove("open");
      line.querySelector(".change").textContent = form.dataset.change;
      line.querySelector(".mark").textContent = mark.textContent;
      line.querySelector(".text").textContent = level === null ? form.dataset.skipped : text.textContent;
    }
    count();
  };

  const say = (skill, text, isWaiting) => {
    const state = form.querySelector(`[data-state="${skill}"]`);
    if (state) {
      state.textContent = text;
      state.classList.toggle("waiting", isWaiting);
      if (isWaiting) state.closest("details")?.setAttribute("open", "");
    }
    if (spoken.textContent !== text) spoken.textContent = text;
  };

  const settle = (skill, stored, sent, text) => {
    rebase(skill, `${stored.level ?? "skip"}.${stored.revision}`);
    if (queue[skill] !== sent) {
      queue[skill].revision = stored.revision + 1;
      return;
    }
    delete queue[skill];
    store(skill, Math.max(stored.revision, sent.revision));
    say(skill, text, false);
  };

  // The assessment is gone, or another person's by now.
  const drop = (skill, sent) => {
    delete queue[skill];
    store(skill, sent.revision);
    say(skill, gone, true);
  };

  const refused = (skill, stored, sent) => {
    if (stored.finished) {
      drop(skill, sent);
      form.submit(); // the server says on the result what it did not save
    } else if (stored.level === sent.level) {
      settle(skill, stored, sent, kept);
    } else if (sent.fresh) {
      queue[skill].revision = stored.revision + 1;
    } else {
      settle(skill, stored, sent, elsewhere);
      if (stored.revision) show(skill, stored.level);
    }
  };

  const send = async (skill) => {
    if (busy.has(skill) || !queue[skill]) return;
    busy.add(skill);
    const sent = queue[skill];
    let again = true;
    try {
      const reply = await fetch(ratings + skill, {
        method: "PUT",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
        body: JSON.stringify({ level: sent.level, revision: sent.revision, assessment }),
      });
      const answer = await reply.json();
      if (reply.ok) settle(skill, answer, sent, kept);
      else if (reply.status === 409) refused(skill, answer, sent);
      else if ([404, 405].includes(reply.status) || (reply.status === 400 && !answer.token)) drop(skill, sent);
      else again = false;
      if (answer.token) form.elements.csrf_token.value = answer.token;
      pause = again ? 2000 : pause;
    } catch {
      again = false;
    }
    busy.delete(skill);
    if (queue[skill]) store(skill);
    if (!queue[skill]) return;
    if (again) send(skill);
    else later(skill);
  };

  const sendAll = () => Object.keys(queue).forEach(send);
  const later = (skill) => {
    queue[skill].fresh = false;
    say(skill, waiting, true);
    clearTimeout(timer);
    timer = setTimeout(sendAll, pause);
    pause = Math.min(pause * 2, 15000);
  };

  const showQueue = () => Object.keys(queue).filter(isNewer).map((skill) => (show(skill, queue[skill].level), skill));

  // Digits and S answer the question that has the focus, or else the first open one in sight; nothing else moves.
  const keys = document.getElementById("keys");
  if (keys) {
    const questions = [...form.querySelectorAll(".question:not([data-group])")];
    const isInSight = ({ top, bottom }) => top < innerHeight * 0.9 && (top >= 0 || bottom > innerHeight / 2);
    const next = () => keys.offsetParent && questions.find((each) => !chosen(each.id) && isInSight(each.getBoundingClientRect()));
    const remembered = (change) => { try { return change(localStorage); } catch { return null; } };
    const announce = () => questions.forEach((each) => { each.ariaKeyShortcuts = keys.checked ? "0 1 2 3 4 S" : null; });
    keys.checked = !remembered((storage) => storage.keys);
    announce();
    keys.addEventListener("change", () => {
      remembered((storage) => (keys.checked ? storage.removeItem("keys") : storage.setItem("keys", "off")));
      announce();
    });
    document.addEventListener("keydown", (event) => {
      const { key, target } = event;
      const value = /^[0-4]$/.test(key) ? key : /^[s\u3134]$/i.test(key) ? "skip" : "";
      if (!keys.checked || !value || event.ctrlKey || event.altKey || event.metaKey) return;
      if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
      const question = document.activeElement.closest(".question") || next();
      if (!question) return;
      event.preventDefault();
      const option = radio(question.id, value);
      option.focus();
      option.click();
    });
  }

  form.addEventListener("change", ({ target }) => {
    // A choice among alternatives names a skill as well: the form's button saves it.
    if (target.type !== "radio" || target.closest("[data-group]")) return;
    const skill = target.name;
    const answer = { level: target.value === "skip" ? null : Number(target.value), revision: revision(skill) + 1, fresh: true };
    queue[skill] = answer;
    store(skill);
    show(skill, answer.level);
    say(skill, "", false);
    setTimeout(() => { if (queue[skill] === answer) say(skill, waiting, true); }, 1500);
    send(skill);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      // The form carries what is still on its way too, under the same revision: neither is a change from elsewhere to the other.
      recall();
      showQueue().forEach((skill) => rebase(skill, `.${queue[skill].revision - 1}`));
      return;
    }
    event.preventDefault();
    spoken.textContent = offline;
    document.getElementById("offline").hidden = false;
  });
  addEventListener("online", () => { document.getElementById("offline").hidden = true; pause = 2000; sendAll(); });
  addEventListener("pagehide", sendAll);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  showQueue();
  sendAll();
})();
