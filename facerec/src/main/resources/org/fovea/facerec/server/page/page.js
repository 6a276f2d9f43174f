// The page: photographs on top, what to do with them, the answer, and who is known.

import * as api from "./api.js";
import {digits, make} from "./elements.js";
import {Photograph} from "./photograph.js";
import {why} from "./why.js";

const $ = (css) => document.querySelector(css);
let mayWrite = false;
let keepsPhotographs = false;
let busy = false;

const a = new Photograph($("#photo-a"), refresh);
const b = new Photograph($("#photo-b"), refresh);

const current = () => $("#collection").value;
const rate = (value) => (value == null ? "–" : value.toPrecision(2));

function refresh() {
  if (!a || !b) return;
  $("#identify").disabled = busy || !a.blob || !current();
  $("#compare").disabled = busy || !a.blob || !b.blob;
  $("#enrol-button").disabled = busy || !a.blob || !current() || !mayWrite;
  $("#calibrate").disabled = busy || !current() || !mayWrite;
}

function answer(...elements) {
  $("#answer").replaceChildren(...elements);
}

// Does one thing at a time and shows what went wrong with it.
async function run(work) {
  busy = true;
  refresh();
  try {
    await work();
  } catch (problem) {
    answer(make("h3", "Not done", "bad"), make("p", problem.message));
    if (problem.status === 401) await start();
  } finally {
    busy = false;
    refresh();
  }
}

function flaws(judged) {
  return judged.flaws.map((flaw) => make("p", `The face is ${flaw}.`, "bad"));
}

function table(candidates) {
  const rows = make("table", "");
  const head = rows.insertRow();
  const ratios = candidates.some(({log10LikelihoodRatio}) => log10LikelihoodRatio !== null);
  for (const title of ["person", "score", "FMR at most", ...(ratios ? ["likelihood ratio"] : [])]) head.append(make("th", title));
  for (const candidate of candidates) {
    const row = rows.insertRow();
    const cells = [candidate.person, digits(candidate.score), rate(candidate.fmr)];
    if (ratios) cells.push(`10^${candidate.log10LikelihoodRatio.toFixed(1)}`);
    for (const cell of cells) row.append(make("td", cell));
  }
  return rows;
}

const DECISIONS = {unknown: "Unknown", undecided: "No threshold is set: candidates alone"};

async function identify() {
  const collection = current();
  const photo = a.blob;
  const found = await api.identify(collection, photo);
  const shown = found.faces.filter(({face}) => !a.chosen || face.face.number === a.chosen);
  answer(...shown.flatMap(({face, decision, person, candidates}) => [
    make("h3", (face.of > 1 ? `Face ${face.face.number}: ` : "") + (person ?? DECISIONS[decision]),
      decision === "match" ? "good" : "quiet"),
    ...flaws(face),
    ...(candidates.length ? [table(candidates), reasons(collection, candidates[0].person, photo, face.face.number)] : []),
  ]));
}

function reasons(collection, person, photo, number) {
  if (!keepsPhotographs) return make("p", "Why cannot be shown: this server keeps no enrolled photographs.", "quiet");
  if (!mayWrite) return make("p", "Why is not shown to this key: enrolled photographs are for those who enrol.", "quiet");
  return why(["The photograph", person], (html) => api.explainPerson(collection, person, photo, number, html));
}

async function compare() {
  const asked = [a.blob, b.blob, a.chosen, b.chosen];
  const found = await api.verify(...asked);
  const said = found.same === null ? "No threshold is known" : found.same ? "One person" : "Not one person";
  const by = found.threshold === null ? "" : `, by a threshold of ${digits(found.threshold)} (FMR ${found.fmr})`;
  const ratio = found.log10LikelihoodRatio;
  answer(
    make("h3", said + by, found.same ? "good" : "quiet"),
    make("p", `Score ${digits(found.score)}, the cosine of the two faces' embeddings.`),
    ...(ratio === null ? [] : [make("p", `Likelihood ratio 10^${ratio.toFixed(1)}: so many times likelier for one person than for two.`)]),
    ...found.faces.flatMap(flaws),
    why(["The first face", "The second"], (html) => api.explain(...asked, html)));
}

async function enrol() {
  const done = await api.enrol(current(), $("#person").value, a.blob, a.chosen);
  const copy = done.duplicate;
  const remark = copy === null ? [] : [make("p", copy.kind === "same-picture"
    ? `This picture is enrolled already, as ${copy.person}.`
    : `It is as good as a picture of ${copy.person}: the same picture, or one person of two names?`, "bad")];
  answer(make("h3", done.added ? `${done.person} is enrolled` : "Not enrolled again", done.added ? "good" : "bad"), ...remark);
  await listPeople();
}

async function listPeople() {
  $("#people").replaceChildren();
  $("#threshold").textContent = "";
  if (!current()) return;
  const [collection, {people, next}] = await Promise.all([api.collection(current()), api.people(current())]);
  const items = people.map(({name, pictures}) => {
    const item = make("li", "");
    item.append(make("span", `${name} (${pictures} picture${pictures === 1 ? "" : "s"})`));
    if (mayWrite) item.append(removal(name));
    return item;
  });
  if (next !== null) items.push(make("li", "… and more"));
  if (!items.length) items.push(make("li", "Nobody yet."));
  $("#people").replaceChildren(...items);
  const set = collection.calibration;
  $("#threshold").textContent = set === null ? "No threshold is set."
    : `Threshold ${digits(set.threshold)}: FMR ${rate(set.fmr)} [${rate(set.fmrLow)}, ${rate(set.fmrHigh)}] in ${set.comparisons} comparisons of ${set.people} people.`;
}

function removal(name) {
  const button = make("button", "Remove");
  button.type = "button";
  button.setAttribute("aria-label", `Remove ${name}`);
  button.onclick = () => {
    if (!confirm(`Remove ${name} and every picture?`)) return;
    run(async () => {
      await api.removePerson(current(), name);
      answer(make("h3", `${name} is removed`));
      await listPeople();
    });
  };
  return button;
}

async function listCollections(chosen) {
  const {collections} = await api.collections();
  $("#collection").replaceChildren(...collections.map(({name}) => make("option", name)));
  if (chosen) $("#collection").value = chosen;
  await listPeople();
}

async function start() {
  try {
    const about = await api.about();
    mayWrite = about.role === "write";
    keepsPhotographs = about.keepsPhotographs;
    $("#about").textContent = `${about.model.name}, embeddings of ${about.model.length} values`
      + (keepsPhotographs ? "; enrolled photographs are kept" : "; photographs are not kept")
      + (mayWrite ? "" : "; this key may ask alone");
    $("#key-form").hidden = api.key() === "";
    await listCollections();
  } catch (problem) {
    $("#about").textContent = problem.message;
    $("#key-form").hidden = problem.status !== 401;
  }
  refresh();
}

$("#identify").onclick = () => run(identify);
$("#compare").onclick = () => run(compare);
$("#collection").onchange = () => run(listPeople);
$("#calibrate").onclick = () => run(async () => {
  await api.calibrate(current(), Number($("#fmr").value));
  await listPeople();
  answer(make("h3", "The threshold is set", "good"));
});
$("#enrol").onsubmit = (event) => {
  event.preventDefault();
  run(enrol);
};
$("#new-collection").onsubmit = (event) => {
  event.preventDefault();
  const name = $("#collection-name").value;
  run(async () => {
    await api.createCollection(name);
    $("#collection-name").value = "";
    await listCollections(name);
  });
};
$("#key-form").onsubmit = (event) => {
  event.preventDefault();
  api.useKey($("#key").value.trim());
  $("#key").value = "";
  start();
};

await start();
document.documentElement.dataset.ready = "true";
