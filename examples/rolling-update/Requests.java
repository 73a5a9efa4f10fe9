import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends requests to all ready members of a group, one after the other, until its input ends: {@code java Requests.java DROVER_URL
 * GROUP}. It asks Drover four times a second who is ready, as a load balancer would. Ends with 1 if any request failed.
 */
public final class Requests {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(5);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FAILURES_SHOWN = 10;

    /** Every item of the list begins with its id. */
    private static final Pattern ITEM = Pattern.compile("(?=\\{\"id\":\")");

    private static final Pattern PLACE = Pattern.compile("\"addresses\":\\[\"([^\"]+)\".*\"ports\":\\{\"http\":(\\d+)}");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI members;
    private final long began = System.nanoTime();

    private volatile List<URI> ready = List.of();
    private int next;

    private final Map<String, Integer> answers = new TreeMap<>();
    private int failed;

    private Requests(String drover, String group) {
        this.members = URI.create(drover + "/v1/groups/" + group + "/members?limit=500");
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new Requests(arguments[0], arguments[1]).run());
    }

    private int run() throws IOException, InterruptedException {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        look();
        every(clock, BETWEEN_LOOKS, this::look);
        every(clock, BETWEEN_REQUESTS, this::send);
        every(clock, BETWEEN_REPORTS, this::report);
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        clock.shutdown();
        clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Thread.sleep(PATIENCE.toMillis() / 10); // answers that are still on their way
        report();
        return succeeded() ? 0 : 1;
    }

    private static void every(ScheduledExecutorService clock, Duration time, Runnable what) {
        clock.scheduleAtFixedRate(what, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Who is ready now. If Drover does not say, it is whoever was. */
    private void look() {
        try {
            HttpRequest question = HttpRequest.newBuilder(members).timeout(PATIENCE).build();
            HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                ready = ITEM.splitAsStream(answer.body()).flatMap(item -> place(item).stream()).collect(Collectors.toList());
            }
        } catch (IOException e) {
            System.err.println("Drover does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Members that are leaving are running no more in Drover's words, though their processes still are. */
    private static Optional<URI> place(String member) {
        Matcher place = PLACE.matcher(member);
        boolean ready = member.contains("\"state\":\"running\"") && member.contains("\"readySince\":\"");
        return ready && place.find()
                ? Optional.of(URI.create("http://" + place.group(1) + ":" + place.group(2) + "/"))
                : Optional.empty();
    }

    private void send() {
        List<URI> now = ready;
        if (now.isEmpty()) {
            count(null, "no member is ready");
            return;
        }
        next = (next + 1) % now.size();
        URI uri = now.get(next);
        http.sendAsync(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        count(null, uri + ": " + failure);
                    } else if (answer.statusCode() != 200) {
                        count(null, uri + ": answered " + answer.statusCode());
                    } else {
                        count(answer.body().strip(), "");
                    }
                });
    }

    private synchronized void count(String version, String failure) {
        if (version != null) {
            answers.merge(version, 1, Integer::sum);
        } else if (failed++ < FAILURES_SHOWN) {
            System.out.println("  failed: " + failure);
        }
    }

    private synchronized void report() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        int answered = answers.values().stream().mapToInt(Integer::intValue).sum();
        String versions = answers.entrySet().stream()
                .map(it -> it.getKey() + " answered " + it.getValue())
                .collect(Collectors.joining(", "));
        System.out.println(Stream.of(
                        "  " + seconds + " s", answered + failed + " requests", failed + " failed", versions, ready.size() + " members ready")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ")));
    }

    private synchronized boolean succeeded() {
        return failed == 0 && !answers.isEmpty();
    }
}
