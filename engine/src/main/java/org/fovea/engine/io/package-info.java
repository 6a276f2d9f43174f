/// Files: arrays in, arrays out, and nothing believed that was not checked.
///
/// [org.fovea.engine.io.SafeTensors] holds many named arrays (weights, checkpoints, reference values of other
/// implementations), [org.fovea.engine.io.Npy] holds one. Both read only the header at first and an array's bytes when
/// the array is asked for, so that a file may be far larger than the heap. A file that breaks its format is refused
/// with a [org.fovea.engine.io.FileFormatException], which names the file, the byte, what was expected and what was
/// found.
///
/// Whatever is written goes through [org.fovea.engine.io.AtomicFile]: beside its place first, then moved there whole,
/// so that no reader ever meets half a file.
///
/// ```
/// SafeTensors.writer().metadata("epoch", "12").add("dense/w", w).write(path);
/// Tensor w = SafeTensors.read(path).tensor("dense/w");
/// ```
package org.fovea.engine.io;
