package org.fovea.facerec.cli;

import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `fovea`.
@Command(
        name = "fovea",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Trains small face networks, shows where they look, and combines those that look at different parts;"
                        + " finds and compares faces in photographs with networks from ONNX files.",
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ExplainCommand.class,
            BenchmarkMapsCommand.class,
            ExperimentCommand.class,
            DetectCommand.class,
            VerifyCommand.class,
            EmbedCommand.class,
            InspectCommand.class,
            RunCommand.class,
            ConvertCommand.class,
            InfoCommand.class,
            MethodsCommand.class,
            FacesCommand.class,
            EnrolCommand.class,
            IdentifyCommand.class,
            GalleryCommand.class,
            ImageCommand.class,
            ServeCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  fovea demo                                   the whole method on synthetic faces, in under a minute",
            "  fovea train faces/ -o model.safetensors      learn the people in faces/PERSON/PICTURE",
            "  fovea evaluate model.safetensors others/     accuracy and equal error rate",
            "  fovea explain model.safetensors me.jpg -o out/   where the network looks in one picture",
            "  fovea benchmark-maps -o maps/                which methods' maps can be believed",
            "  fovea detect party.jpg --detector yunet.onnx     where the faces are",
            "  fovea verify a.jpg b.jpg --detector yunet.onnx --model net.onnx   one person or two",
            "  fovea embed photographs/ -o embedded/ --detector yunet.onnx --model net.onnx   a table of all their"
                    + " faces",
            "  fovea inspect model.onnx                     what a model file holds, and what of it could not be run",
            "  fovea run model.onnx --input x.npy -o out/   what an ONNX model makes of arrays",
            "  fovea convert model.safetensors model.onnx   a model for other tools",
            "  fovea info                                   what this machine runs on",
            "  fovea methods                                what methods of looking there are",
            "  fovea faces -o faces/                         synthetic people to train and explain on",
            "  fovea enrol Ada ada.jpg --gallery people/    make a person known",
            "  fovea identify who.jpg --gallery people/     who of them it is, if anyone",
            "  fovea gallery list --gallery people/         who is known",
            "  fovea image fovea-image/                     Fovea with its own Java, for machines without one",
            "  fovea serve --galleries people/              the same for other programs and in a browser",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage; verify has a further one, 3 for not one person."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /// Runs the command that `args` name and gives its exit code. Whatever could not be printed on standard output
    /// makes it 1: a full disk must not look like success.
    public static int execute(String... args) {
        int exit = run(args);
        if (System.out.checkError()) {
            System.err.println("fovea: standard output could not be written to the end: its disk is full, or nobody"
                    + " reads it any more");
            return exit == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : exit;
        }
        return exit;
    }

    private static int run(String... args) {
        JavaFaults.warn(System.err);
        try {
            return commandLine().execute(args);
        } catch (ExceptionInInitializerError e) { // the kernels are chosen when they are first used
            System.err.println("fovea: " + Failures.explain(e.getException()));
        } catch (OutOfMemoryError e) {
            System.err.println("fovea: out of memory, of which there are "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB for Java; FOVEA_JAVA_OPTS=-Xmx4g gives it 4 GiB");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    static CommandLine commandLine() {
        CommandLine fovea = new CommandLine(new Main());
        var sections = fovea.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpFooter::render);
        return fovea.setHelpSectionMap(sections)
                .registerConverter(Path.class, Paths::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler(Failures::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /// The version that the build wrote into the module's descriptor.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            ModuleDescriptor module = Main.class.getModule().getDescriptor();
            String version = module == null
                    ? Main.class.getPackage().getImplementationVersion() // of the jar, on the class path
                    : module.rawVersion().orElse(null);
            return new String[] {"fovea " + (version == null ? "(no version: not run as a module)" : version)};
        }
    }
}
