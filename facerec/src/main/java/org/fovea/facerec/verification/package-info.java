/// Pairs of photographs whose answer is known, as Labeled Faces in the Wild lists them, and how a pair of models
/// answers them.
///
/// A [PairList][org.fovea.facerec.verification.PairList] names the pairs;
/// [PhotoEmbedding][org.fovea.facerec.verification.PhotoEmbedding] embeds each photograph once into an
/// [EmbeddingStore][org.fovea.facerec.verification.EmbeddingStore], from which a run that was stopped goes on;
/// [PairEmbeddings][org.fovea.facerec.verification.PairEmbeddings] holds the scores for
/// [FoldedAccuracy][org.fovea.facerec.evaluation.FoldedAccuracy], error rates and calibration;
/// [PairFigures][org.fovea.facerec.verification.PairFigures] are all of these together.
///
/// [PersonPhotographs][org.fovea.facerec.verification.PersonPhotographs] are those of a folder's people, and
/// [AlignedFaces][org.fovea.facerec.verification.AlignedFaces] what detection and alignment make of them.
///
/// ```
/// PairList list = PairList.read(file).inFolds(10);
/// List<Photo> photos = List.copyOf(list.photos());
/// String[] hashes = new PhotoEmbedding(readers, store, ReadingOptions.standard()).embed(paths, workers, n -> {});
/// PairEmbeddings pairs = new PairEmbeddings(list, photos, embeddings);
/// PairFigures figures = PairFigures.of(pairs, null, 1);
/// ```
package org.fovea.facerec.verification;
