// The server's operations. What goes wrong is an Error whose message is the problem's detail.

const KEY = "fovea-key";

export const key = () => sessionStorage.getItem(KEY) ?? "";
export const useKey = (value) => sessionStorage.setItem(KEY, value);

export class Problem extends Error {
  constructor(body) {
    super(body.detail || body.title);
    this.type = String(body.type).replace("urn:fovea:problem:", "");
    this.status = body.status;
  }
}

async function ask(method, path, body, type, accept = "application/json") {
  const headers = {Accept: accept};
  if (key()) headers.Authorization = `Bearer ${key()}`;
  if (type) headers["Content-Type"] = type;
  let response;
  try {
    response = await fetch(path, {method, headers, body});
  } catch {
    throw new Problem({type: "unreachable", status: 0, detail: "The server does not answer."});
  }
  if (response.status === 204) return null;
  if (response.ok && accept !== "application/json") return response.text();
  const value = await response.json().catch(() => ({type: "", status: response.status, title: response.statusText}));
  if (!response.ok) throw new Problem(value);
  return value;
}

const of = (collection) => `/v1/collections/${encodeURIComponent(collection)}`;
const personOf = (collection, person) => `${of(collection)}/people/${encodeURIComponent(person)}`;
const send = (path, photo, accept) => ask("POST", path, photo, photo.type || "application/octet-stream", accept);
const form = (html) => (html ? "text/html" : "application/json");

export const about = () => ask("GET", "/v1");
export const collections = () => ask("GET", "/v1/collections");
export const collection = (name) => ask("GET", of(name));
export const people = (name) => ask("GET", `${of(name)}/people`);
export const detect = (photo) => send("/v1/detect", photo);
export const identify = (name, photo) => send(`${of(name)}/identify`, photo);
export const removePerson = (name, person) => ask("DELETE", personOf(name, person));

export const createCollection = (name) =>
  ask("POST", "/v1/collections", JSON.stringify({name}), "application/json");

export const calibrate = (name, fmr) =>
  ask("PUT", `${of(name)}/calibration`, JSON.stringify({fmr}), "application/json");

export const enrol = (name, person, photo, face) =>
  send(`${personOf(name, person)}/pictures${face ? `?face=${face}` : ""}`, photo);

export const explainPerson = (name, person, photo, face, html) =>
  send(`${personOf(name, person)}/explain${face ? `?face=${face}` : ""}`, photo, form(html));

export const verify = (a, b, faceA, faceB) => two("/v1/verify", a, b, faceA, faceB);
export const explain = (a, b, faceA, faceB, html) => two("/v1/explain", a, b, faceA, faceB, form(html));

function two(path, a, b, faceA, faceB, accept) {
  const body = new FormData();
  body.append("a", a);
  body.append("b", b);
  const query = new URLSearchParams();
  if (faceA) query.set("faceA", faceA);
  if (faceB) query.set("faceB", faceB);
  return ask("POST", `${path}?${query}`.replace(/\?$/, ""), body, undefined, accept);
}
