package org.fovea.facerec.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.network.FaceInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How pictures are read.
final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "64x64",
            description = "Pixels of a picture as the network reads it (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--crop",
            paramLabel = "CROP",
            defaultValue = "whole",
            description = "Which part of each picture is used: whole, centre, centre:SHARE, or LEFT,TOP,WIDTH,HEIGHT "
                    + "(default: ${DEFAULT-VALUE}).")
    private String crop;

    @Option(names = "--colour", description = "Use colours; without this, pictures are turned grey.")
    private boolean colour;

    /// The size where the command line says one; null where it is the default.
    @Nullable
    String size() {
        return spec.commandLine().getParseResult().hasMatchedOption("--size") ? size : null;
    }

    /// Which part of a picture is used.
    Crop crop() {
        try {
            return Crop.parse(crop);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--crop: " + e.getMessage());
        }
    }

    FaceInput input() {
        Matcher matcher = Pattern.compile("(\\d{1,4})x(\\d{1,4})").matcher(size);
        if (!matcher.matches()) {
            throw new ParameterException(spec.commandLine(), "--size must be like 64x64, found \"" + size + "\"");
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        if (Math.min(width, height) < 16 || Math.max(width, height) > 512) {
            throw new ParameterException(spec.commandLine(), "--size must be from 16x16 to 512x512, found " + size);
        }
        return new FaceInput(width, height, colour ? 3 : 1, crop(), Standardisation.PER_PICTURE);
    }
}
