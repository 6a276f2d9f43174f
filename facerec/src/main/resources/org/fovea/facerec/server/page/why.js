// Why two faces are found alike: both faces' maps, and the whole page of it in a frame.

import {digits, make} from "./elements.js";

const signed = (value) => (value < 0 ? "−" : "+") + digits(Math.abs(value));

// A button that becomes the reasons. `ask(html)` gives the server's answer, or the page as text.
export function why(names, ask) {
  const place = make("div", "", "why");
  const button = make("button", "Why?");
  button.type = "button";
  button.onclick = async () => {
    button.disabled = true;
    button.textContent = "Looking …";
    try {
      const {explanation} = await ask(false);
      place.replaceChildren(...maps(explanation, names), whole(ask));
    } catch (problem) {
      place.replaceChildren(make("p", problem.message, "bad"));
    }
  };
  place.append(button);
  return place;
}

function maps({similarity, layer, faces}, names) {
  const legend = make("p", "");
  legend.append(make("b", "Orange", "for"), " makes the two alike, ", make("b", "blue", "against"),
    ` speaks against it; both on one scale, at ${layer}. The shares add up to the score, ${digits(similarity)}.`);
  const sides = make("div", "", "sides");
  sides.append(...faces.map((face, i) => side(face, names[i])));
  return [legend, sides];
}

function side(face, name) {
  const figure = make("figure", "");
  const pictures = make("div", "", "pictures");
  pictures.append(image(face.picture, `${name} as the network reads it`), image(face.overlay, `${name}, the map over it`));
  const rest = face.bias + face.residue;
  figure.append(pictures, make("figcaption", `${name}: alike ${signed(face.alike)}, against ${signed(face.against)}`
    + (Math.abs(rest) < 5e-5 ? "" : `, without a place ${signed(rest)}`)));
  return figure;
}

function image(source, text) {
  const image = new Image();
  image.src = source;
  image.alt = text;
  return image;
}

function whole(ask) {
  const details = make("details", "");
  details.append(make("summary", "The whole page"));
  details.ontoggle = async () => {
    details.ontoggle = null;
    try {
      const page = await ask(true);
      details.append(framed(page), saving(page));
    } catch (problem) {
      details.append(make("p", problem.message, "bad"));
    }
  };
  return details;
}

// The page has scripts of its own, so its frame has no origin: it reaches neither this page, its key, nor the server.
function framed(page) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Why the two are alike, and why not";
  frame.src = "frame.html";
  frame.page = page;
  return frame;
}

// Frames ask for their page when they are loaded.
window.addEventListener("message", ({source, data}) => {
  if (data !== "ready") return;
  for (const frame of document.querySelectorAll(".why iframe")) {
    if (frame.contentWindow === source) source.postMessage(frame.page, "*"); // without an origin there is none to name
  }
});

function saving(page) {
  const link = make("a", "Save it");
  link.href = URL.createObjectURL(new Blob([page], {type: "text/html"}));
  link.download = "why.html";
  return link;
}
