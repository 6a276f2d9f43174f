package org.fovea.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `fovea serve` under more than it takes on: so many requests are kept busy on this machine for so many seconds, and
/// what each operation answered is counted by status, with quantiles of the time; so is the server's memory, as live
/// objects and as the system sees it. Needs the JDK alone, and the models that `FOVEA_DETECTOR` and
/// `FOVEA_EMBEDDING` name; from the repository's folder:
///
/// ```
/// java benchmarks/src/main/java/org/fovea/benchmarks/ServeLoad.java a.jpg b.jpg 300 1000
/// java benchmarks/src/main/java/org/fovea/benchmarks/ServeLoad.java a.jpg b.jpg 300 1000 --rate 0
/// ```
///
/// What follows the numbers goes to the server. Exit code 1 says that there was an answer that is not described, or
/// none.
public final class ServeLoad {
    /// What the description says of requests that are right: done, and the two refusals.
    private static final List<Integer> DESCRIBED = List.of(200, 429, 503);

    private static final int MOST_SECONDS = 3600;
    private static final int MOST_REQUESTS_BUSY = 1000;
    private static final String BOUNDARY = "the-boundary";

    /// A request as its bytes, and how often it is asked among hundred.
    ///
    /// @param expected the statuses that are described
    private record Question(String name, int share, byte[] bytes, List<Integer> expected) {}

    /// How long answers took, in steps of a twentieth of a power of two from a microsecond on.
    private static final class Times {
        private static final double STEP = 20;
        private final AtomicLongArray counts = new AtomicLongArray(40 * (int) STEP);

        private void add(long nanos) {
            double octaves = Math.log(Math.max(1, nanos / 1000.0)) / Math.log(2);
            counts.incrementAndGet(Math.min(counts.length() - 1, (int) (STEP * octaves)));
        }

        private long count() {
            long sum = 0;
            for (int i = 0; i < counts.length(); i++) {
                sum += counts.get(i);
            }
            return sum;
        }

        /// Milliseconds; the upper end of the step.
        private double quantile(double share) {
            long left = (long) Math.ceil(share * count());
            int i = -1;
            while (left > 0) {
                left -= counts.get(++i);
            }
            return Math.pow(2, (i + 1) / STEP) / 1000;
        }
    }

    private final Path folder;
    private final Process server;
    private final URI address;
    private final List<Question> questions = new ArrayList<>();
    private final Map<String, Times> answers = new ConcurrentSkipListMap<>();
    private final Map<String, Times> wrong = new ConcurrentSkipListMap<>();
    private volatile long end;

    private ServeLoad(List<String> options) throws IOException {
        folder = Files.createTempDirectory("fovea-load");
        List<String> command = new ArrayList<>(List.of(
                "./fovea",
                "serve",
                "--port",
                "0",
                "--galleries",
                folder.resolve("people").toString()));
        command.addAll(options);
        server = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        String said = server.inputReader().readLine();
        if (said == null) {
            throw new IOException("the server does not start: " + Files.readString(folder.resolve("log")));
        }
        address = URI.create(said);
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 4) {
            System.err.println("ServeLoad A.jpg B.jpg SECONDS REQUESTS [option of fovea serve]...");
            System.exit(2);
        }
        byte[] a = Files.readAllBytes(Path.of(args[0]));
        byte[] b = Files.readAllBytes(Path.of(args[1]));
        int seconds = Math.clamp(Integer.parseInt(args[2]), 1, MOST_SECONDS);
        int busy = Math.clamp(Integer.parseInt(args[3]), 1, MOST_REQUESTS_BUSY);
        var load = new ServeLoad(Arrays.asList(args).subList(4, args.length));
        boolean described = false;
        boolean ended;
        try {
            load.prepare(a, b);
            described = load.run(seconds, busy);
        } finally {
            ended = load.stop();
        }
        System.exit(described && ended ? 0 : 1);
    }

    private void prepare(byte[] a, byte[] b) throws IOException {
        String collection = "/v1/collections/load";
        byte[] form = form(a, b);
        ask(request(
                "POST",
                "/v1/collections",
                "application/json",
                "{\"name\": \"load\"}".getBytes(StandardCharsets.US_ASCII)));
        ask(request("POST", collection + "/people/Ada/pictures", "image/jpeg", a));
        String two = "multipart/form-data; boundary=" + BOUNDARY;
        add("identify", 50, request("POST", collection + "/identify", "image/jpeg", b), DESCRIBED);
        add("verify", 20, request("POST", "/v1/verify", two, form), DESCRIBED);
        add("explain", 10, request("POST", "/v1/explain", two, form), DESCRIBED);
        add("people", 10, request("GET", collection + "/people", "", new byte[0]), DESCRIBED);
        byte[] cut = Arrays.copyOf(a, a.length / 2);
        add("cut photograph", 5, request("POST", "/v1/detect", "image/jpeg", cut), List.of(422, 429, 503));
        add("nothing there", 5, request("GET", "/v1/nothing", "", new byte[0]), List.of(404, 429));
        for (Question question : questions) {
            for (int i = 0; i < 20; i++) {
                ask(question.bytes);
            }
        }
    }

    private void add(String name, int share, byte[] bytes, List<Integer> expected) {
        questions.add(new Question(name, share, bytes, expected));
    }

    private byte[] request(String method, String path, String type, byte[] body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort()
                        + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static byte[] form(byte[] a, byte[] b) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + (i == 0 ? "a" : "b");
            bytes.writeBytes((head + "\"\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(i == 0 ? a : b);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private void ask(byte[] request) throws IOException {
        try (var connection = new Connection(address)) {
            connection.ask(request);
        }
    }

    /// A connection that stays for the next request, unless the server closes it.
    private static final class Connection implements AutoCloseable {
        private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
        private static final Pattern CLOSE = Pattern.compile("(?i)\r\nconnection: close\r\n");
        private final URI address;
        private Socket socket = new Socket();
        private InputStream in = InputStream.nullInputStream();

        private Connection(URI address) {
            this.address = address;
        }

        /// The status of the answer, when all of it is there.
        private int ask(byte[] request) throws IOException {
            if (!socket.isConnected() || socket.isClosed()) {
                socket = new Socket(address.getHost(), address.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(120_000);
                in = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write(request);
            var head = new StringBuilder();
            while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new EOFException("closed after " + head.length() + " bytes");
                }
                head.append((char) c);
            }
            Matcher length = LENGTH.matcher(head);
            in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
            if (CLOSE.matcher(head).find()) {
                close();
            }
            return Integer.parseInt(head.substring(9, 12));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private boolean run(int seconds, int busy) throws Exception {
        System.out.printf("%d requests busy for %d s%n", busy, seconds);
        tell(0);
        long began = System.nanoTime();
        end = began + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < busy; i++) {
            int seed = i;
            askers.add(Thread.ofVirtual().start(() -> keepAsking(seed)));
        }
        long told = began;
        for (Thread asker : askers) {
            while (!asker.join(Duration.ofSeconds(1))) {
                if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(20)) {
                    told = System.nanoTime();
                    tell((told - began) / 1e9);
                }
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        tell(took);
        System.out.printf("%n%-22s %10s %8s %10s %10s%n", "answer", "count", "a second", "p50", "p99");
        answers.forEach((name, times) -> print(name, times, took));
        wrong.forEach((name, times) -> print("NOT DESCRIBED: " + name, times, took));
        return wrong.isEmpty();
    }

    private static void print(String name, Times times, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%-22s %,10d %8.1f %7.1f ms %7.1f ms%n",
                name,
                times.count(),
                times.count() / seconds,
                times.quantile(0.5),
                times.quantile(0.99));
    }

    private void keepAsking(int seed) {
        var random = new SplittableRandom(seed);
        try (var connection = new Connection(address)) {
            while (System.nanoTime() < end) {
                int drawn = random.nextInt(100);
                int i = 0;
                while (drawn >= questions.get(i).share) {
                    drawn -= questions.get(i++).share;
                }
                askOnce(connection, questions.get(i));
            }
        } catch (IOException e) {
            count(wrong, "closing: " + e, 0);
        }
    }

    private void askOnce(Connection connection, Question question) throws IOException {
        long began = System.nanoTime();
        try {
            int status = connection.ask(question.bytes);
            boolean right = question.expected.contains(status);
            count(right ? answers : wrong, question.name + " " + status, System.nanoTime() - began);
        } catch (IOException e) {
            connection.close();
            count(wrong, question.name + ": " + e.getMessage(), System.nanoTime() - began);
        }
    }

    private static void count(Map<String, Times> where, String name, long nanos) {
        where.computeIfAbsent(name, key -> new Times()).add(nanos);
    }

    /// Prints the server's memory.
    private void tell(double seconds) throws IOException {
        String pid = Long.toString(server.pid());
        // Collects, and counts what lives in the same pause: between two commands the busy server would allocate.
        Matcher heap = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(jcmd(pid, "GC.class_histogram"));
        String status = Files.readString(Path.of("/proc", pid, "status"));
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
        Matcher threads = Pattern.compile("Threads:\\s+(\\d+)").matcher(status);
        System.out.printf(
                Locale.ROOT,
                "after %4.0f s: %s MB of live objects, resident %s MB, %s threads%n",
                seconds,
                heap.find() ? Long.parseLong(heap.group(1)) / 1_000_000 : "?",
                resident.find() ? Long.parseLong(resident.group(1)) / 1024 : "?",
                threads.find() ? threads.group(1) : "?");
    }

    private static String jcmd(String... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Ends the server as its operator would.
    ///
    /// @return whether it ended in time, and told no fault of its own
    private boolean stop() throws Exception {
        long began = System.nanoTime();
        server.destroy();
        boolean ended = server.waitFor(1, TimeUnit.MINUTES);
        String log = Files.readString(folder.resolve("log"));
        boolean quiet = !log.contains("Exception") && !log.contains("Error");
        System.out.printf(
                "the server ended in %.1f s, %s: %s%n",
                (System.nanoTime() - began) / 1e9, quiet ? "without a fault" : "WITH FAULTS", folder.resolve("log"));
        if (!ended) {
            server.destroyForcibly();
        }
        return ended && quiet;
    }
}
