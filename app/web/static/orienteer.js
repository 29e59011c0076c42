// Keeps each answer the moment it is given. Without this script the form's own buttons do the same, a page at a time.
(() => {
  "use strict";
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
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

  // The page that looks over all answers shows them anew once those that a closed tab left behind are kept; finishing waits for them.
  const looksOver = "looksOver" in form.dataset;
  let leave = () => location.reload();

  // What the server has not acknowledged yet: skill → {level, revision, fresh}. It survives a closed tab.
  // Each answer has a place of its own there, so that two tabs never erase each other's.
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
  const waits = () => Object.keys(queue).length > 0;
  const base = (skill) => form.elements[`base-${skill}`];
  const shown = (skill) => Number(base(skill)?.value.split(":")[1] || 0);
  const revision = (skill) => Math.max(shown(skill), queue[skill]?.revision || 0);
  const radio = (skill, level) => form.querySelector(`[name="${skill}"][value="${level ?? "skip"}"]`);
  const isNewer = (skill) => base(skill) && queue[skill].revision > shown(skill);

  const say = (skill, text, isWaiting) => {
    const state = form.querySelector(`[data-state="${skill}"]`);
    if (state) {
      state.textContent = text;
      state.classList.toggle("waiting", isWaiting);
    }
    if (spoken.textContent !== text) spoken.textContent = text;
  };

  const settle = (skill, stored, sent, text) => {
    const field = base(skill);
    if (field) field.value = `${stored.level ?? "skip"}:${stored.revision}`;
    if (queue[skill] !== sent) {
      queue[skill].revision = stored.revision + 1;
      return;
    }
    delete queue[skill];
    store(skill, Math.max(stored.revision, sent.revision));
    say(skill, text, false);
  };

  // The assessment is gone, or another person's by now: there is nowhere to send the answer.
  const drop = (skill, sent) => {
    delete queue[skill];
    store(skill, sent.revision);
    say(skill, gone, true);
    leave = () => location.reload();
  };

  const refused = (skill, stored, sent) => {
    if (stored.finished) {
      drop(skill, sent);
      location.assign(form.dataset.result);
    } else if (stored.level === sent.level) {
      settle(skill, stored, sent, kept);
    } else if (sent.fresh) {
      queue[skill].revision = stored.revision + 1;
    } else {
      settle(skill, stored, sent, elsewhere);
      const chosen = radio(skill, stored.level);
      if (chosen && stored.revision) chosen.checked = true;
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
    if (looksOver && !waits()) leave();
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

  form.addEventListener("change", ({ target }) => {
    if (target.type !== "radio") return;
    const skill = target.name;
    const answer = { level: target.value === "skip" ? null : Number(target.value), revision: revision(skill) + 1, fresh: true };
    queue[skill] = answer;
    store(skill);
    say(skill, "", false);
    setTimeout(() => { if (queue[skill] === answer) say(skill, waiting, true); }, 1500);
    send(skill);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      // The form carries what is still on its way too, under the same revision: neither is a change from elsewhere to the other.
      Object.keys(queue).filter(isNewer).forEach((skill) => { base(skill).value = `:${queue[skill].revision - 1}`; });
      if (looksOver) recall();
      if (!looksOver || !waits()) return;
      leave = () => form.submit();
      event.preventDefault();
      document.getElementById("waiting").hidden = false;
      sendAll();
      return;
    }
    event.preventDefault();
    spoken.textContent = offline;
    document.getElementById("offline").hidden = false;
  });
  addEventListener("online", () => { document.getElementById("offline").hidden = true; pause = 2000; sendAll(); });
  addEventListener("pagehide", sendAll);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  Object.keys(queue).filter(isNewer).forEach((skill) => { radio(skill, queue[skill].level).checked = true; });
  sendAll();
})();
