package org.fovea.facerec.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `fovea evaluate --lfw` is told.
final class PairsOptions {
    @Option(
            names = "--lfw",
            paramLabel = "FOLDER",
            description =
                    "Measure an embedding network instead, on photographs laid out like Labeled Faces in the Wild:"
                            + " FOLDER/PERSON/PERSON_0001.jpg.")
    @Nullable
    Path folder;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "The list of pairs: pairs.txt with its ten folds, or a list without folds (pairsDevTest.txt),"
                    + " which is cut into ten.")
    @Nullable
    Path pairs;

    @Option(
            names = "--train-pairs",
            paramLabel = "FILE",
            description = "Take the threshold from this list (pairsDevTrain.txt) instead of the other nine folds.")
    @Nullable
    Path trainPairs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write a page about the pairs to this folder, with the faces of those that are answered most"
                    + " wrongly: evaluation.html, and its figures as evaluation.json and evaluation.csv.")
    @Nullable
    Path output;

    @Option(
            names = "--cache",
            paramLabel = "FILE",
            description = "Where embeddings are kept, from which a run that was stopped goes on (default:"
                    + " embeddings-*.bin in $XDG_CACHE_HOME/fovea or ~/.cache/fovea).")
    @Nullable
    Path cache;

    @Option(
            names = "--calibrate",
            paramLabel = "NET.json",
            description = "Write the network's card with the threshold and likelihood ratios that --pairs show.")
    @Nullable
    Path calibrate;

    @Option(
            names = "--fmr",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description =
                    "The false match rate that --calibrate chooses the threshold for (default: ${DEFAULT-VALUE}).")
    double fmr;
}
