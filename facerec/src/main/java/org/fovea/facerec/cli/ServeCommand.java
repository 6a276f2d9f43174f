package org.fovea.facerec.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.server.AccessLog;
import org.fovea.facerec.server.ApiKeys;
import org.fovea.facerec.server.FoveaServer;
import org.fovea.facerec.server.Limits;
import org.fovea.facerec.server.Role;
import org.fovea.facerec.server.ServedModel;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.facerec.server.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Recognises faces for other programs, by HTTP, and for people, by a page.",
        footer = {
            "",
            "The page is at /, the operations under /v1 are described by /openapi.yaml. Without --keys the server"
                    + " listens to",
            "this machine alone. --new-key prints a key and, on the error output, the line for the --keys file. Ctrl-C"
                    + " or",
            "SIGTERM ends it after what is under way.",
            "",
            "Example: fovea serve --galleries people/ --detector yunet.onnx --model net.onnx"
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--galleries",
            paramLabel = "DIR",
            description = "The folder whose galleries are the collections; made if it is not there.")
    private @Nullable Path galleries;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}); 0.0.0.0 for all addresses, with --keys.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port (default: ${DEFAULT-VALUE}); 0 for any that is free.")
    private int port;

    @Option(names = "--keys", paramLabel = "FILE", description = "Who may ask: lines of read or write, a name, a hash.")
    private @Nullable Path keys;

    @Option(names = "--new-key", paramLabel = "ROLE", description = "Make a key to read or to write, and do no more.")
    private @Nullable Role newKey;

    @Option(
            names = "--keystore",
            paramLabel = "FILE.p12",
            description = "Listen with TLS by the key in this keystore, whose password is the environment variable"
                    + " FOVEA_KEYSTORE_PASSWORD.")
    private @Nullable Path keystore;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many photographs are read at a time (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--max-body", paramLabel = "BYTES", description = "Refuse larger bodies (default: 8388608).")
    private int maxBody = Limits.standard().bodyBytes();

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Refuse pictures of more pixels, width x height (default: 25000000).")
    private long maxPixels = Limits.standard().pixels();

    @Option(
            names = "--max-photographs",
            paramLabel = "N",
            description = "Send requests away while so many with photographs are under way (default: 32).")
    private int maxPhotographs = Limits.standard().photographs();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests a minute of one key, or one address without keys (default: 1200; 0: any number).")
    private int rate = Limits.standard().requestsPerMinute();

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "Append a line for each request, without names and addresses.")
    private @Nullable Path accessLog;

    @Option(names = "--log-names", description = "Log paths as they are, with people's names, and who asks.")
    private boolean logNames;

    @Option(
            names = "--keep-photos",
            paramLabel = "DIR",
            description = "Keep enrolled photographs there, until they are removed.")
    private @Nullable Path keepPhotos;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Override
    public Integer call() throws IOException {
        if (newKey != null) {
            return makeKey(newKey);
        }
        ServerSettings settings = settings();
        detection.file(); // what is missing is said before anything is read
        EmbeddingModel model = embedding.read();
        FaceReader reader = detection.reader(model, new Workers(1));
        ServedModel served = served(model);
        CountDownLatch ended = new CountDownLatch(1);
        FoveaServer server = FoveaServer.start(settings, served, reader);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, ended), "stop"));
        System.out.println(server.address());
        System.out.flush();
        System.err.println("fovea: " + served.identity() + " serves " + Printable.of(settings.galleries())
                + (settings.keys().isEmpty() ? ", to this machine alone" : ", by " + settings.keys())
                + (keepPhotos == null ? "" : "; enrolled photographs are kept in " + Printable.of(keepPhotos)));
        try {
            ended.await();
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static int makeKey(Role role) {
        String key = ApiKeys.fresh();
        System.out.println(key);
        System.err.println(ApiKeys.line(key, role, "NAME"));
        return 0;
    }

    private static void stop(FoveaServer server, CountDownLatch ended) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("fovea: " + Printable.of(Failures.explain(e)));
        } finally {
            ended.countDown();
        }
    }

    private ServerSettings settings() throws IOException {
        if (galleries == null) {
            throw wrong("--galleries is missing: the folder whose galleries are the collections");
        }
        ApiKeys known = keys == null ? ApiKeys.none() : ApiKeys.read(keys);
        SSLContext tls = keystore == null ? null : Tls.of(keystore, password());
        InetAddress address = InetAddress.getByName(host);
        Limits limits;
        try {
            limits = Limits.standard()
                    .withBodyBytes(maxBody)
                    .withPixels(maxPixels)
                    .withPhotographs(maxPhotographs)
                    .withRequestsPerMinute(rate);
            return new ServerSettings(galleries, address, port, known, tls, threads, limits, log(), keepPhotos);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static char[] password() {
        return System.getenv().getOrDefault("FOVEA_KEYSTORE_PASSWORD", "").toCharArray();
    }

    private AccessLog log() throws IOException {
        return accessLog == null
                ? AccessLog.none()
                : new AccessLog(
                        new PrintStream(new FileOutputStream(accessLog.toFile(), true), true, StandardCharsets.UTF_8),
                        logNames);
    }

    /// The length of the model's embeddings is that of one of a grey face.
    private static ServedModel served(EmbeddingModel model) {
        ReferencePoints size = model.card().reference();
        float[] grey = new float[size.width() * size.height() * 3];
        Arrays.fill(grey, 0.5f);
        int length =
                FaceEmbedder.of(model, new Workers(1)).embed(new Picture(size.width(), size.height(), 3, grey)).length;
        return ServedModel.of(model, length);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
