// A place for a photograph: dropped, chosen, pasted from a file dialog or the camera; its faces are drawn into it and
// one of them can be chosen.

import {detect} from "./api.js";
import {shoot} from "./camera.js";

// Larger ones are made smaller before they are sent: the server refuses them, and faces need no more.
const MOST_PIXELS = 12e6;
const MOST_BYTES = 6e6;

async function fitting(blob, image) {
  const pixels = image ? image.width * image.height : 0;
  if (!image || (pixels <= MOST_PIXELS && blob.size <= MOST_BYTES)) return blob;
  const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * shrink);
  canvas.height = Math.round(image.height * shrink);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
}

export class Photograph {
  blob = null;
  faces = [];
  chosen = 0; // a face's number; 0 for none in particular
  turn = 0;

  constructor(figure, changed) {
    this.figure = figure;
    this.changed = changed;
    this.drop = figure.querySelector(".drop");
    this.canvas = figure.querySelector("canvas");
    this.file = figure.querySelector("input[type=file]");
    this.found = figure.querySelector(".found");
    this.clearButton = figure.querySelector("[data-do=clear]");
    this.listen();
  }

  listen() {
    this.file.onchange = () => this.file.files[0] && this.take(this.file.files[0]);
    this.drop.onclick = (event) => this.canvas.hidden || !this.choose(event) ? this.file.click() : null;
    this.drop.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.file.click();
      } else if (this.faces.length > 1 && /^[1-9]$/.test(event.key) && Number(event.key) <= this.faces.length) {
        this.select(Number(event.key));
      }
    };
    this.drop.ondragover = (event) => {
      event.preventDefault();
      this.drop.classList.add("over");
    };
    this.drop.ondragleave = () => this.drop.classList.remove("over");
    this.drop.ondrop = (event) => {
      event.preventDefault();
      this.drop.classList.remove("over");
      if (event.dataTransfer.files[0]) this.take(event.dataTransfer.files[0]);
    };
    this.clearButton.onclick = () => this.clear();
    this.figure.querySelector("[data-do=camera]").onclick = () => this.fromCamera();
  }

  async fromCamera() {
    try {
      const blob = await shoot();
      if (blob) await this.take(blob);
    } catch {
      this.say("The camera cannot be used here.");
    }
  }

  async take(file) {
    this.clear();
    const turn = ++this.turn;
    const image = await createImageBitmap(file).catch(() => null);
    const blob = await fitting(file, image);
    if (turn !== this.turn) return; // another has come meanwhile
    this.blob = blob;
    this.image = image;
    this.clearButton.disabled = false;
    this.say("Looking for faces …");
    this.changed();
    try {
      const seen = await detect(blob);
      if (turn !== this.turn) return;
      this.faces = seen.faces;
      this.scale = image ? image.width / seen.width : 1;
      this.draw();
      const count = this.faces.length;
      this.say(count === 0 ? "No face." : count === 1 ? "1 face." : `${count} faces; click one, or press its number.`);
    } catch (problem) {
      if (turn === this.turn) this.say(problem.message);
    }
    this.changed();
  }

  clear() {
    this.turn++;
    this.blob = null;
    this.image = null;
    this.faces = [];
    this.chosen = 0;
    this.file.value = "";
    this.canvas.hidden = true;
    this.drop.querySelector("p").hidden = false;
    this.clearButton.disabled = true;
    this.say("");
    this.changed();
  }

  say(text) {
    this.found.textContent = text;
  }

  select(number) {
    this.chosen = this.chosen === number ? 0 : number;
    this.draw();
    this.say(this.chosen ? `Face ${this.chosen} of ${this.faces.length} is chosen.` : `${this.faces.length} faces.`);
    this.changed();
  }

  // The face under a click; whether there is one.
  choose(event) {
    const rectangle = this.canvas.getBoundingClientRect();
    const zoom = this.canvas.width / rectangle.width / this.scale;
    const x = (event.clientX - rectangle.left) * zoom;
    const y = (event.clientY - rectangle.top) * zoom;
    const hit = this.faces.find(({box: [left, top, width, height]}) =>
      x >= left && x <= left + width && y >= top && y <= top + height);
    if (hit && this.faces.length > 1) this.select(hit.number);
    return Boolean(hit);
  }

  draw() {
    if (!this.image) return;
    this.canvas.hidden = false;
    this.drop.querySelector("p").hidden = true;
    this.canvas.width = this.image.width;
    this.canvas.height = this.image.height;
    const pen = this.canvas.getContext("2d");
    pen.drawImage(this.image, 0, 0);
    const unit = Math.max(1, this.image.width / 300);
    pen.font = `${12 * unit}px system-ui`;
    for (const {number, box, landmarks} of this.faces) {
      const [left, top, width, height] = box.map((v) => v * this.scale);
      pen.lineWidth = (number === this.chosen ? 3 : 1.5) * unit;
      pen.strokeStyle = number === this.chosen ? "#ffb000" : "#37d67a";
      pen.strokeRect(left, top, width, height);
      pen.fillStyle = pen.strokeStyle;
      for (const [x, y] of landmarks) pen.fillRect(x * this.scale - unit, y * this.scale - unit, 2 * unit, 2 * unit);
      if (this.faces.length > 1) pen.fillText(number, left + 2 * unit, top + 13 * unit);
    }
  }
}
