package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long a declaration takes to be answered, and from then until its first call reaches the provider. */
final class Latencies {
    private static final int A_SECOND = 50;
    private static final int HANGING = 64;

    private final Table table;
    private final Rounds rounds;
    private final Service service;
    private final Database database;
    private int declared;

    Latencies(Table table, Rounds rounds, Service service, Database database) {
        this.table = table;
        this.rounds = rounds;
        this.service = service;
        this.database = database;
    }

    void measure() {
        declare(A_SECOND * 4); // to warm up
        List<Declaration> free = declare(A_SECOND * rounds.measured());
        List<Double> answers = free.stream().map(Declaration::answeredAfter).toList();
        table.add(new Row("declaration answered (PUT), " + A_SECOND + " a second", "ms", "<= 10 median", answers));
        table.add(
                Row.of("the same, 99th percentile", "ms", "<= 40", table.last().quantile(0.99)));
        table.add(new Row("answered -> first provider call", "ms", "<= 40 median", firstCalls(free)));
        hang();
    }

    /** The other provider has no permit left, and gives none back. */
    private void hang() {
        service.put("hanging", """
                {"allocation": {"size": %d}, "instance": {"provider": "stuck", "properties": {"hang": true}}}
                """.formatted(HANGING * 2));
        await().until(() -> database.number("select count(*) from action where provider = 'stuck' and state = 'CALLED'")
                == HANGING);
        table.add(new Row(
                "the same while another provider hangs",
                "ms",
                "<= 2 x the row above",
                firstCalls(declare(A_SECOND * rounds.measured()))));
    }

    private List<Declaration> declare(int groups) {
        List<Declaration> declarations = new ArrayList<>();
        long next = System.nanoTime();
        for (int i = 0; i < groups; i++) {
            next += Duration.ofSeconds(1).toNanos() / A_SECOND;
            LockSupport.parkNanos(next - System.nanoTime());
            declarations.add(declare());
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> called() == declared);
        return declarations;
    }

    private Declaration declare() {
        String name = "latency-" + ++declared;
        long begun = System.nanoTime();
        service.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "instant"}}
                """);
        double millis = (System.nanoTime() - begun) / 1e6;
        return new Declaration(name, millis, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    private long called() {
        return database.number("""
                select count(*) from member m join fleet_group g on g.id = m.group_id
                 where g.name like 'latency-%' and m.phase_detail is not null
                """);
    }

    /** The provider notes when it was called; a call that came before the answer took no time. */
    private List<Double> firstCalls(List<Declaration> declarations) {
        return declarations.stream()
                .map(it -> Math.max(0, calledAtMicros(it.group()) - it.answeredAtMicros()) / 1e3)
                .toList();
    }

    private long calledAtMicros(String group) {
        return database.number("""
                select min(m.phase_detail)::bigint from member m join fleet_group g on g.id = m.group_id
                 where g.name = '%s'
                """.formatted(group));
    }

    private record Declaration(String group, double answeredAfter, long answeredAtMicros) {}
}
