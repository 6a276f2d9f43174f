/// Embeddings of many photographs' faces, on one machine or on many.
///
/// An [EmbeddingTask][org.fovea.facerec.bulk.EmbeddingTask] makes of some photographs a part of a table, a Parquet
/// file; what it does is settled by [EmbeddingSettings][org.fovea.facerec.bulk.EmbeddingSettings], so that a part that
/// is there is never computed again. A [TaskRunner][org.fovea.facerec.task.TaskRunner] decides where tasks run, and a
/// [FaceDataset][org.fovea.facerec.bulk.FaceDataset] is the folder that their results make up. A photograph that cannot
/// be read, or shows no face, is listed there and stops nothing.
///
/// ```
/// PictureSearch.Result found = PictureSearch.of(List.of(photographs));
/// List<EmbeddingTask> parts =
///         EmbeddingTask.of(settings, found.pictures(), 1000, reader, () -> {});
/// try (FaceDataset dataset = FaceDataset.open(folder);
///         TaskRunner runner = new LocalRunner(dataset.tasks(), 2, progress)) {
///     dataset.missing(parts);
///     dataset.write(parts, found.problems(), runner);
/// }
/// ```
package org.fovea.facerec.bulk;
