/// Who is known: people, the embeddings of their pictures, and the threshold from which on a face is one of them.
///
/// [Gallery][org.fovea.facerec.gallery.Gallery] is a folder of one writer or several readers. The truth is on disk; all
/// embeddings are also in memory, where a probe is compared with every one of them, by the engine's own products: the
/// answer is exact. A gallery holds embeddings of one [ModelIdentity][org.fovea.facerec.gallery.ModelIdentity] and
/// refuses those of others. [Calibration][org.fovea.facerec.gallery.Calibration] says from which score on a face is
/// known, by a false match rate (ISO/IEC 19795-1); below it the answer is "unknown".
///
/// ```
/// try (Gallery gallery = Gallery.open(Path.of("people"))) {
///     gallery.enrol(new Picture("sha256:…", "Ada", embedding));
///     gallery.calibrate(0.001, 1);
///     Identification answer = gallery.identify(probe, 5);
///     answer.match().ifPresent(candidate -> greet(candidate.person()));
/// }
/// ```
///
/// Pictures that are enrolled are a commit of H2's MVStore, forced to the disk. Everything that takes away, or adds
/// very much, writes the whole store anew beside the old one and moves it into its place: it takes effect at once or
/// not at all, and no byte of what was removed is left in the folder.
///
/// MVStore (one jar of 362 kB that needs nothing, MPL 2.0 or EPL 1.0, released yearly, checksummed append-only chunks)
/// was preferred to Xodus 2 (Apache 2.0, equally crash-safe, but Kotlin and six jars, no release since 2022): both are
/// automatic modules, and neither's own compaction overwrites what was removed, which is why galleries are written
/// anew.
package org.fovea.facerec.gallery;
