// A photograph from the camera: a JPEG blob, or null where the dialog is left.

export async function shoot() {
  const dialog = document.querySelector("#camera");
  const video = dialog.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "user", width: {ideal: 1280}}});
  video.srcObject = stream;
  dialog.showModal();
  try {
    return await new Promise((done) => {
      dialog.querySelector("#shoot").onclick = () => done(frame(video));
      dialog.querySelector("#leave").onclick = () => done(null);
      dialog.oncancel = () => done(null);
    });
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    dialog.close();
  }
}

function frame(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
}
